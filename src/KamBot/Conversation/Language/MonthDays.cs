using System.Globalization;
using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>Days of a month, in words or figures: "24 April", "pierwszego maja", "15/5", "15.05.2027", "the 15th".</summary>
internal sealed class MonthDays(LanguageData data)
{
    private readonly NumberWords numbers = new(data);
    private readonly UnitWords units = new(data);

    /// <summary>"24 April", "the 24th of April 2027", "April 24th, 2027", "vint-i-quatre d'abril".</summary>
    public Found<LocalDate>? Named(Tokens line, int index, LineContext context, Direction direction)
    {
        if ((Digits(line, index) ?? Words(line, index)) is { } day)
        {
            var at = data.Skip("of", line, day.End);
            if (line.Is(at, "-") || line.Is(at, "/") || line.Is(at, "."))
                at++;
            if (data.Months.At(line, at) is not { } month)
                return null;
            return Dated(line, Year(line, month.End, context), month.Value, day.Value, index, month.End, context, direction);
        }
        if (data.Months.At(line, index) is { } first && (Digits(line, Behind(line, first.End)) ?? numbers.Ordinal(line, Behind(line, first.End))) is { } second
            // "Anny Lis 16 kwietnia": the month stands behind its day, and November is a surname.
            && data.Months.At(line, data.Skip("of", line, second.End)) is null)
            return Dated(line, Year(line, line.Is(second.End, ",") ? second.End + 1 : second.End, context), first.Value, second.Value, index, second.End, context, direction);
        return null;
    }

    /// <summary>15/5, 15.5., 15-05-2027. Which of two small numbers is the month, the locale says; en-US readers are asked.</summary>
    public Found<LocalDate>? Figures(Tokens line, int index, LineContext context, Direction direction, bool expected = false)
    {
        if (!IsShort(line, index) || !IsSeparator(line, index + 1) || !IsShort(line, index + 2) || !line.Glued(index + 2))
            return null;
        var sign = line[index + 1].Text;
        var end = index + 3;
        int? year = null;
        if (line.Is(end, sign) && line.Glued(end) && line.Glued(end + 1) && line.IsNumber(end + 1))
        {
            if (line[end + 1].Text.Length is not (2 or 4))
                return null;
            year = Number(line, end + 1) + (line[end + 1].Text.Length == 2 ? 2000 : 0);
            end = data.Skip("yearMark", line, end + 2);
        }
        else if (sign == "." && line.Is(end, ".") && line.Glued(end))
        {
            var said = Year(line, end + 1, context);
            (year, end) = (said?.Value, said?.End ?? end + 1);
        }
        else if (sign == "-" || sign == "." && !IsDottedDate(line, index, context, expected))
            return null;
        var (a, b) = (Number(line, index), Number(line, index + 2));
        var dayFirst = Date(year, b, a, context.Today, direction);
        var monthFirst = sign == "/" ? Date(year, a, b, context.Today, direction) : null;
        var american = IsMonthFirst(context.Locale);
        if ((american ? monthFirst ?? dayFirst : dayFirst ?? monthFirst) is not { } date)
            return null;
        var doubt = american && monthFirst is { } m && dayFirst is { } d && m != d ? new Doubt("date.order", [m, d]) : null;
        return new Found<LocalDate>(date, index, end, doubt);
    }

    /// <summary>2027-05-15, 2027/05/15</summary>
    public static Found<LocalDate>? Iso(Tokens line, int index)
    {
        if (!line.IsNumber(index) || line[index].Text.Length != 4 || !IsSeparator(line, index + 1) || !IsShort(line, index + 2)
            || !line.Is(index + 3, line[index + 1].Text) || !IsShort(line, index + 4))
            return null;
        return Day(Number(line, index), Number(line, index + 2), Number(line, index + 4)) is { } date ? new Found<LocalDate>(date, index, index + 5) : null;
    }

    /// <summary>"The 15th", "el 15", "pe 15", "15-go": the nearest one.</summary>
    /// <param name="expected">A bare "15" is enough when nothing more is said of it.</param>
    public Found<LocalDate>? Alone(Tokens line, int index, LineContext context, Direction direction, bool expected)
    {
        var start = data.Skip("dayLead", line, index);
        if (Digits(line, start) is not { } day || IsCounted(line, day.End) || (line.Glued(day.End) && line.Is(day.End, "-")))
            return null;
        var hasEnding = day.End > start + 1;
        var isLast = day.End == line.Count || line[day.End].EndsClause;
        if (!(hasEnding || start > index || (expected && isLast)))
            return null;
        return NearestDay(day.Value, context.Today, direction) is { } date ? new Found<LocalDate>(date, index, day.End) : null;
    }

    /// <summary>A day of the month in digits, with its ending: 24, 24th, 15-go.</summary>
    public Found<int>? Digits(Tokens line, int index)
    {
        if (!IsShort(line, index) || Number(line, index) is not (>= 1 and <= 31) || line.IsNumber(index + 1))
            return null;
        var end = line.Glued(index + 1) ? data.Skip("ordinal", line, index + 1) : index + 1;
        return new Found<int>(Number(line, index), index, end);
    }

