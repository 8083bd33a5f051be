using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Payloads;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace KamBot.Tests.Fakes;

/// <summary>A registered bot in Production behind the real endpoint, with a channel that signs for it. It answers nothing.</summary>
internal sealed class GuardedBot : IAsyncDisposable
{
    private static readonly Uri Endpoint = new("/api/messages", UriKind.Relative);

    private readonly TemporaryStore _store = new();
    private readonly ScriptedBot _script = new((_, _) => Task.CompletedTask);
    private readonly HttpClient _http = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }); // a forger sends any letter
    private RunningBot? _bot;

    private GuardedBot(BotCloud? cloud, IReadOnlyList<ChannelKey>? published) => Login = new FakeLogin(Clock, cloud) { Published = published ?? [Msteams] };

    /// <summary>The channel's usual key, endorsed for Teams.</summary>
    public static ChannelKey Msteams { get; } = new("k1", "msteams", "emulator");

    public TimedClock Clock { get; } = new();

    public FakeLogin Login { get; }

    public HttpClient Http => _http;

    /// <summary>How many activities came in.</summary>
    public int Runs => _script.Runs;

    public T Get<T>()
        where T : notnull => _bot!.Get<T>();

    /// <param name="published">The channel's keys; the usual one unless said otherwise.</param>
    /// <param name="cloud">Commercial unless said otherwise.</param>
    /// <param name="environment">Production unless said otherwise.</param>
    /// <param name="settings">More settings, or others.</param>
    /// <param name="configure">Anything else.</param>
    public static async Task<GuardedBot> StartAsync(
        IReadOnlyList<ChannelKey>? published = null,
        BotCloud? cloud = null,
        string environment = "Production",
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<WebApplicationBuilder>? configure = null)
    {
        var guarded = new GuardedBot(cloud, published);
        guarded._bot = await RunningBot.StartAsync(guarded._script, guarded._store.Tables, guarded.Clock, builder =>
        {
            builder.Configuration.AddInMemoryCollection(Registration.Settings);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Bot:Cloud"] = cloud?.Name });
            builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
            builder.Services.PostConfigure<HttpClientFactoryOptions>(
                SigningKeys.HttpClientName, client => client.HttpMessageHandlerBuilderActions.Add(handler => handler.PrimaryHandler = guarded.Login));
            configure?.Invoke(builder);
        }, environment);
        guarded._http.BaseAddress = guarded._bot.Http.BaseAddress;
        return guarded;
    }

    /// <summary>A line somebody typed in Teams.</summary>
    public static Activity Activity()
    {
        var activity = Payload.Activity("in-message-personal");
        activity.Id = Guid.NewGuid().ToString();
        activity.ServiceUrl = FakeLogin.ServiceUrl;
        return activity;
    }

    /// <summary>Posts an activity.</summary>
    /// <param name="authorization">The whole Authorization header, as it is; null for none.</param>
    /// <param name="activity">A line from Teams when not given.</param>
    public async Task<HttpResponseMessage> PostAsync(string? authorization, Activity? activity = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(activity ?? Activity(), BotJson.Wire.Activity));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await Http.SendAsync(request);
    }

    /// <summary>Time passes minute by minute, as the bot looks after its keys.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var minute = TimeSpan.FromMinutes(1); time > TimeSpan.Zero; time -= minute)
        {
            Clock.Advance(minute);
            await Get<SigningKeys>().RefreshAsync(CancellationToken.None);
        }
    }

    /// <summary>The status that a token gets.</summary>
    public async Task<int> TryAsync(TokenDraft token, Activity? activity = null) => await TryAsync($"Bearer {token.Sign()}", activity);

    /// <summary>The status that a header gets.</summary>
    public async Task<int> TryAsync(string? authorization, Activity? activity = null)
    {
        using var response = await PostAsync(authorization, activity);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _bot!.DisposeAsync();
        await _store.DisposeAsync();
    }
}
