using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>How long an offer stands: "valid until 24 April", "valid 30 days", "without expiry because it is a framework".</summary>
internal sealed class Validities(LanguageData data)
{
    /// <summary>"30 days' validity" names what is meant behind the number; a "for" there begins something else.</summary>
    private const int ShortestName = 5;

    private readonly Dates dates = new(data);
    private readonly Durations durations = new(data);

    /// <param name="asked">The line answers "until when?", so a bare date or duration is enough.</param>
    public Found<Validity>? At(Tokens line, int index, LineContext context, bool asked = false) =>
        None(line, index)
        ?? Until(line, index, data.Skip("validUntil", line, index), context, asked)
        ?? For(line, index, data.Skip("validFor", line, index), asked);

    private Found<Validity>? None(Tokens line, int index)
    {
        if (data.Words("noValidity").At(line, index) is not { } none)
            return null;
        var at = none.End + (line.Is(none.End, ",") ? 1 : 0);
        if (data.Words("because").At(line, at) is not { } because)
            return new Found<Validity>(new Validity.None(null), index, none.End);
        var end = because.End;
        while (end < line.Count && !(line[end].EndsClause && !line.Is(end, ":")))
            end++;
        var reason = line.Slice(because.End, end).Trim(' ', ':', '.');
        return new Found<Validity>(new Validity.None(reason.Length == 0 ? null : reason), index, end);
    }

    private Found<Validity>? Until(Tokens line, int index, int start, LineContext context, bool asked)
    {
        if (start == index && !asked)
            return null;
        if (line.Is(start, ":"))
            start++;
        return dates.At(line, start, context, Direction.Future, expected: start > index) is { } date
            ? new Found<Validity>(new Validity.Until(date.Value), index, date.End, date.Doubt?.Select(day => new Validity.Until((LocalDate)day)))
            : null;
    }

    private Found<Validity>? For(Tokens line, int index, int start, bool asked)
    {
        var isAnnounced = start > index || asked;
        if (line.Is(start, ":"))
            start++;
        if (start == index)
            start = data.Skip("in", line, index);
        if (durations.At(line, start) is not { } length)
            return null;
        var end = isAnnounced ? length.End : data.Words("validFor").At(line, length.End) is { } word && IsName(line, word) ? word.End : index;
        if (end == index)
            return null;
        Validity? validity = length.Value.Unit switch
        {
            Unit.WorkingDay => new Validity.WorkingDays((int)length.Value.Count),
            Unit.Day => new Validity.Days((int)length.Value.Count),
            Unit.Week => new Validity.Days(7 * (int)length.Value.Count),
            Unit.Month or Unit.Year => new Validity.Span(length.Value.Period),
            _ => null,
        };
        return validity is null ? null : new Found<Validity>(validity, index, end);
    }

    private static bool IsName(Tokens line, Found<bool> word) =>
        Enumerable.Range(word.First, word.End - word.First).Any(at => line[at].Text.Length >= ShortestName);
}
