namespace KamBot.Tests.Faults;

/// <summary>Something that must be seen once, from the instant it is due until the tolerance is over.</summary>
/// <param name="Key">What tells it apart; occurrences of one series (a daily reminder) share a key.</param>
internal sealed record Occurrence(string Key, DateTimeOffset Due, TimeSpan Tolerance)
{
    public DateTimeOffset Closes => Due + Tolerance;
}

/// <summary>Something the channel saw.</summary>
internal sealed record Delivery(string Key, DateTimeOffset At);

/// <summary>
/// Matches what was seen to what had to be seen: every occurrence has a window of its own, and takes exactly one delivery.
/// </summary>
/// <remarks>The form is that of Jepsen's checker for Chronos (aphyr.com/posts/326): runs matched to target windows.</remarks>
internal static class DeliveryChecker
{
    public static DeliveryTally Check(IEnumerable<Occurrence> expected, IEnumerable<Delivery> seen)
    {
        var deliveries = seen.ToLookup(delivery => delivery.Key, StringComparer.Ordinal);
        var tally = new DeliveryTally();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var series in expected.GroupBy(occurrence => occurrence.Key, StringComparer.Ordinal))
        {
            known.Add(series.Key);
            Match([.. series.OrderBy(occurrence => occurrence.Due)], deliveries[series.Key].OrderBy(delivery => delivery.At), tally);
        }

        foreach (var unknown in deliveries.Where(group => !known.Contains(group.Key)))
            tally.AddUnexpected(unknown.Key, unknown.Count());
        return tally;
    }

    /// <summary>
    /// A delivery inside a window fills it, the window that closes first; inside windows that are filled it is a duplicate. One
    /// outside all windows is late for the last that closed unfilled, else early for the next, else a duplicate.
    /// </summary>
    private static void Match(List<Occurrence> series, IEnumerable<Delivery> deliveries, DeliveryTally tally)
    {
        var open = new List<Occurrence>(series);
        var outside = new List<Delivery>();
        foreach (var delivery in deliveries)
        {
            bool Holds(Occurrence window) => window.Due <= delivery.At && delivery.At <= window.Closes;

            if (open.Where(Holds).MinBy(window => window.Closes) is { } own)
            {
                open.Remove(own);
                tally.AddInTime(delivery.At - own.Due);
            }
            else if (series.Exists(Holds))
            {
                tally.AddDuplicate(delivery.Key);
            }
            else
            {
                outside.Add(delivery);
            }
        }

        foreach (var delivery in outside)
        {
            if (open.LastOrDefault(window => window.Closes < delivery.At) is { } missed)
            {
                open.Remove(missed);
                tally.AddLate(delivery.Key, delivery.At - missed.Due);
            }
            else if (open.FirstOrDefault(window => delivery.At < window.Due) is { } next)
            {
                open.Remove(next);
                tally.AddEarly(delivery.Key, next.Due - delivery.At);
            }
            else
            {
                tally.AddDuplicate(delivery.Key);
            }
        }

        foreach (var window in open)
            tally.AddLost(window.Key);
    }
}
