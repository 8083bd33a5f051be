using KamBot.BotBuilder.Turns;
using KamBot.Platform;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Tests.Drivers;

/// <summary>
/// The whole program on a free port, with a store, a clock that the test moves and a Teams that records. Users of it are
/// <see cref="Manager"/>s; all they do goes through POST /api/messages, all they see came by connector calls.
/// </summary>
internal sealed class KamBotApp : IDrivenApp, IAsyncDisposable
{
    /// <summary>A bound for clock moves: no story has more reminders.</summary>
    private const int MostSteps = 10_000;

    private readonly WebApplication _host;
    private readonly List<IAsyncDisposable> _owned = [];

    private KamBotApp(ITableStore store, FakeClock clock, FakeTeams teams, Action<IServiceCollection>? configure)
    {
        Store = store;
        Clock = clock;
        Teams = teams;
        // Settings before the program's own parts read them; parts exchanged after.
        _host = Program.Build(
            [
                "--environment=Development", "--urls=http://127.0.0.1:0", "--Pulse:Enabled=false", "--Playground:Start=false",
                // On a busy machine nothing is slow but what a test makes slow.
                "--Bot:Turns:MessageDeadline=00:00:30", "--Bot:Turns:InvokeDeadline=00:00:30", "--Bot:Turns:TypingAfter=00:01:00",
            ],
            builder =>
            {
                builder.Logging.ClearProviders().AddProvider(Log);
                builder.Services.RemoveAll<ITableStore>().AddSingleton(store);
                builder.Services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(clock);
                configure?.Invoke(builder.Services);
            });
    }

    public ITableStore Store { get; }

    public FakeClock Clock { get; }

    public FakeTeams Teams { get; }

    public HttpClient Http { get; private set; } = null!;

    public ErrorLog Log { get; } = new();

    public IEnumerable<string> Problems => Log.Lines;

    public IServiceProvider Services => _host.Services;

    /// <summary>A fresh program on a store of its own: SQLite in a file, or Azurite.</summary>
    /// <param name="stores">Which store.</param>
    /// <param name="utc">The time it is, as ISO text in UTC.</param>
    /// <param name="azurite">Needed for <see cref="StoreKind.Azurite"/>.</param>
    /// <param name="configure">What else is different.</param>
    public static async Task<KamBotApp> StartAsync(StoreKind stores, string utc, AzuriteServer? azurite = null, Action<IServiceCollection>? configure = null)
    {
        var teams = await FakeTeams.StartAsync();
        var (store, disposable) = await OpenAsync(stores, azurite);
        var app = new KamBotApp(store, new FakeClock(InstantPattern.ExtendedIso.Parse(utc).Value.ToDateTimeOffset()), teams, configure);
        app._owned.Add(teams);
        app._owned.Add(disposable);
        return await app.RunAsync();
    }

    /// <summary>Another process of the same installation: same store, clock and Teams.</summary>
    public async Task<KamBotApp> AnotherAsync(Action<IServiceCollection>? configure = null)
    {
        // A clock that jumps by days ends every lease: what this process is about to write would look left behind to the other.
        await IdleAsync();
        return await new KamBotApp(Store, Clock, Teams, configure).RunAsync();
    }

    /// <summary>Ends with the turns that are under way: a message is answered before it is written down that its answer is out.</summary>
    public async Task IdleAsync() => await Get<RunningTurns>().AllAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>The clock goes to that instant without anybody looking: an outage.</summary>
    public void Sleep(string utc) => Clock.Advance(InstantPattern.ExtendedIso.Parse(utc).Value - Clock.GetCurrentInstant() is var by ? by.ToTimeSpan() : default);

    /// <summary>One beat of the pulse: what is due now.</summary>
    public Task<int> BeatAsync() => Get<Pulse>().BeatAsync(TestContext.Current.CancellationToken);

    /// <summary>Time passes up to that instant (UTC) with the pulse beating: everything due is said at its time.</summary>
    /// <returns>How many messages came.</returns>
    public async Task<int> UntilAsync(string utc)
    {
        var target = InstantPattern.ExtendedIso.Parse(utc).Value;
        var told = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            var next = await Get<ReminderSweep>().NextDueAsync(TestContext.Current.CancellationToken);
            if (next is not { } due || due > target)
            {
                MoveTo(target);
                return told + await BeatAsync();
            }

            MoveTo(due);
            told += await BeatAsync();
            if (await Get<ReminderSweep>().NextDueAsync(TestContext.Current.CancellationToken) == due)
                Clock.Advance(TimeSpan.FromSeconds(31));
        }

        throw new InvalidOperationException("The clock did not arrive: reminders come back without end.");
    }

    /// <summary>The test breaks rows of reminders on purpose: at its end they need not agree.</summary>
    public bool BreaksReminders { get; set; }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.StopAsync();
        var wrong = await WrongRowsAsync();
        await _host.DisposeAsync();
        foreach (var owned in _owned)
            await owned.DisposeAsync();
        Assert.True(wrong is null, $"The stored reminders do not agree with each other: {wrong}");
    }

    /// <summary>Whatever a test did to the program, a planned reminder has its due row and a due row its reminder.</summary>
    private async Task<string?> WrongRowsAsync()
    {
        if (BreaksReminders)
            return null;
        try
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            var findings = await Get<Reconciliation>().WholeAsync(repairs: false, bound.Token);
            return findings.Repairs + findings[Finding.Unreadable] == 0 ? null : findings.ToString();
        }
        catch (Exception exception) when (exception is TableStoreException or OperationCanceledException)
        {
            // A store that the test left unusable says nothing about its rows.
            return null;
        }
    }

    private async Task<KamBotApp> RunAsync()
    {
        await _host.StartAsync();
        var address = _host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        Http = new HttpClient { BaseAddress = new Uri(address) };
        return this;
    }

    private void MoveTo(Instant target)
    {
        var by = target - Clock.GetCurrentInstant();
        if (by > Duration.Zero)
            Clock.Advance(by.ToTimeSpan());
    }

    private static async Task<(ITableStore Store, IAsyncDisposable Disposable)> OpenAsync(StoreKind kind, AzuriteServer? azurite)
    {
        if (kind == StoreKind.Sqlite)
        {
            var temporary = new TemporaryStore();
            return (temporary.Tables, temporary);
        }

        var azure = new AzureTableStore(await azurite!.ConnectionStringAsync());
        var own = new PrefixedTables(azure, $"t{Guid.NewGuid():N}"[..12]);
        return (own, own);
    }
}

public enum StoreKind
{
    Sqlite,
    Azurite,
}
