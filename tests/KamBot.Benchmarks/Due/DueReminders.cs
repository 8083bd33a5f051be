using System.Diagnostics;
using System.Globalization;
using KamBot.Benchmarks.Hosts;
using KamBot.Benchmarks.Sweep;
using KamBot.Conversation;
using KamBot.Platform;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace KamBot.Benchmarks.Due;

/// <summary>KamBot with many reminders stored and many due at once, each for another user: nothing is saved by telling several as one.</summary>
internal sealed class DueReminders : IAsyncDisposable
{
    private const int WarmUp = 200;
    private const int Planned = 100;

    private readonly NothingReminders _nothing = new();
    private readonly StubConnector _connector;
    private readonly Store _store;
    private readonly BotHost _bot;
    private readonly ReminderSeed _offers;
    private readonly ReminderSeed _nothings;

    private DueReminders(StubConnector connector, Store store, int due)
    {
        (_connector, _store) = (connector, store);
        _bot = BotHost.Start(store.Tables, services => services.AddSingleton<IReminderSource>(_nothing));
        _offers = new ReminderSeed(store.Tables, Now, connector.ServiceUrl, dueUsers: due);
        _nothings = new ReminderSeed(store.Tables, Now, connector.ServiceUrl, dueUsers: due, NothingReminders.Prefix);
    }

    public string Warnings => _bot.Warnings.Summary;

    private Instant Now => _bot.Get<TimeProvider>().GetCurrentInstant();

    public static async Task<DueReminders> StartAsync(string store, int stored, int due)
    {
        var reminders = new DueReminders(await StubConnector.StartAsync(), await Store.OpenAsync(store), due);
        await reminders._offers.GrowAsync(stored);
        await reminders._offers.PrepareDueAsync(due);
        await reminders.SettleNothingsAsync(Math.Min(WarmUp, due));
        await reminders.TellOffersAsync(Math.Min(WarmUp, due));
        return reminders;
    }

    /// <summary>Claims and settles reminders that say nothing.</summary>
    public Task<Settled> SettleNothingsAsync(int due) => SettleAsync(_nothings, due, () => _nothing.Asked);

    /// <summary>Claims, composes, sends and settles reminders of offers.</summary>
    public Task<Settled> TellOffersAsync(int due) => SettleAsync(_offers, due, () => (int)_connector.Received);

    /// <summary>What the planning of one reminder asks of the store.</summary>
    public async Task<(double Reads, double Writes)> PlanAsync()
    {
        var (reads, writes) = (_bot.Tables.Reads, _bot.Tables.Writes);
        var plans = _bot.Get<ReminderPlans>();
        for (var number = 0; number < Planned; number++)
        {
            var at = Now.InUtc().LocalDateTime.PlusDays(200);
            await plans.PlanAsync(
                ReminderSeed.DueUser(number, Planned), DateTimeZone.Utc, new ReminderSubject($"planned-{number}", $"{NothingReminders.Prefix}{number}"), [new PlannedReminder("nothing", at, at.PlusDays(1))],
                Now, OperationId.Of("plan", number.ToString(CultureInfo.InvariantCulture)), CancellationToken.None);
        }

        return ((double)(_bot.Tables.Reads - reads) / Planned, (double)(_bot.Tables.Writes - writes) / Planned);
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _store.DisposeAsync();
        await _connector.DisposeAsync();
    }

    private async Task<Settled> SettleAsync(ReminderSeed seed, int due, Func<int> count)
    {
        await seed.MakeDueAsync(due, Now - Duration.FromSeconds(1));
        var before = new Dictionary<TableCall, int>(_bot.Tables.ByCall);
        var first = count();
        var sweep = _bot.Get<ReminderSweep>();
        var started = Stopwatch.GetTimestamp();
        for (var last = -1; count() - first < due;)
        {
            if (last == count())
                throw new InvalidOperationException($"{count() - first} of {due} were settled, and a sweep found no more.\n{Warnings}");
            last = count();
            await sweep.RunAsync(CancellationToken.None);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (count() - first != due || await sweep.NextDueAsync(CancellationToken.None) <= Now)
            throw new InvalidOperationException($"{due} were due, {count() - first} were taken up, and some may be unsettled.");
        double Each(Func<TableCall, bool> which) =>
            (double)_bot.Tables.ByCall.Where(each => which(each.Key)).Sum(each => each.Value - before.GetValueOrDefault(each.Key)) / due;
        return new Settled(
            seconds,
            Each(IsOfTheIndex),
            Each(call => call is { Table: ReminderKeys.Table, Operation: TableOperation.Transaction }),
            Each(call => call.Operation != TableOperation.Transaction && !IsOfTheIndex(call)),
            Each(call => call.Table != ReminderKeys.Table && call.Operation == TableOperation.Transaction));

        static bool IsOfTheIndex(TableCall call) => call is { Table: ReminderKeys.Table, Operation: TableOperation.Page, From: "due" };
    }
}

/// <param name="Seconds">From the first look to the last settling.</param>
/// <param name="Ranges">Range reads of the due index, per reminder.</param>
/// <param name="Transactions">Claims and settlings, per reminder.</param>
/// <param name="OtherReads">What deciding and composing reads, per reminder.</param>
/// <param name="OtherWrites">What else is written, per reminder.</param>
internal sealed record Settled(double Seconds, double Ranges, double Transactions, double OtherReads, double OtherWrites);
