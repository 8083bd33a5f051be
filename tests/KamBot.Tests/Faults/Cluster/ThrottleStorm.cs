using System.Globalization;
using NodaTime;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>
/// F2: very many reminders are due at once, and the channel takes 50 a second and a few in each chat. It refuses more with a
/// Retry-After of one to ten seconds or with none; besides it refuses one request in two hundred for no reason that the
/// programs could know, as when another bot uses up the chat.
/// </summary>
internal sealed class ThrottleStorm : IFaultScenario
{
    /// <summary>Every so many users have many reminders at the very same minute: their chats' own windows fill up.</summary>
    private const int OneInSoManyIsBusy = 100;

    private const int RemindersOfABusyUser = 12;
    private const int OneInSoManyIsRefused = 200;

    /// <summary>Between the arrival of a request and the begin of its Retry-After as its sender counts it: on loopback, not more.</summary>
    private static readonly TimeSpan Unsure = TimeSpan.FromMilliseconds(5);

    public string Name => "f2";

    public string Fault => "429 storm";

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        var count = scale.Of(20_000, 1_000);
        await using var installation = await Installation.OnAzuriteAsync(cancellationToken);
        installation.Settings.AddRange([("Bot:Connector:Pace", "true"), ("Bot:Connector:Instances", "2")]);
        await using var one = await installation.StartNodeAsync();
        await using var two = await installation.StartNodeAsync();
        var reminders = await installation.Seed.PlanSoonAsync(due => Crowd(count, due, scale.Chance()), TimeSpan.FromSeconds(5), cancellationToken);
        var begin = reminders[0].Due;
        var quota = new TeamsQuota();
        var asked = 0;
        var unfounded = 0;
        installation.Channel.Plan = (_, chat, _) =>
        {
            var number = Interlocked.Increment(ref asked);
            var now = TimeProvider.System.GetTimestamp() / (double)TimeProvider.System.TimestampFrequency;
            if (number % OneInSoManyIsRefused == 0)
                Interlocked.Increment(ref unfounded);
            else if (quota.Takes(chat, now))
                return Treatment.Accept;
            return new Treatment(429, Stores: false, RetryAfter: number % 11 is 0 ? null : number % 11);
        };
        await ReminderSeed.UntilAsync(begin, cancellationToken);
        var ideal = TimeSpan.FromSeconds((double)count / TeamsQuota.TenantsSecond);
        await installation.Channel.StoresAsync(count, 2 * ideal + TimeSpan.FromSeconds(60), cancellationToken);
        await Task.WhenAll(one.StopAsync(), two.StopAsync());

        var log = installation.Channel.Log;
        var tally = DeliveryChecker.Check(reminders.Select(each => each.Occurrence(2 * ideal + TimeSpan.FromSeconds(60))), installation.Channel.Deliveries);
        var refused = log.Count(arrival => arrival.Treatment.IsRefusedForTheRate);
        var makespan = (log.Where(arrival => arrival.Stored).Max(arrival => arrival.At) - begin.ToDateTimeOffset()).TotalSeconds;
        List<FaultCheck> checks =
        [
            FaultCheck.None("lost, doubled, early or not expected", tally.Lost + tally.Duplicate + tally.Early + tally.Unexpected),
            FaultCheck.None("requests to a chat before its Retry-After was over", TooSoon(log).Count),
            FaultCheck.AtMost("requests refused for the rate, percent", scale.IsFull ? 1 : 15, 100.0 * refused / log.Count),
        ];
        // The machine of the test suite has other things to do.
        if (scale.IsFull)
            checks.Add(FaultCheck.AtMost("makespan, times the ideal", 1.10, makespan / ideal.TotalSeconds));
        return new FaultReport(
            string.Create(CultureInfo.InvariantCulture, $"2 programs on one Azurite, {count:N0} reminders due at the same instant, one user in {OneInSoManyIsBusy} with {RemindersOfABusyUser} of them and the others with one to three; a channel that takes {TeamsQuota.TenantsSecond} a second and 7 in 1 s, 8 in 2 s, 60 in 30 s of a chat. {log.Count:N0} requests, {refused:N0} refused, {unfounded:N0} of them without a reason. Ideal makespan {ideal.TotalSeconds:0} s, seen {makespan:0.0} s."),
            tally,
            checks,
            [.. tally.Examples, .. TooSoon(log).Take(5), .. Installation.Complaints(one), .. Installation.Complaints(two)]);
    }

    /// <summary>A few users with very many, the others with one to three.</summary>
    private static List<SeededReminder> Crowd(int count, Instant due, Random chance)
    {
        var crowd = new List<SeededReminder>();
        for (var user = 0; crowd.Count < count; user++)
        {
            var own = user % OneInSoManyIsBusy == 0 ? RemindersOfABusyUser : chance.Next(1, 4);
            for (var number = 0; number < own && crowd.Count < count; number++)
                crowd.Add(new SeededReminder(string.Create(CultureInfo.InvariantCulture, $"f2-{user:D5}-{number:D2}"), due, string.Create(CultureInfo.InvariantCulture, $"f2-{user:D5}")));
        }

        return crowd;
    }

    private static List<string> TooSoon(IReadOnlyList<Arrival> log)
    {
        var tooSoon = new List<string>();
        var closed = new Dictionary<string, (Arrival Refusal, DateTimeOffset Until)>(StringComparer.Ordinal);
        foreach (var arrival in log)
        {
            if (closed.TryGetValue(arrival.Chat, out var door) && arrival.At + Unsure < door.Until)
                tooSoon.Add(string.Create(CultureInfo.InvariantCulture, $"{arrival.Key} came {(arrival.At - door.Refusal.At).TotalSeconds:0.000} s after {door.Refusal.Key} was refused for {door.Refusal.Treatment.RetryAfter} s"));
            if (arrival.Treatment is { IsRefusedForTheRate: true, RetryAfter: { } seconds })
                closed[arrival.Chat] = (arrival, arrival.At + TimeSpan.FromSeconds(seconds));
        }

        return tooSoon;
    }
}
