namespace KamBot.Tests.Faults;

/// <summary>A checker that never finds anything would pass every scenario: these hold it to finding each kind of fault.</summary>
public sealed class DeliveryCheckerTests
{
    private static readonly DateTimeOffset Nine = new(2026, 4, 7, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    [Fact]
    public void Each_told_once_in_its_window_is_clean()
    {
        var tally = DeliveryChecker.Check([Due("a"), Due("b")], [Seen("b", 3), Seen("a", 10)]);

        Assert.True(tally.Clean);
        Assert.Equal((2, 2), (tally.Intents, tally.Deliveries));
        Assert.Equal((3, 10), (tally.DelayAt(0.5), tally.DelayAt(0.99)));
    }

    [Fact]
    public void One_never_told_is_lost()
    {
        var tally = DeliveryChecker.Check([Due("a"), Due("b")], [Seen("a", 1)]);

        Assert.Equal((2, 1, 1), (tally.Intents, tally.Deliveries, tally.Lost));
        Assert.Contains("lost: b", tally.Examples);
    }

    [Fact]
    public void One_told_twice_is_a_duplicate_whenever_the_second_comes()
    {
        Assert.Equal(1, DeliveryChecker.Check([Due("a")], [Seen("a", 1), Seen("a", 2)]).Duplicate);
        Assert.Equal(1, DeliveryChecker.Check([Due("a")], [Seen("a", 1), Seen("a", 3600)]).Duplicate);
        Assert.Equal(1, DeliveryChecker.Check([Due("a")], [Seen("a", -60), Seen("a", 1)]).Duplicate);
    }

    [Fact]
    public void One_told_before_it_is_due_is_early_and_not_lost()
    {
        var tally = DeliveryChecker.Check([Due("a")], [Seen("a", -1)]);

        Assert.Equal((1, 1, 0, 1), (tally.Intents, tally.Early, tally.Lost, tally.Deliveries));
    }

    [Fact]
    public void One_told_after_its_window_is_late_and_its_delay_counts()
    {
        var tally = DeliveryChecker.Check([Due("a")], [Seen("a", 11)]);

        Assert.Equal((1, 1, 0), (tally.Intents, tally.Late, tally.Lost));
        Assert.Equal(11, tally.DelayAt(0.5));
    }

    [Fact]
    public void What_nobody_asked_for_is_unexpected()
    {
        var tally = DeliveryChecker.Check([Due("a")], [Seen("a", 1), Seen("b", 1), Seen("b", 2)]);

        Assert.Equal((1, 3, 2), (tally.Intents, tally.Deliveries, tally.Unexpected));
        Assert.False(tally.Clean);
    }

    [Fact]
    public void A_series_told_twice_today_and_not_tomorrow_is_doubled_and_lost()
    {
        var tally = DeliveryChecker.Check([Due("daily"), Due("daily", 86_400)], [Seen("daily", 1), Seen("daily", 2)]);

        Assert.Equal((1, 1, 0), (tally.Duplicate, tally.Lost, tally.Early));
    }

    [Fact]
    public void Windows_that_overlap_take_one_delivery_each()
    {
        var tally = DeliveryChecker.Check([Due("a"), Due("a", 5)], [Seen("a", 6), Seen("a", 9)]);

        Assert.True(tally.Clean);
        Assert.Equal(2, tally.Intents);
    }

    private static Occurrence Due(string key, int afterSeconds = 0) => new(key, Nine.AddSeconds(afterSeconds), Tolerance);

    private static Delivery Seen(string key, int afterSeconds) => new(key, Nine.AddSeconds(afterSeconds));
}
