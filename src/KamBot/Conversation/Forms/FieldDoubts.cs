using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Conversation.Forms;

/// <summary>Words that can be read in several ways are asked about, the likeliest reading first (E3, E5, E6).</summary>
internal static class FieldDoubts
{
    public static FormQuestion Ask(Turn turn, string field, Doubt doubt) =>
        new(turn.Text($"Doubt.{doubt.Kind}"), field, [.. doubt.Readings.Take(3).Select(reading => (Shown(turn, reading), Words(reading)))]);

    private static string Shown(Turn turn, object reading) => reading switch
    {
        LocalDate date => turn.Reader.Date(date, turn.Today),
        Money money => turn.Reader.Money(money),
        When { Date: { } date, Time: { } time } => $"{turn.Reader.Date(date, turn.Today)} {turn.Reader.Time(time)}",
        When { Date: { } date } => turn.Reader.Date(date, turn.Today),
        Validity.Until until => turn.Reader.Date(until.Date, turn.Today),
        DateRange { From: var from, To: var to } when from == to => turn.Reader.Date(from, turn.Today),
        DateRange range => $"{turn.Reader.ShortDate(range.From, turn.Today)} – {turn.Reader.ShortDate(range.To, turn.Today)}",
        _ => reading.ToString() ?? "",
    };

    /// <summary>Words that are read back in one way only.</summary>
    private static string Words(object reading) => reading switch
    {
        LocalDate date => LocalDatePattern.Iso.Format(date),
        Money money => $"{money.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture)} {money.Currency}".Trim(),
        When { Date: { } date, Time: { } time } => $"{LocalDatePattern.Iso.Format(date)} {LocalTimePattern.HourMinuteIso.Format(time)}",
        When { Date: { } date } => LocalDatePattern.Iso.Format(date),
        Validity.Until until => LocalDatePattern.Iso.Format(until.Date),
        DateRange { From: var from, To: var to } => from == to ? LocalDatePattern.Iso.Format(from) : $"{LocalDatePattern.Iso.Format(from)} – {LocalDatePattern.Iso.Format(to)}",
        _ => reading.ToString() ?? "",
    };
}
