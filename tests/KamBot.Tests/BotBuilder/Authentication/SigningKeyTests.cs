using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Authentication;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.Logging;

namespace KamBot.Tests.BotBuilder.Authentication;

/// <summary>Where the keys come from and how long they are good for, seen from the endpoint, on a clock that the test moves.</summary>
public sealed class SigningKeyTests : IAsyncLifetime
{
    private static readonly ChannelKey Next = new("k-next", "msteams");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ErrorLog _log = new();
    private GuardedBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await GuardedBot.StartAsync(
        settings: new Dictionary<string, string?> { ["Bot:Limits:AddressPerSecond"] = "10000" },
        configure: builder => builder.Logging.AddProvider(_log));

    public async ValueTask DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task A_new_key_is_known_as_soon_as_a_token_names_it()
    {
        await ReadyAsync();
        _bot.Clock.Advance(Minute);
        _bot.Login.Published = [GuardedBot.Msteams, Next];

        Assert.Equal(200, await _bot.TryAsync(_bot.Login.Token(Next)));
        Assert.Equal(2, _bot.Login.Fetches.Count);
    }

    [Fact]
    public async Task Unknown_keys_are_looked_for_once_a_minute_however_many_there_are()
    {
        await ReadyAsync();
        for (var minute = 0; minute < 5; minute++)
        {
            _bot.Clock.Advance(Minute);
            for (var i = 0; i < 20; i++)
                Assert.Equal(401, await _bot.TryAsync(Unknown($"k{minute}-{i}")));
        }

        Assert.Equal(1 + 5, _bot.Login.Fetches.Count);
        Assert.All(_bot.Login.Fetches.Zip(_bot.Login.Fetches.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Minute));
    }

    [Fact]
    public async Task Many_who_need_a_key_at_once_wait_for_one_fetch()
    {
        await ReadyAsync();
        _bot.Clock.Advance(Minute);
        _bot.Login.Published = [Next];
        var hold = Hold();

        var tries = Enumerable.Range(0, 20).Select(_ => _bot.TryAsync(_bot.Login.Token(Next))).ToList();
        await _bot.Login.FetchAsync(2);
        hold.SetResult();

        Assert.All(await Task.WhenAll(tries), status => Assert.Equal(200, status));
        Assert.Equal(2, _bot.Login.Fetches.Count);
    }

    [Fact]
    public async Task A_fetch_that_hangs_holds_nobody_up_who_needs_no_new_key_and_ends_at_its_deadline()
    {
        await ReadyAsync();
        _bot.Clock.Advance(Minute);
        Hold();

        var waiting = _bot.TryAsync(_bot.Login.Token(Next));
        await _bot.Login.FetchAsync(2);
        Assert.Equal(200, await _bot.TryAsync(_bot.Login.Token()));
        Assert.False(waiting.IsCompleted);

        _bot.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(401, await waiting);
    }

    [Fact]
    public async Task A_day_without_the_key_server_keeps_nobody_out_and_raises_an_alarm()
    {
        await ReadyAsync();
        _bot.Login.Fault = (_, _) => throw new HttpRequestException("away");
        for (var hour = 0; hour < 24; hour++)
        {
            await _bot.PassAsync(Hour);
            Assert.Equal(200, await _bot.TryAsync(_bot.Login.Token()));
        }

        Assert.StartsWith("Warning", _log.Lines.First(), StringComparison.Ordinal);
        Assert.Equal(23, _log.Lines.Count(line => line.StartsWith("Critical", StringComparison.Ordinal) && line.Contains("until 2026-04-08 08:00:00Z", StringComparison.Ordinal)));
        Assert.Null(Health.Problem);

        await _bot.PassAsync(Hour);
        Assert.Equal(503, await _bot.TryAsync(_bot.Login.Token()));
        Assert.Contains("login.botframework.com", Health.Problem, StringComparison.Ordinal);

        _bot.Login.Fault = null;
        _bot.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(200, await _bot.TryAsync(_bot.Login.Token()));
        Assert.Equal(_bot.Clock.GetUtcNow(), Health.FetchedAt);
    }

