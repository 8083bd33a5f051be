using System.Globalization;
using System.Text;
using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>Who reads: texts, dates and amounts in their language, locale and zone.</summary>
public sealed class Reader
{
    private static readonly LocalDate AMonday = new(2026, 3, 23);

    private readonly Texts texts;
    private readonly LanguageFormats formats;
    private readonly Cldr names;

    internal Reader(Texts texts, string language, CultureInfo culture, DateTimeZone zone)
    {
        this.texts = texts;
        Language = language;
        Culture = culture;
        Zone = zone;
        formats = ReaderFormats.Of(language);
        names = ReaderFormats.Names(language);
    }

    public string Language { get; }

    public CultureInfo Culture { get; }

    public DateTimeZone Zone { get; }

    /// <summary>A text with its <c>{placeholders}</c> filled; dates, amounts, numbers and lists are written as this reader writes them.</summary>
    public string Text(string key, params (string Name, object? Value)[] args) =>
        texts.Fill(texts.Text(key, Language), Written(args));

    /// <summary>The text of the count's plural form (<c>key.one</c>, <c>key.few</c> …). <c>{count}</c> is filled without being passed.</summary>
    public string Plural(string key, decimal count, params (string Name, object? Value)[] args)
    {
        var text = texts.Plural(key, count, Language);
        var named = text.Contains("{count}", StringComparison.Ordinal) && args.All(arg => arg.Name != "count");
        return texts.Fill(text, Written(named ? [.. args, ("count", count)] : args));
    }

    /// <summary>"Thu 26 March, tomorrow"; the year only when it is not this one.</summary>
    public string Date(LocalDate date, LocalDate today)
    {
        var text = Filled(date.Year == today.Year ? formats.Date : formats.DateYear, date);
        return Period.DaysBetween(today, date) switch
        {
            0 => $"{text}, {formats.Today}",
            1 => $"{text}, {formats.Tomorrow}",
            -1 => $"{text}, {formats.Yesterday}",
            _ => text,
        };
    }

    /// <summary>"26 Mar", with the year when it is not today's or today is not given.</summary>
    public string ShortDate(LocalDate date, LocalDate? today = null) =>
        Filled(date.Year == today?.Year ? formats.ShortDate : formats.ShortDateYear, date);

    /// <summary>"3 April", for a day near by.</summary>
    public string ShortDay(LocalDate date) => Filled("d MMMM", date);

    /// <summary>"Monday".</summary>
    public string Weekday(IsoDayOfWeek day) => Filled("dddd", AMonday.PlusDays((int)day - 1));

    public string Time(LocalTime time) => time.ToString(formats.Time, CultureInfo.InvariantCulture);

    /// <summary>The moment in this reader's zone: "Thu 26 March, tomorrow 09:00".</summary>
    public string DateTime(Instant instant, LocalDate today) => DateTime(instant.InZone(Zone).LocalDateTime, today);

    public string DateTime(LocalDateTime moment, LocalDate today) => $"{Date(moment.Date, today)} {Time(moment.TimeOfDay)}";

    public string Money(Money money) => MoneyFormat.Write(money, Culture);

    public string Number(decimal number) => number.ToString(decimal.IsInteger(number) ? "N0" : "#,##0.############", Culture);

    /// <summary>"a, b and c"</summary>
    public string List(IEnumerable<string> items)
    {
        string[] all = [.. items];
        return all.Length switch
        {
            0 => "",
            1 => all[0],
            _ => $"{string.Join(", ", all[..^1])} {formats.And} {all[^1]}",
        };
    }

    private List<(string Name, string Value)> Written((string Name, object? Value)[] args) => [.. args.Select(arg => (arg.Name, Written(arg.Value)))];

    private string Written(object? value) => value switch
    {
        null => "",
        string text => text,
        LocalDate date => ShortDate(date),
        LocalTime time => Time(time),
        Money money => Money(money),
        int or long or decimal => Number(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        IEnumerable<string> items => List(items),
        IFormattable formattable => formattable.ToString(null, Culture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Each run of a letter is a field; words stand between apostrophes.</summary>
    private string Filled(string pattern, LocalDate date)
    {
        var text = new StringBuilder();
        for (var at = 0; at < pattern.Length;)
        {
            var end = at + 1;
            if (pattern[at] == '\'')
            {
                end = pattern.IndexOf('\'', end) + 1;
                text.Append(pattern, at + 1, end - at - 2);
            }
            else
            {
                while (end < pattern.Length && pattern[end] == pattern[at])
                    end++;
                text.Append(Field(pattern[at..end], date));
            }
            at = end;
        }
        return text.ToString();
    }

    private string Field(string field, LocalDate date) => field switch
    {
        "dddd" => names.Weekdays[(int)date.DayOfWeek - 1],
        "ddd" => names.WeekdaysShort[(int)date.DayOfWeek - 1],
        "d" => date.Day.ToString(CultureInfo.InvariantCulture),
        "MMMM" => names.Months[date.Month - 1],
        "MMM" => names.MonthsShort[date.Month - 1],
        "yyyy" => date.Year.ToString(CultureInfo.InvariantCulture),
        _ => field,
    };
}
