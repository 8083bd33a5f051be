using KamBot.Conversation.Language;

namespace KamBot.Tests.Conversation.Language;

public sealed class TimesTests
{
    private readonly Times times = new(English.Data);

    [Theory]
    [InlineData("10:30", "10:30")]
    [InlineData("at 10", "10:00")]
    [InlineData("at 9.15", "09:15")]
    [InlineData("3pm", "15:00")]
    [InlineData("3:45 pm", "15:45")]
    [InlineData("12 am", "00:00")]
    [InlineData("12pm", "12:00")]
    [InlineData("half past 9", "09:30")]
    [InlineData("quarter to ten", "09:45")]
    [InlineData("at a quarter past 3", "15:15")]
    [InlineData("noon", "12:00")]
    [InlineData("in the morning", "09:00")]
    [InlineData("10 o'clock", "10:00")]
    [InlineData("at ten", "10:00")]
    public void A_time_is_read_as_people_say_it(string text, string expected)
    {
        var line = Tokens.Of(text);
        var found = times.At(line, 0);
        Assert.NotNull(found);
        Assert.Equal(line.Count, found.End);
        Assert.Equal(expected, found.Value.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("10")]
    [InlineData("25:00")]
    [InlineData("10:75")]
    [InlineData("at 10 days")]
    [InlineData("at 10%")]
    [InlineData("at 48,000")]
    public void What_is_no_time_is_not_made_one(string text) => Assert.Null(times.At(Tokens.Of(text), 0));

    [Fact]
    public void A_bare_hour_is_a_time_where_one_is_expected() =>
        Assert.Equal(10, times.At(Tokens.Of("10"), 0, bare: true)?.Value.Hour);
}
