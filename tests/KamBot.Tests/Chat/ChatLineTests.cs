using System.Globalization;
using KamBot.Chat;
using NodaTime;

namespace KamBot.Tests.Chat;

public sealed class ChatLineTests
{
    private static readonly DateTimeZone Madrid = DateTimeZoneProviders.Tzdb["Europe/Madrid"];

    [Theory]
    [InlineData("1", 1, true)]
    [InlineData("#12", 12, false)]
    public void A_number_presses_a_button(string line, int number, bool isBare)
    {
        var press = Assert.IsType<ChatLine.Press>(ChatLine.Read(line));

        Assert.Equal((number, isBare), (press.Number, press.IsBare));
        Assert.Empty(press.Values);
    }

    [Fact]
    public void Inputs_can_be_filled_with_the_press()
    {
        var press = Assert.IsType<ChatLine.Press>(ChatLine.Read("#3 until=2026-05-15; reason=they asked; note = a = b"));

        Assert.Equal([("until", "2026-05-15"), ("reason", "they asked"), ("note", "a = b")], press.Values);
    }

    [Theory]
    [InlineData("48,000 to Vila Nord")]
    [InlineData("1 offer")]
    [InlineData("#hashtag")]
    [InlineData("/clocks")]
    [InlineData("clock +1d")]
    public void Everything_else_is_said_to_KamBot(string line) =>
        Assert.Equal(new ChatLine.Said(line), ChatLine.Read(line));

    [Theory]
    [InlineData("+1d", "2026-03-29T07:00:00Z")] // the night has an hour less: the wall clock counts
    [InlineData("+2h", "2026-03-28T10:00:00Z")]
    [InlineData("+30m", "2026-03-28T08:30:00Z")]
    [InlineData("+1w", "2026-04-04T07:00:00Z")]
    [InlineData("2026-04-07T09:00", "2026-04-07T07:00:00Z")]
    [InlineData("2026-04-07 09:00", "2026-04-07T07:00:00Z")]
    [InlineData("2026-04-07", "2026-04-06T22:00:00Z")]
    public void The_clock_is_told_by_the_wall_clock_of_the_user(string argument, string expected)
    {
        var nine = Instant.FromUtc(2026, 3, 28, 8, 0);

        Assert.Equal(expected, ClockWord.Read(argument, nine, Madrid)?.ToString(null, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("-1d")]
    [InlineData("+d")]
    [InlineData("2026-13-01")]
    public void Another_word_for_the_clock_is_not_guessed(string argument) =>
        Assert.Null(ClockWord.Read(argument, Instant.FromUtc(2026, 3, 28, 8, 0), Madrid));

    [Fact]
    public void Another_user_has_other_ids_and_the_same_name_is_the_same_person()
    {
        var ana = ChatUser.Default.Switch("Ana Pop Europe/Bucharest ro-RO")!;

        Assert.Equal(("Ana Pop", "Europe/Bucharest", "ro-RO"), (ana.Name, ana.Zone.Id, ana.Locale));
        Assert.NotEqual(ChatUser.Default.Id, ana.Id);
        Assert.NotEqual(ChatUser.Default.ConversationId, ana.ConversationId);
        Assert.Equal(ana, ChatUser.Default.Switch("Ana Pop Europe/Bucharest ro-RO"));
        Assert.Null(ChatUser.Default.Switch("Ana Pop Europe/Nowhere"));
    }
}
