using System.Globalization;
using NodaTime;
using Duration = NodaTime.Duration;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>
/// F9: the system clock of one of two programs is stepped by an hour in both directions and by 25 hours, is five seconds off,
/// and drifts by a percent. Then that program is alone, with a clock that is set back and put right again.
/// </summary>
/// <remarks>The clock of the stub channel is the true one: it is this process's.</remarks>
internal sealed class SkewedClocks : IFaultScenario
{
    private static readonly Duration Early = Duration.FromSeconds(1);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    private static readonly Phase True = new("true", 10, 2, clock => clock.IsTrue());

    private static readonly Phase[] WithAnother =
    [
        True,
        new("an hour ahead", 60, 5, clock => clock.IsAheadBy(3_600)), True,
        new("an hour behind", 60, 5, clock => clock.IsAheadBy(-3_600)), True,
        new("25 hours ahead", 60, 5, clock => clock.IsAheadBy(90_000)), True,
        new("five seconds ahead", 60, 0, clock => clock.IsAheadBy(5)),
        new("five seconds behind", 60, 0, clock => clock.IsAheadBy(-5)), True,
        new("a percent fast", 60, 0, clock => clock.RunsAt(1.01)), True,
    ];

    private static readonly Phase[] Alone = [True, new("an hour behind, alone", 60, 8, clock => clock.IsAheadBy(-3_600)), True, new("an hour ahead, alone", 60, 0, clock => clock.IsAheadBy(3_600)), True];

    public string Name => "f9";

    public string Fault => "clocks that are wrong";

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        FakeSystemTime.SkipUnlessThere();
        await using var installation = await Installation.OnAzuriteAsync(cancellationToken);
        installation.Settings.Add(("Storage:FollowClock", "true"));
        var clock = new FakeSystemTime(installation.NewFile());
        var right = await installation.StartNodeAsync();
        var wrong = await installation.StartNodeAsync(environment: clock.Environment);

        var told = new List<SeededReminder>();
        told.AddRange(await RunAsync(installation, clock, WithAnother, "both", 0, scale, cancellationToken));
        await right.StopAsync();
        told.AddRange(await RunAsync(installation, clock, Alone, "alone", told.Count, scale, cancellationToken));
        var isEmpty = await installation.Seed.EmptiesAsync(TimeSpan.FromSeconds(20), cancellationToken);
        await wrong.StopAsync();

        // The machine of the test suite has other things to do: there only an hour's silence counts.
        var late = scale.IsFull ? Late : TimeSpan.FromSeconds(20);
        var tally = DeliveryChecker.Check(
            told.Select(each => new Occurrence(each.Key, (each.Due - Early).ToDateTimeOffset(), Early.ToTimeSpan() + late)), installation.Channel.Deliveries);
        return new FaultReport(
            string.Create(CultureInfo.InvariantCulture, $"2 programs on one Azurite, {told.Count:N0} reminders; the system clock of one goes: {string.Join(", ", WithAnother.Concat(Alone).Where(phase => phase != True && phase.Of(scale) > TimeSpan.Zero).Select(phase => phase.What))}. Delays count from {Early.TotalSeconds} s before the due time."),
            tally,
            [
                FaultCheck.None("lost", tally.Lost),
                FaultCheck.None("told twice", tally.Duplicate),
                FaultCheck.None("more than a second early by the true clock", tally.Early),
                FaultCheck.None(string.Create(CultureInfo.InvariantCulture, $"more than {late.TotalSeconds} s late"), tally.Late),
                FaultCheck.None("not expected", tally.Unexpected),
                FaultCheck.Exactly("rows left in the due index: none", 1, isEmpty ? 1 : 0),
            ],
            [.. tally.Examples, .. Installation.Complaints(wrong)]);
    }

    /// <summary>Plans reminders over all phases, and lets the phases go by.</summary>
    private static async Task<List<SeededReminder>> RunAsync(
        Installation installation, FakeSystemTime clock, Phase[] phases, string name, int planned, FaultScale scale, CancellationToken cancellationToken)
    {
        var length = phases.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Of(scale));
        var reminders = await installation.Seed.PlanSoonAsync(
            begin => SeededReminder.Spread($"f9.{name}", (int)(length.TotalSeconds * scale.Of(10, 4)), begin, length), TimeSpan.FromSeconds(5), cancellationToken);
        await ReminderSeed.UntilAsync(reminders[0].Due, cancellationToken);
        foreach (var phase in phases)
        {
            phase.Set(clock);
            await Task.Delay(phase.Of(scale), cancellationToken);
        }

        await installation.Channel.StoresAsync(planned + reminders.Count, TimeSpan.FromSeconds(20), cancellationToken);
        return reminders;
    }

    /// <summary>What the clock tells for some seconds.</summary>
    private sealed record Phase(string What, int FullSeconds, int BriefSeconds, Action<FakeSystemTime> Set)
    {
        public TimeSpan Of(FaultScale scale) => TimeSpan.FromSeconds(scale.Of(FullSeconds, BriefSeconds));
    }
}
