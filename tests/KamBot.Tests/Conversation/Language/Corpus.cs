using System.Globalization;
using System.Text.Json;
using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Tests.Conversation.Language;

/// <summary>Typed lines and what they mean, one JSON object a line. <c>chat</c> lines mean nothing that changes data.</summary>
internal sealed record CorpusLine(string Line, string? Intent = null, bool Chat = false, string? Today = null, string? Locale = null)
{
    public Dictionary<string, string> Fields { get; init; } = [];

    public LineContext Context => English.On(Today is null ? English.Wednesday.Today : LocalDatePattern.Iso.Parse(Today).Value, Locale ?? "en-GB");

    public static IReadOnlyList<CorpusLine> Read(string name)
    {
        using var stream = typeof(CorpusLine).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var lines = new List<CorpusLine>();
        while (reader.ReadLine() is { } json)
            lines.Add(JsonSerializer.Deserialize<CorpusLine>(json, JsonSerializerOptions.Web)!);
        return lines;
    }

    /// <summary>A value as the corpus writes it.</summary>
    public static string Written(FieldValue value) =>
        Written(value.Value) + (value.Doubt is { } doubt ? " ?" + doubt.Kind : "");

    private static string Written(object value) => value switch
    {
        Money money => $"{money.Amount.ToString(CultureInfo.InvariantCulture)} {money.Currency}".TrimEnd(),
        LocalDate date => Iso(date),
        When { WorkingDays: { } days } => $"+{days}wd",
        When moment => $"{(moment.Date is { } date ? Iso(date) : "")} {moment.Time?.ToString("HH:mm", CultureInfo.InvariantCulture)}".Trim(),
        DateRange range => $"{Iso(range.From)}..{Iso(range.To)}",
        Recurrence often => string.Join(' ', new[] { often.Interval.ToString(CultureInfo.InvariantCulture), often.Unit.ToString(), often.Ordinal is { } which ? $"#{which}" : "", string.Join('+', often.Weekdays), often.DayOfMonth is { } day ? $"day {day}" : "" }.Where(part => part.Length > 0)),
        Validity.Until until => $"until {Iso(until.Date)}",
        Validity.Days days => $"{days.Count} days",
        Validity.WorkingDays days => $"{days.Count} working days",
        Validity.Span span => $"{span.Period.Months + 12 * span.Period.Years} months",
        Validity.None none => none.Reason is null ? "none" : $"none: {none.Reason}",
        IEnumerable<string> names => string.Join('|', names),
        IEnumerable<TaskText> tasks => string.Join('|', tasks.Select(task => $"{task.Party}/{task.Who}/{task.What}/{(task.Due is { } due ? Iso(due) : "")}")),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
