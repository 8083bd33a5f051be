using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>A week, month, quarter or year counted from this one.</summary>
internal sealed record UnitOffset(Unit Unit, int Count)
{
    public LocalDate First(LocalDate today) => Unit switch
    {
        Unit.Week => today.PlusDays(1 - (int)today.DayOfWeek).PlusWeeks(Count),
        Unit.Month => new LocalDate(today.Year, today.Month, 1).PlusMonths(Count),
        Unit.Quarter => new LocalDate(today.Year, 1 + (today.Month - 1) / 3 * 3, 1).PlusMonths(3 * Count),
        _ => new LocalDate(today.Year, 1, 1).PlusYears(Count),
    };

    public LocalDate Last(LocalDate today) => (this with { Count = Count + 1 }).First(today).PlusDays(-1);
}

/// <summary>Which one is meant: "next week", "przyszły miesiąc", "luna trecută", "la setmana que ve"; the word that says which stands before or behind.</summary>
internal sealed class UnitWords(LanguageData data)
{
    public Found<UnitOffset>? At(Tokens line, int index)
    {
        if (data.RelativeWeeks.At(line, index) is { } weeks)
            return new Found<UnitOffset>(new UnitOffset(Unit.Week, weeks.Value), index, weeks.End);
        var which = Before(line, index);
        var start = which?.End ?? data.Skip("the", line, index);
        if (UnitAt(line, start) is not { } unit)
            return null;
        which ??= After(line, unit.End);
        return which is null ? null : new Found<UnitOffset>(new UnitOffset(unit.Value, which.Value), index, Math.Max(unit.End, which.End));
    }

    /// <summary>"The month" is this one where an edge of it is meant.</summary>
    public Found<UnitOffset>? OrThis(Tokens line, int index) =>
        At(line, index)
        ?? (UnitAt(line, data.Skip("the", line, index)) is { } unit ? new Found<UnitOffset>(new UnitOffset(unit.Value, 0), index, unit.End) : null);

    public Found<int>? Before(Tokens line, int index) => Which(line, index, "next", "this", "last");

    public Found<int>? After(Tokens line, int index) => Is(line, index, "afterNext", 2) ?? Which(line, index, "nextAfter", "thisAfter", "lastAfter");

    private Found<int>? Which(Tokens line, int index, string next, string @this, string last) =>
        Is(line, index, next, 1) ?? Is(line, index, @this, 0) ?? Is(line, index, last, -1);

    private Found<int>? Is(Tokens line, int index, string word, int count) =>
        data.Words(word).At(line, index) is { } found ? new Found<int>(count, index, found.End) : null;

    private Found<Unit>? UnitAt(Tokens line, int index) =>
        data.Units.At(line, index) is { Value: Unit.Week or Unit.Month or Unit.Quarter or Unit.Year } unit ? unit : null;
}
