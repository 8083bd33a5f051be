using System.Diagnostics;
using System.Text.Json;
using KamBot.BotBuilder.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Authentication;

/// <summary>How the channel's signing keys stand, for whoever watches over the bot.</summary>
public interface ISigningKeyHealth
{
    /// <summary>When the keys in use were fetched; null when none were yet.</summary>
    DateTimeOffset? FetchedAt { get; }

    /// <summary>Why nobody can get in for want of keys, as a sentence; null while tokens can be checked.</summary>
    string? Problem { get; }
}

/// <summary>
/// The keys the channel signs its tokens with. They are fetched anew every hour and when a token names one that is not there,
/// by one fetch at a time and at most one a minute; when they cannot be fetched the last ones are good for a day more.
/// </summary>
/// <remarks>Source: bot-docs, <c>bot-framework-rest-connector-authentication.md</c> (refresh at least daily, keys may change at any time).</remarks>
internal sealed class SigningKeys(
    IHttpClientFactory http, IOptions<BotRegistration> registration, TimeProvider time, BotDiagnostics diagnostics, ILogger<SigningKeys> logger) : ISigningKeyHealth
{
    public const string HttpClientName = "KamBot.SigningKeys";

    /// <summary>The channel's set has some thirty keys in 30 KiB.</summary>
    public const int MaxResponseBytes = 512 * 1024;

    private static readonly TimeSpan RefreshAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan UsableFor = RefreshAfter + TimeSpan.FromHours(24);
    private static readonly TimeSpan BetweenFetches = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenFetchesWithoutKeys = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenAlarms = TimeSpan.FromHours(1);

    /// <summary>For both documents together, and so the longest a request waits for keys.</summary>
    private static readonly TimeSpan FetchDeadline = TimeSpan.FromSeconds(4);

    private readonly Lock _gate = new();
    private volatile SigningKeySet? _set;
    private Task _fetch = Task.CompletedTask;
    private long? _lastFetch;
    private DateTimeOffset? _lastAlarm;

    /// <summary>The keys that may be used now, without waiting for any; null when there are none.</summary>
    public SigningKeySet? Current => _set is { } set && time.GetUtcNow() - set.FetchedAt < UsableFor ? set : null;

    public DateTimeOffset? FetchedAt => _set?.FetchedAt;

    public string? Problem => Current is not null ? null : $"There are no signing keys of the channel to check tokens with: {registration.Value.OpenIdMetadata.Host} has not answered with any.";

    /// <summary>The keys that may be used now, fetched anew if <paramref name="kid"/> is not among them and it is time to; null when there are none.</summary>
    public async ValueTask<SigningKeySet?> WithAsync(string kid, CancellationToken cancellationToken)
    {
        if (Current is not { } set || set.Find(kid) is null)
            await FetchAsync().WaitAsync(cancellationToken);
        return Current;
    }

    /// <summary>Fetches the keys when they have come of age. Made to be called every minute.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) =>
        _set is { } set && time.GetUtcNow() - set.FetchedAt < RefreshAfter ? Task.CompletedTask : FetchAsync().WaitAsync(cancellationToken);

    /// <summary>The fetch that is under way, or a new one, or nothing when the last one was just now. It does not fail.</summary>
    private Task FetchAsync()
    {
        lock (_gate)
        {
            var pause = Current is null ? BetweenFetchesWithoutKeys : BetweenFetches;
            if (!_fetch.IsCompleted || (_lastFetch is { } last && time.GetElapsedTime(last) < pause))
                return _fetch;
            _lastFetch = time.GetTimestamp(); // a clock that is set back must not lengthen the pause
            return _fetch = Task.Run(FetchNowAsync); // its own: whoever asked first may hang up
        }
    }

    private async Task FetchNowAsync()
    {
        using var deadline = new CancellationTokenSource(FetchDeadline, time);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var set = await DownloadAsync(deadline.Token);
            if (set.Count == 0)
                throw new InvalidDataException("None of the keys can be used.");
            _set = set;
            diagnostics.KeysRefreshed(Stopwatch.GetElapsedTime(begun));
            if (_lastAlarm is not null)
                logger.LogInformation("The channel's signing keys are fetched again.");
            _lastAlarm = null;
        }
        catch (Exception exception)
        {
            diagnostics.KeysRefreshed(Stopwatch.GetElapsedTime(begun), exception.GetType().FullName);
            Alarm(exception); // whatever another server sends or does not send: who holds a known key gets in
        }
    }

    private async Task<SigningKeySet> DownloadAsync(CancellationToken cancellationToken)
    {
        using var client = http.CreateClient(HttpClientName);
        var address = registration.Value.OpenIdMetadata;
        var metadata = JsonSerializer.Deserialize(await client.GetByteArrayAsync(address, cancellationToken), KeyJson.Default.OpenIdMetadata);
        if (!Uri.TryCreate(metadata?.JwksUri, UriKind.Absolute, out var keys) || (keys.Scheme != Uri.UriSchemeHttps && keys.Scheme != address.Scheme))
            throw new InvalidDataException("The metadata names no address of keys.");
        return SigningKeySet.Parse(await client.GetByteArrayAsync(keys, cancellationToken), time.GetUtcNow());
    }

    /// <summary>One failure is a hiccup; an hour of them is for somebody to look into, and so is having no keys at all.</summary>
    private void Alarm(Exception cause)
    {
        var now = time.GetUtcNow();
        if (now - _lastAlarm < BetweenAlarms)
            return;
        _lastAlarm = now;
        if (Current is not { } set)
            logger.LogCritical(Alarms.SigningKeysStale, cause, "The channel's signing keys cannot be fetched and there are none: nobody gets in.");
        else if (now - set.FetchedAt >= RefreshAfter + BetweenAlarms)
            logger.LogCritical(Alarms.SigningKeysStale, cause, "The channel's signing keys cannot be fetched. The last ones, of {FetchedAt:u}, are used until {UsableUntil:u}; then nobody gets in.", set.FetchedAt, set.FetchedAt + UsableFor);
        else
            logger.LogWarning(cause, "The channel's signing keys could not be fetched; it is tried again every minute.");
    }
}
