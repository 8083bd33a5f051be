using FsCheck;
using FsCheck.Fluent;
using KamBot.BotBuilder.Connector;

namespace KamBot.Tests.BotBuilder.Connector;

public sealed class RateWindowsTests
{
    private static readonly RateLimit[] Published =
        [new(7, TimeSpan.FromSeconds(1)), new(8, TimeSpan.FromSeconds(2)), new(60, TimeSpan.FromSeconds(30)), new(1_800, TimeSpan.FromSeconds(3_600))];

    [Fact]
    public void However_calls_arrive_no_window_holds_more_than_its_limit() =>
        Prop.ForAll(Gaps().ToArbitrary(), gaps => TooMany(Begun(gaps)) is null).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Calls_without_a_pause_use_each_window_to_the_full()
    {
        var begun = Begun([.. Enumerable.Repeat(0, 2_000)]);

        Assert.Null(TooMany(begun));
        Assert.Equal(TimeSpan.Zero, begun[6]);
        Assert.True(begun[7] >= TimeSpan.FromSeconds(1), $"The eighth began at {begun[7]}.");
        Assert.True(begun[8] >= TimeSpan.FromSeconds(2), $"The ninth began at {begun[8]}.");
        Assert.InRange(begun[60], TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
        Assert.InRange(begun[1_800], TimeSpan.FromSeconds(3_600), TimeSpan.FromSeconds(3_640));
    }

    [Fact]
    public void A_call_that_left_late_counts_from_when_it_left()
    {
        var windows = new RateWindows([new RateLimit(3, TimeSpan.FromSeconds(1))]);
        foreach (var at in (double[])[0, 0.1, 0.2])
            windows.Add(TimeSpan.FromSeconds(at));

        windows.Move(TimeSpan.Zero, TimeSpan.FromSeconds(0.15));
        Assert.Equal(TimeSpan.FromSeconds(1.1), windows.EarliestAt(TimeSpan.FromSeconds(0.2)));
        windows.Move(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.3));
        Assert.Equal(TimeSpan.FromSeconds(1.15), windows.EarliestAt(TimeSpan.FromSeconds(0.3)));
        windows.Move(TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(1.15), windows.EarliestAt(TimeSpan.FromSeconds(0.3)));
    }

    [Fact]
    public void What_is_long_ago_is_forgotten()
    {
        var windows = new RateWindows(TeamsRateLimits.SharedBy(1).Write);
        for (var n = 0; n < 7; n++)
            windows.Add(TimeSpan.Zero);

        Assert.False(windows.IsEmpty(TimeSpan.FromHours(1)));
        Assert.True(windows.IsEmpty(TimeSpan.FromHours(1.02)));
    }

    [Fact]
    public void Processes_share_the_limits_and_each_keeps_at_least_one_call()
    {
        Assert.Equal([3, 4, 30, 900], TeamsRateLimits.SharedBy(2).Write.Select(limit => limit.Count));
        Assert.Equal([1, 1, 3, 90], TeamsRateLimits.SharedBy(20).Write.Select(limit => limit.Count));
        Assert.Equal(2, Assert.Single(TeamsRateLimits.SharedBy(20).Tenant).Count);
    }

    /// <summary>Milliseconds between arrivals: mostly none or few, now and then a long rest.</summary>
    private static Gen<int[]> Gaps() =>
        Gen.Frequency((6, Gen.Constant(0)), (6, Gen.Choose(0, 300)), (2, Gen.Choose(300, 3_000)), (1, Gen.Choose(3_000, 40_000)))
            .ArrayOf().Resize(400);

    private static TimeSpan[] Begun(int[] gaps)
    {
        var windows = new RateWindows(TeamsRateLimits.SharedBy(1).Write);
        var now = TimeSpan.Zero;
        var begun = new TimeSpan[gaps.Length];
        for (var n = 0; n < gaps.Length; n++)
        {
            now += TimeSpan.FromMilliseconds(gaps[n]);
            now = windows.EarliestAt(now);
            windows.Add(now);
            begun[n] = now;
        }

        return begun;
    }

    /// <summary>The first call that is one too many in some window, found without the code under test.</summary>
    private static int? TooMany(TimeSpan[] begun)
    {
        for (var last = 0; last < begun.Length; last++)
        {
            foreach (var (count, window) in Published)
            {
                if (last >= count && begun[last] - begun[last - count] <= window)
                    return last;
            }
        }

        return null;
    }
}
