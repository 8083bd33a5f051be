using System.Net;
using KamBot.BotBuilder.Hosting;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Hosting;
using KamBot.Platform.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KamBot.Tests.Fakes;

/// <summary>A bot behind the real endpoint, adapter, ledger and SQLite store, on a free port of this machine.</summary>
internal sealed class RunningBot : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly RunningTurns _turns;

    private RunningBot(WebApplication host)
    {
        _host = host;
        _turns = host.Services.GetRequiredService<RunningTurns>();
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public HttpClient Http { get; }

    public CloudAdapter Adapter => _host.Services.GetRequiredService<CloudAdapter>();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <param name="bot">What answers.</param>
    /// <param name="store">Its tables; shared between bots it is one installation with several processes.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="configure">Anything else.</param>
    /// <param name="environment">Development unless said otherwise.</param>
    public static async Task<RunningBot> StartAsync(
        IBot bot, ITableStore store, TimeProvider clock, Action<WebApplicationBuilder>? configure = null, string environment = "Development")
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(bot);
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton(clock);
        // On a busy machine nothing is slow but what a test makes slow.
        builder.Services.Configure<TurnOptions>(turns =>
            (turns.MessageDeadline, turns.InvokeDeadline, turns.TypingAfter) = (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1)));
        configure?.Invoke(builder);
        builder.AddTables();
        builder.AddBotBuilder();
        builder.AddTurnLedger();
        var host = builder.Build();
        host.MapBotMessages();
        await host.StartAsync();
        return new RunningBot(host);
    }

    /// <summary>Ends with the turns that are under way: a message is answered before it is written down that its answer is out.</summary>
    public async Task IdleAsync() => await _turns.AllAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async Task<HttpResponseMessage> ReceiveAsync(Activity activity) => await FakeTeams.PostAsync(Http, activity);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
    }
}

/// <summary>A SQLite store in a folder of its own that goes away with it.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "kambot-tests", Guid.NewGuid().ToString("N"));

    public TemporaryStore() => Tables = new SqliteTableStore(Path.Combine(_folder, "kambot.db"));

    public SqliteTableStore Tables { get; }

    public async ValueTask DisposeAsync()
    {
        await Tables.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A bot that does what the test says and remembers how often.</summary>
internal sealed class ScriptedBot(BotCallbackHandler script) : IBot
{
    private int _runs;

    public int Runs => _runs;

    public Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _runs);
        return script(turnContext, cancellationToken);
    }
}
