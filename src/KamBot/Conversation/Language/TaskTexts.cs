using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>
/// Who does what by when: "Piotr prepares the spec by Wednesday; the client sends volumes by 17 April".
/// One task per clause between semicolons, line breaks and full stops.
/// </summary>
internal sealed class TaskTexts(LanguageData data)
{
    private const int Most = 20;

    private readonly Dates dates = new(data);

    public IReadOnlyList<TaskText> Between(Tokens line, int first, int end, LineContext context)
    {
        var tasks = new List<TaskText>();
        var start = first;
        for (var at = first; at <= end && tasks.Count < Most; at++)
        {
            if (at < end && !Separates(line, at))
                continue;
            if (One(line, start, at, context) is { } task)
                tasks.Add(task);
            start = at + 1;
        }
        return tasks;
    }

    private static bool Separates(Tokens line, int at) =>
        line[at].Text is ";" or "\n" || (line.Is(at, ".") && at + 1 < line.Count && !line.Glued(at + 1) && !line.IsNumber(at - 1));

    private TaskText? One(Tokens line, int first, int end, LineContext context)
    {
        while (first < end && !line[first].IsWord && !line[first].IsNumber)
            first++;
        if (first >= end)
            return null;
        var (party, who, start) = Party(line, first, end);
        var (due, from, to) = Due(line, start, end, context);
        var what = string.Join(' ', new[] { line.Slice(start, from), line.Slice(to, end) }.Where(text => text.Length > 0)).Trim(' ', ',', '.', ';', ':', '-');
        return what.Length == 0 ? null : new TaskText(party, who, what, due?.Value, due?.Doubt);
    }

    private (TaskParty Party, string? Who, int Start) Party(Tokens line, int first, int end)
    {
        if (data.Parties.At(line, first) is { } party && party.End < end)
            return (party.Value, party.Value == TaskParty.Us ? null : line.Slice(first, party.End), Lead(line, party.End, end));
        // A name: one or two words with capitals before the verb.
        if (data.PersonArticles.Skip(line, first) is var name && name < end && line[name].IsWord && line[name].Capital)
            first = name;
        var at = first;
        while (at < end && at < first + 3 && line[at].IsWord && line[at].Capital)
            at++;
        if (at > first && at < end && line[at].Text is ":" or "-" or "–" && at + 1 < end)
            return (TaskParty.Us, line.Slice(first, at), at + 1);
        var bare = at - first is 1 or 2 && at < end && line[at].IsWord && !StartsWithVerb(line, first, at, end);
        return bare ? (TaskParty.Us, line.Slice(first, at), Lead(line, at, end)) : (TaskParty.Us, null, first);
    }

    /// <summary>"Send volumes": a single capitalised word is the clause's first word, not a person, unless a verb in the third person or a lead ("will", "to") follows.</summary>
    private bool StartsWithVerb(Tokens line, int first, int at, int end) =>
        at - first == 1 && at < end && Lead(line, at, end) == at && !data.ThirdPerson.Any(ending => line[at].Is(ending) || (line[at].Text.Length > ending.Length + 1 && line[at].Text.EndsWith(ending, StringComparison.Ordinal)));

    private int Lead(Tokens line, int index, int end) => Math.Min(data.TaskLeads.Skip(line, index), end - 1) is var lead && lead > index ? lead : index;

    private (Found<LocalDate>? Date, int From, int To) Due(Tokens line, int first, int end, LineContext context)
    {
        (Found<LocalDate>?, int, int) bare = (null, end, end);
        for (var at = first; at < end; at++)
        {
            var start = data.Skip("due", line, at);
            if (start == at && bare.Item1 is not null)
                continue;
            if (dates.At(line, start, context, Direction.Future) is not { } date || date.End > end)
                continue;
            if (start > at)
                return (date, at, date.End);
            bare = (date, at, date.End);
        }
        return bare;
    }
}
