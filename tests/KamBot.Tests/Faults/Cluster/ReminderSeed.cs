using System.Globalization;
using KamBot.Conversation;
using KamBot.Platform;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Duration = NodaTime.Duration;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>A reminder that says its own name at its very minute, to a user of its own unless one is named.</summary>
internal sealed record SeededReminder(string Key, Instant Due, string? User = null, string Kind = "named")
{
    public string Chat => $"a:{User ?? Key}";

    public string UserName => User ?? Key;

    /// <summary>So many, due evenly over a stretch of time, each at an instant of its own.</summary>
    public static List<SeededReminder> Spread(string prefix, int count, Instant from, TimeSpan over, string kind = "named") =>
        [.. Enumerable.Range(0, count).Select(number => new SeededReminder(
            string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number:D6}"), from + (Duration.FromTimeSpan(over) * number / count), Kind: kind))];

    public Occurrence Occurrence(TimeSpan tolerance) => new(Key, Due.ToDateTimeOffset(), tolerance);
}

/// <summary>Plans reminders by the program's own way of planning, in this process, on the store that the nodes use.</summary>
internal sealed class ReminderSeed : IAsyncDisposable
{
    private const string Zone = "Etc/UTC";
    private const int AtOnce = 16;

    private static readonly DateTimeZone Utc = DateTimeZoneProviders.Tzdb[Zone];

    /// <summary>The program, its parts made and never started.</summary>
    private readonly WebApplication _parts;
    private readonly string _serviceUrl;

    public ReminderSeed(ITableStore tables, string serviceUrl)
    {
        _serviceUrl = serviceUrl;
        _parts = Program.Build(["--environment=Development", "--Pulse:Enabled=false", "--Playground:Start=false"], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.RemoveAll<ITableStore>().AddSingleton(tables);
            builder.Services.RemoveAll<TimeProvider>().AddSingleton(TimeProvider.System);
        });
    }

    private static Instant Now => TimeProvider.System.GetCurrentInstant();

    /// <summary>What the host does in its first phase, before anything else of it starts: the tables are made.</summary>
    public async Task MakeTablesAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _parts.Services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await service.StartingAsync(cancellationToken);
    }

    /// <summary>Plans reminders that begin as soon as a machine as busy as this one can have planned them, and not before <paramref name="lead"/>.</summary>
    /// <param name="make">The reminders that begin at an instant; the same ones whatever the instant.</param>
    /// <param name="lead">From now to the first of them, at least.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    /// <exception cref="InvalidOperationException">It took so long that the first were due before the last were planned.</exception>
    public async Task<List<SeededReminder>> PlanSoonAsync(Func<Instant, List<SeededReminder>> make, TimeSpan lead, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(make(Now).DistinctBy(reminder => reminder.UserName), parallel, async (each, cancel) =>
        {
            var profile = ProfileOf(each);
            await _parts.Services.GetRequiredService<Profiles>().ChangeAsync(profile.User, _ => profile, cancel);
        });
        // The profiles were two requests each, and a plan is about as many; Azurite slows down as it fills.
        var took = TimeProvider.System.GetElapsedTime(began);
        var reminders = make(Now + Duration.FromTimeSpan(Later(lead, (took * 4) + TimeSpan.FromSeconds(3))));
        await Parallel.ForEachAsync(reminders, parallel, async (each, cancel) => await PlanAsync(ProfileOf(each).User, each, cancel));
        if (reminders.Count > 0 && reminders.Min(reminder => reminder.Due) <= Now)
            throw new InvalidOperationException("The machine is too slow for this: reminders were due before all of them were planned.");
        return reminders;
    }

    /// <summary>Waits until an instant.</summary>
    public static Task UntilAsync(Instant at, CancellationToken cancellationToken) =>
        at - Now is var wait && wait > Duration.Zero ? Task.Delay(wait.ToTimeSpan(), cancellationToken) : Task.CompletedTask;

    /// <summary>All reminders of a seeded user, as they are stored now.</summary>
    public Task<IReadOnlyList<Reminder>> OfAsync(SeededReminder reminder, CancellationToken cancellationToken) =>
        _parts.Services.GetRequiredService<ReminderStore>().OfUserAsync(new UserKey(FakeTeams.TenantId, reminder.UserName), cancellationToken);

    /// <summary>How many of these still wait: one walk over all that is stored, for Azurite looks at every row for each question.</summary>
    public async Task<int> PlannedAsync(IEnumerable<SeededReminder> reminders, CancellationToken cancellationToken)
    {
        var users = reminders.Select(reminder => reminder.UserName).ToHashSet(StringComparer.Ordinal);
        var tables = _parts.Services.GetRequiredService<ITableStore>();
        var planned = 0;
        for (var shard = 0; shard < ReminderKeys.Shards; shard++)
        {
            var truths = new TableQuery(ReminderKeys.Shard(shard), ReminderKeys.AnyTruth, TableKeys.After(ReminderKeys.AnyTruth));
            await foreach (var row in tables.QueryAsync(ReminderKeys.Table, truths, cancellationToken))
                planned += RowJson.Read<Reminder>(row) is { State: ReminderState.Planned } reminder && users.Contains(reminder.User.Id) ? 1 : 0;
        }

        return planned;
    }

    /// <summary>Waits until nothing is left in the due index.</summary>
    /// <returns>False when the limit came first.</returns>
    public async Task<bool> EmptiesAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (await _parts.Services.GetRequiredService<ReminderSweep>().NextDueAsync(cancellationToken) is not null)
        {
            if (TimeProvider.System.GetElapsedTime(begin) > limit)
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        }

        return true;
    }

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private Profile ProfileOf(SeededReminder reminder) => NamedReminders.UserAt(reminder.UserName, reminder.Chat, _serviceUrl, Zone);

    private async Task PlanAsync(UserKey user, SeededReminder reminder, CancellationToken cancellationToken)
    {
        var at = reminder.Due.InZone(Utc).LocalDateTime;
        var planned = new PlannedReminder(reminder.Kind, at, at.PlusDays(7), Exact: true);
        await _parts.Services.GetRequiredService<ReminderPlans>().PlanAsync(
            user, Utc, NamedReminders.SubjectOf(reminder.Key), [planned], Now - Duration.FromDays(1), OperationId.Of(user.Partition, reminder.Key), cancellationToken);
    }
}
