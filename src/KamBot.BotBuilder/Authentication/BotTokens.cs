using System.Diagnostics;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Identity;
using KamBot.BotBuilder.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Authentication;

/// <summary>
/// The token the bot sends with: cached, refreshed before it ends while the old one is still used, asked for by one at a
/// time, and after a failure left alone for a while.
/// </summary>
public sealed partial class BotTokens(
    BotCredentialFactory newCredential, IOptions<BotRegistration> registration, TimeProvider time, BotDiagnostics diagnostics, AlarmBell bell, ILogger<BotTokens> logger)
{
    /// <summary>One request for a token, its retry included.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RefreshBefore = TimeSpan.FromMinutes(10);

    /// <summary>A token that ends sooner could end on the way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>A refused token is exchanged this often at most: when a fresh one is refused too, the registration is wrong and not the token.</summary>
    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private TokenCredential? _credential;
    private AccessToken? _token;
    private DateTimeOffset _refreshAt;
    private DateTimeOffset _nextAttempt;
    private DateTimeOffset _renewedAt = DateTimeOffset.MinValue;
    private Task<AccessToken>? _fetch;
    private int _failures;

    /// <summary>Why there was no token when one was wanted last, for the operator, without secrets; null when all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>A token that is good for at least a minute.</summary>
    /// <exception cref="BotTokenException">There is none now; it says when to ask again.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken = default)
    {
        Task<AccessToken> fetch;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_token is { } token && token.ExpiresOn - Margin > now)
            {
                if (now >= _refreshAt && now >= _nextAttempt)
                    _ = FetchOnce();
                return token.Token;
            }

            if (_fetch is null && now < _nextAttempt)
                throw new BotTokenException(_nextAttempt - now);
            fetch = FetchOnce();
        }

        return (await fetch.WaitAsync(cancellationToken)).Token;
    }

    /// <summary>The channel refused this token: gets another, past every cache. Null when that was tried a moment ago.</summary>
    /// <exception cref="BotTokenException">There is none now.</exception>
    internal async ValueTask<string?> RenewAsync(string refused, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_token is { } token && token.Token == refused)
            {
                if (now - _renewedAt < BetweenRenewals)
                    return null;
                _renewedAt = now;
                _token = null;
                _credential = null;
            }
        }

        return await GetAsync(cancellationToken);
    }

    private Task<AccessToken> FetchOnce()
    {
        if (_fetch is not null)
            return _fetch;
        _credential ??= newCredential();
        // Not on the caller's thread and not with its token: others wait for it too.
        var fetch = Task.Run(() => FetchAsync(_credential));
        _fetch = fetch;
        // Whoever waits sees the failure; a refresh ahead of time has nobody who waits.
        _ = fetch.ContinueWith(failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return fetch;
    }

    private async Task<AccessToken> FetchAsync(TokenCredential credential)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var span = BotDiagnostics.Source.StartActivity("token refresh", ActivityKind.Client);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var token = await credential.GetTokenAsync(new TokenRequestContext([registration.Value.Cloud.OutgoingScope]), deadline.Token);
            Keep(token);
            diagnostics.TokenRefreshed(Stopwatch.GetElapsedTime(begun));
            return token;
        }
        catch (Exception e) when (e is AuthenticationFailedException or CredentialUnavailableException or OperationCanceledException or HttpRequestException or Azure.RequestFailedException)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            diagnostics.TokenRefreshed(Stopwatch.GetElapsedTime(begun), e.GetType().FullName);
            throw new BotTokenException(PutOff(e));
        }
        finally
        {
            lock (_lock)
                _fetch = null;
        }
    }

    private void Keep(AccessToken token)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var halfLife = now + (token.ExpiresOn - now) / 2;
            var late = token.ExpiresOn - RefreshBefore;
            _token = token;
            _refreshAt = token.RefreshOn ?? (halfLife > late ? halfLife : late);
            (_failures, _nextAttempt) = (0, now);
            Trouble = null;
        }
    }

    private TimeSpan PutOff(Exception cause)
    {
        lock (_lock)
        {
            var doubled = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(++_failures, 10)));
            var pause = doubled < LongestPause ? doubled : LongestPause;
            _nextAttempt = time.GetUtcNow() + pause;
            // Only the code: the message of the directory holds names and ids.
            var code = DirectoryCode().Match(cause.Message) is { Success: true } match ? match.Value : cause.GetType().Name;
            Trouble = $"Microsoft Entra gives the bot no token ({code}).";
            logger.LogWarning("There is no token to send with ({Code}), attempt {Attempt}; the next follows in {Pause}.", code, _failures, pause);
            bell.Ring(Alarms.NoToken, $"{Trouble} Check the secret or certificate and its end, the tenant, or whether the identity is assigned. What could not be sent is kept and tried again.");
            return pause;
        }
    }

    [GeneratedRegex("AADSTS[0-9]{1,9}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DirectoryCode();
}

/// <summary>There is no token to send with; nothing was sent.</summary>
public sealed class BotTokenException(TimeSpan retryAfter) : Exception("There is no token to send with.")
{
    /// <summary>When it is worth asking again.</summary>
    public TimeSpan RetryAfter => retryAfter;
}
