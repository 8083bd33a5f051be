using System.Globalization;
using System.Reflection;
using System.Text.Json;
using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Tests.Conversation.Language;

/// <summary>Typed lines and what they mean, one JSON object a line. <c>chat</c> lines mean nothing that changes data.</summary>
internal sealed record CorpusLine(string Line, string? Intent = null, bool Chat = false, string? Today = null, string? Locale = null)
{
    private const string Prefix = "corpus.";
    private const string Suffix = ".jsonl";
    private static readonly Assembly Tests = typeof(CorpusLine).Assembly;

    /// <summary>The languages that have a corpus.</summary>
    public static readonly IReadOnlyList<string> Languages =
        [.. Tests.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => name[Prefix.Length..^Suffix.Length])];

    private static readonly Dictionary<string, string> Locales = new(StringComparer.Ordinal) { ["en"] = "en-GB", ["ca"] = "ca-ES", ["ro"] = "ro-RO", ["pl"] = "pl-PL" };

    public Dictionary<string, string> Fields { get; init; } = [];

    public string Language { get; private init; } = "en";

    public LineContext Context => new(
        Language, Locale ?? Locales[Language], Today is null ? English.Wednesday.Today : LocalDatePattern.Iso.Parse(Today).Value, English.Wednesday.Time);

    /// <summary>The lines a language's grammar was made with, and those of <c>blind.xx.jsonl</c>, written by somebody who had not seen it.</summary>
    public static IReadOnlyList<CorpusLine> Of(string language) =>
        [.. Read($"{Prefix}{language}{Suffix}", language), .. Read($"blind.{language}{Suffix}", language)];

    /// <summary>Lines that were written when the grammar was finished, and are not used to improve it.</summary>
    public static IReadOnlyList<CorpusLine> HeldOut(string language) => [.. Read($"holdout.{language}{Suffix}", language)];

    private static IEnumerable<CorpusLine> Read(string name, string language)
    {
        using var stream = Tests.GetManifestResourceStream(name);
        if (stream is null)
            yield break;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } json)
            yield return JsonSerializer.Deserialize<CorpusLine>(json, JsonSerializerOptions.Web)! with { Language = language };
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
        LocalTime time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        IReadOnlyList<int> numbers => string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))),
        IReadOnlyList<IsoDayOfWeek> days => string.Join('+', days),
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