    [Fact]
    public async Task A_withdrawn_key_opens_to_nobody_after_the_next_refresh_not_even_to_known_tokens()
    {
        await ReadyAsync();
        var draft = _bot.Login.Token();
        draft.Claims["exp"] = _bot.Clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds();
        var token = $"Bearer {draft.Sign()}";
        Assert.Equal(200, await _bot.TryAsync(token));
        _bot.Login.Published = [Next];

        await _bot.PassAsync(TimeSpan.FromMinutes(59));
        Assert.Equal(200, await _bot.TryAsync(token));

        await _bot.PassAsync(Minute);
        Assert.Equal(401, await _bot.TryAsync(token));
    }

    [Fact]
    public async Task A_known_token_ends_with_its_time()
    {
        var token = $"Bearer {_bot.Login.Token().Sign()}";
        Assert.Equal(200, await _bot.TryAsync(token));

        _bot.Clock.Advance(TimeSpan.FromMinutes(64));
        Assert.Equal(200, await _bot.TryAsync(token));

        _bot.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(401, await _bot.TryAsync(token));
    }

    public static TheoryData<string> UselessAnswers => ["status", "redirect", "no JSON", "JSON of another kind", "no keys", "too much", "keys without https", "short key", "other kinds of keys"];

    [Theory]
    [MemberData(nameof(UselessAnswers))]
    public async Task An_answer_that_is_no_good_leaves_the_last_keys_as_they_are(string answer)
    {
        await ReadyAsync();
        _bot.Login.Fault = (request, _) => Task.FromResult(Useless(answer, request));

        await _bot.PassAsync(Hour);

        Assert.Equal(2, _bot.Login.Fetches.Count);
        Assert.Equal(200, await _bot.TryAsync(_bot.Login.Token()));
        Assert.Single(_log.Lines, line => line.Contains("could not be fetched", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_any_keys_a_token_is_neither_good_nor_bad()
    {
        await using var bot = await GuardedBot.StartAsync(published: []);
        var token = _bot.Login.Token();

        using var response = await bot.PostAsync($"Bearer {token.Sign()}");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.NotNull(bot.Get<ISigningKeyHealth>().Problem);
    }

    private ISigningKeyHealth Health => _bot.Get<ISigningKeyHealth>();

    /// <summary>Waits for the keys that are fetched at the start.</summary>
    private async Task ReadyAsync() => Assert.Equal(200, await _bot.TryAsync(_bot.Login.Token()));

    private TokenDraft Unknown(string kid)
    {
        var token = _bot.Login.Token();
        token.Header["kid"] = kid;
        return token;
    }

    /// <summary>The key server takes requests in and answers when it is told to.</summary>
    private TaskCompletionSource Hold()
    {
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bot.Login.Fault = async (request, cancellationToken) =>
        {
            await hold.Task.WaitAsync(cancellationToken);
            return _bot.Login.Answer(request);
        };
        return hold;
    }

    private HttpResponseMessage Useless(string answer, HttpRequestMessage request)
    {
        var isMetadata = !request.RequestUri!.AbsolutePath.EndsWith("/keys", StringComparison.Ordinal);
        return answer switch
        {
            "status" => new HttpResponseMessage(HttpStatusCode.InternalServerError),
            "redirect" => new HttpResponseMessage(HttpStatusCode.Redirect) { Headers = { Location = new Uri("https://evil.example/keys") } },
            "no JSON" => Body("<html>"),
            "JSON of another kind" => Body("[1,2,3]"),
            "no keys" => isMetadata ? _bot.Login.Answer(request) : Body("""{"keys":[]}"""),
            "too much" => isMetadata ? _bot.Login.Answer(request) : Body($$"""{"keys":[],"padding":"{{new string('x', 512 * 1024)}}"}"""),
            "keys without https" => Body("""{"jwks_uri":"http://login.botframework.com/keys"}"""),
            "short key" => isMetadata ? _bot.Login.Answer(request) : Body(ShortKey()),
            _ => isMetadata ? _bot.Login.Answer(request) : Body("""{"keys":[{"kty":"EC","kid":"k1","crv":"P-256","x":"AA","y":"AA"},{"kty":"RSA","use":"enc","kid":"k1","n":"AA","e":"AQAB"},{"kty":"RSA","kid":"k1","n":"%","e":"AQAB"},null]}"""),
        };
    }

    private static string ShortKey()
    {
        using var key = RSA.Create(1024);
        var jwk = GuardedBot.Msteams.ToJwk();
        jwk["n"] = System.Buffers.Text.Base64Url.EncodeToString(key.ExportParameters(includePrivateParameters: false).Modulus);
        return new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString();
    }

    private static HttpResponseMessage Body(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text) };
}