    /// <summary>"2027", "de 2027", "2027 r.", "next year".</summary>
    public Found<int>? Year(Tokens line, int index, LineContext context)
    {
        var start = data.Skip("yearLead", line, index);
        if (line.IsNumber(start) && line[start].Text.Length == 4 && Number(line, start) is >= 1900 and <= 2199 and var year)
            return new Found<int>(year, index, data.Skip("yearMark", line, start + 1));
        if (data.Words("thisYear").At(line, index) is { } current)
            return new Found<int>(context.Today.Year, index, current.End);
        return units.At(line, data.Skip("of", line, index)) is { Value.Unit: Unit.Year } which ? new Found<int>(context.Today.Year + which.Value.Count, index, which.End) : null;
    }

    /// <summary>The day of a month that is nearest in the direction; today counts, and 29 February may be years away.</summary>
    public static LocalDate? Nearest(int month, int day, LocalDate today, Direction direction)
    {
        var step = direction == Direction.Past ? -1 : 1;
        for (var year = 0; year <= 8; year++)
        {
            if (Day(today.Year + step * year, month, day) is { } date && IsThere(date, today, direction))
                return date;
        }
        return null;
    }

    public static LocalDate? Day(int year, int month, int day) =>
        year is >= 1900 and <= 2199 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month) ? new LocalDate(year, month, day) : null;

    private static LocalDate? NearestDay(int day, LocalDate today, Direction direction)
    {
        var first = new LocalDate(today.Year, today.Month, 1);
        for (var month = 0; month <= 2; month++)
        {
            var there = first.PlusMonths(direction == Direction.Past ? -month : month);
            if (Day(there.Year, there.Month, day) is { } date && IsThere(date, today, direction))
                return date;
        }
        return null;
    }

    private static bool IsThere(LocalDate date, LocalDate today, Direction direction) => direction == Direction.Past ? date <= today : date >= today;

    private static Found<LocalDate>? Dated(Tokens line, Found<int>? year, int month, int day, int first, int end, LineContext context, Direction direction) =>
        Date(year?.Value, month, day, context.Today, direction) is { } date ? new Found<LocalDate>(date, first, year?.End ?? end) : null;

    private static LocalDate? Date(int? year, int month, int day, LocalDate today, Direction direction) =>
        year is { } said ? Day(said, month, day) : Nearest(month, day, today, direction);

    private Found<int>? Words(Tokens line, int index)
    {
        if (numbers.Ordinal(line, index) is { Value: >= 1 and <= 31 } ordinal)
            return ordinal;
        return numbers.At(line, index) is { Value: >= 1 and <= 31 } number && decimal.IsInteger(number.Value) ? new Found<int>((int)number.Value, index, number.End) : null;
    }

    /// <summary>"Apr. the 24th"</summary>
    private int Behind(Tokens line, int index) => data.Skip("the", line, line.Is(index, ".") && line.Glued(index) ? index + 1 : index);

    /// <summary>"10.30" is a time and "9.50" may be money; where a day is expected, or dates are written with points, 15.05 is a day.</summary>
    private bool IsDottedDate(Tokens line, int index, LineContext context, bool expected) =>
        (expected || Cultures.Of(context.Locale).DateTimeFormat.DateSeparator == ".") && line[index + 2].Text.Length == 2 && !IsCounted(line, index + 3);

    /// <summary>"15 days", "15 %", "15,5", "el 15 de …": what follows makes it a count, or more than a day.</summary>
    private bool IsCounted(Tokens line, int end) =>
        data.Units.At(line, end) is not null || data.Currencies.At(line, end) is not null || data.Magnitudes.At(line, end) is { } magnitude && !line.GoesOn(magnitude.End)
        || data.Words("of").At(line, end) is not null || line.Is(end, "%")
        || (line.Glued(end) && (line.IsWord(end) || (line.Glued(end + 1) && line.IsNumber(end + 1) && !line.Is(end, "-"))));

    private static bool IsMonthFirst(string locale)
    {
        var culture = Cultures.Of(locale);
        var pattern = culture.DateTimeFormat.ShortDatePattern;
        return !culture.Equals(CultureInfo.InvariantCulture)
            && pattern.IndexOf('M', StringComparison.Ordinal) < pattern.IndexOf('d', StringComparison.Ordinal)
            && pattern.IndexOf('y', StringComparison.Ordinal) > pattern.IndexOf('d', StringComparison.Ordinal);
    }

    private static bool IsShort(Tokens line, int index) => line.IsNumber(index) && line[index].Text.Length <= 2;

    private static bool IsSeparator(Tokens line, int index) =>
        line.Glued(index) && (line.Is(index, "/") || line.Is(index, ".") || line.Is(index, "-"));

    private static int Number(Tokens line, int index) => int.Parse(line[index].Text, CultureInfo.InvariantCulture);
}
