using System.Globalization;
using KamBot.Reminders;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>
/// F3: nobody can tell what became of a message: the connection breaks after it was stored, something in between answers 502
/// or 504, or nothing answers at all. Reminders of one kind are told at least once, of the other at most once.
/// </summary>
/// <remarks>Half of the 502, 504 and hanging ones are stored. A second attempt is never broken: two in a row that leave nothing are told to the user otherwise.</remarks>
internal sealed class AmbiguousSends : IFaultScenario
{
    private const string Once = "named.once";

    public string Name => "f3";

    public string Fault => "ambiguous outcomes";

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        var count = scale.Of(5_000, 150);
        var over = TimeSpan.FromSeconds(scale.Of(240, 6));
        await using var installation = await Installation.OnAzuriteAsync(cancellationToken);
        installation.Settings.AddRange([("Bot:Connector:Deadline", scale.IsFull ? "00:00:10" : "00:00:05"), ("Reminders:AtMostOnce:0", Once)]);
        await using var one = await installation.StartNodeAsync();
        await using var two = await installation.StartNodeAsync();
        var all = await installation.Seed.PlanSoonAsync(
            begin => [.. SeededReminder.Spread("f3.least", count, begin, over), .. SeededReminder.Spread("f3.most", count, begin, over, Once)], TimeSpan.FromSeconds(5), cancellationToken);
        var (atLeastOnce, atMostOnce) = (all[..count], all[count..]);
        var chance = scale.Chance();
        var broken = all.Select(each => (each.Key, Treatment: Break(chance, scale))).Where(each => each.Treatment is not null)
            .ToDictionary(each => each.Key, each => each.Treatment!, StringComparer.Ordinal);
        installation.Channel.Plan = (key, _, attempt) => attempt == 1 && broken.TryGetValue(key, out var treatment) ? treatment : Treatment.Accept;

        var leavesNothing = broken.Count(each => !each.Value.Stores && each.Key.StartsWith("f3.most", StringComparison.Ordinal));
        await installation.Channel.StoresAsync((2 * count) - leavesNothing, all[0].Due.ToDateTimeOffset() - TimeProvider.System.GetUtcNow() + over + TimeSpan.FromSeconds(90), cancellationToken);
        // What was stored and not acknowledged comes a second time within the lease or the back-off, whichever is longer.
        var isEmpty = await installation.Seed.EmptiesAsync(TimeSpan.FromSeconds(60), cancellationToken);
        await one.StopAsync();
        await two.StopAsync();

        var seen = installation.Channel.Deliveries.ToLookup(delivery => delivery.Key.StartsWith("f3.most", StringComparison.Ordinal));
        var tolerance = TimeSpan.FromSeconds(90);
        var least = DeliveryChecker.Check(atLeastOnce.Select(each => each.Occurrence(tolerance)), seen[false]);
        var most = DeliveryChecker.Check(atMostOnce.Select(each => each.Occurrence(tolerance)), seen[true]);
        var flagged = await FlaggedAsync(installation, atMostOnce, cancellationToken);
        var inChat = seen[true].Select(each => each.Key).ToHashSet(StringComparer.Ordinal);
        var mayDouble = atLeastOnce.Count(each => broken.TryGetValue(each.Key, out var treatment) && treatment.Stores);
        return new FaultReport(
            string.Create(CultureInfo.InvariantCulture, $"2 programs on one Azurite, {count:N0} reminders told at least once and {count:N0} told at most once, due within {over.TotalSeconds} s; {broken.Count:N0} first attempts broken (5 % reset after it was stored, 3 % 502, 2 % 504, 2 % no answer; half of the last three are stored). Tally of the first kind; of the second {most.Lost:N0} left nothing in the chat."),
            least,
            [
                FaultCheck.None("at least once: lost", least.Lost),
                FaultCheck.AtMost("at least once: copies of one, the most of any", 2, seen[false].CountBy(each => each.Key, StringComparer.Ordinal).Max(each => each.Value)),
                FaultCheck.AtMost("at least once: doubled, against those stored and not acknowledged", mayDouble, least.Duplicate),
                FaultCheck.None("at least once: early, late or not expected", least.Early + least.Late + least.Unexpected),
                FaultCheck.None("at most once: doubled", most.Duplicate),
                FaultCheck.None("at most once: neither in the chat nor flagged", atMostOnce.Count(each => !inChat.Contains(each.Key) && !flagged.Contains(each.Key))),
                FaultCheck.None("at most once: uncertain and not flagged", atMostOnce.Count(each => broken.ContainsKey(each.Key) && !flagged.Contains(each.Key))),
                FaultCheck.None("at most once: flagged and not uncertain", flagged.Count(key => !broken.ContainsKey(key))),
                FaultCheck.Exactly("rows left in the due index: none", 1, isEmpty ? 1 : 0),
            ],
            [.. least.Examples.Where(example => !example.StartsWith("duplicate", StringComparison.Ordinal)), .. most.Examples.Where(example => !example.StartsWith("lost", StringComparison.Ordinal)), .. Installation.Complaints(one)]);
    }

    private static Treatment? Break(Random chance, FaultScale scale)
    {
        var stores = chance.Next(2) == 0;
        // The short form has a hundredth of the messages: more of them break, or it would see nothing.
        return chance.Next(scale.Of(100, 40)) switch
        {
            < 5 => new Treatment(Treatment.Resets, Stores: true),
            < 8 => new Treatment(502, stores),
            < 10 => new Treatment(504, stores),
            < 12 => new Treatment(Treatment.Hangs, stores),
            _ => null,
        };
    }

    /// <summary>Those that the store says are uncertain.</summary>
    private static async Task<HashSet<string>> FlaggedAsync(Installation installation, IReadOnlyList<SeededReminder> reminders, CancellationToken cancellationToken)
    {
        var flagged = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reminder in reminders)
        {
            if ((await installation.Seed.OfAsync(reminder, cancellationToken)).Any(each => each.State == ReminderState.Uncertain))
                flagged.Add(reminder.Key);
        }

        return flagged;
    }
}
