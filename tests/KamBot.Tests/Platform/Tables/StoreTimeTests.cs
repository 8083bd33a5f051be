using KamBot.Platform.Tables;

namespace KamBot.Tests.Platform.Tables;

/// <summary>Following the store's clock: answers carry whole seconds, and either clock may be set at any time.</summary>
public sealed class StoreTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 4, 7, 7, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Trip = TimeSpan.FromMilliseconds(4);

    [Fact]
    public void Nothing_is_corrected_before_an_answer_and_while_the_clocks_agree()
    {
        var time = new StoreTime();
        Assert.Equal(Start, time.Corrected(Start, 0));

        Answers(time, 100, ahead: TimeSpan.FromMilliseconds(100));

        Assert.Equal(TimeSpan.Zero, time.Offset);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(25 * 3600)]
    [InlineData(5)]
    [InlineData(-1.5)]
    public void A_clock_that_is_off_is_corrected_to_a_part_of_a_second(double ahead)
    {
        var time = new StoreTime();

        Answers(time, 40, TimeSpan.FromSeconds(ahead));

        Assert.InRange((time.Offset + TimeSpan.FromSeconds(ahead)).TotalMilliseconds, -300, 300);
    }

    [Fact]
    public void A_clock_that_is_set_is_noticed_with_the_first_answer_after_it()
    {
        var time = new StoreTime();
        Answers(time, 40, TimeSpan.Zero);

        Answers(time, 1, TimeSpan.FromHours(25));

        Assert.InRange((time.Offset + TimeSpan.FromHours(25)).TotalSeconds, -1, 1);
    }

    [Fact]
    public void Between_two_answers_a_clock_that_is_set_counts_for_nothing()
    {
        var time = new StoreTime();
        time.Note((Start, TimeProvider.System.TimestampFrequency), (Start + Trip, TimeProvider.System.TimestampFrequency), Start);

        var twoSecondsLater = time.Corrected(Start + Trip + TimeSpan.FromHours(1), 3 * TimeProvider.System.TimestampFrequency);

        Assert.Equal(Start + Trip + TimeSpan.FromSeconds(2), twoSecondsLater);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(25)]
    public void A_clock_that_is_set_during_an_answer_teaches_nothing(int hours)
    {
        var time = new StoreTime();

        time.Note((Start, 0), (Start + TimeSpan.FromHours(hours), TimeProvider.System.TimestampFrequency / 100), Start);
        Assert.Equal(Start, time.Corrected(Start, 0));

        Assert.Equal(TimeSpan.Zero, time.Offset);
    }

    /// <summary>Answers 70 ms apart, by a machine whose clock is so far ahead of the store's.</summary>
    private static void Answers(StoreTime time, int count, TimeSpan ahead)
    {
        for (var n = 0; n < count; n++)
        {
            var now = Start + TimeSpan.FromMilliseconds(370 + 70 * n);
            var stamp = new DateTimeOffset(now.Ticks - now.Ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
            var timer = n * TimeProvider.System.TimestampFrequency * 70 / 1000;
            time.Note((now + ahead - Trip / 2, timer), (now + ahead + Trip / 2, timer), stamp);
        }
    }
}
