namespace KamBot.Conversation.Language;

/// <summary>What explains a token.</summary>
internal enum Explained : byte { Nothing, Trigger, Field, Introducer, Filler, Name, LowerCaseName, RestText }

/// <summary>
/// Fills a command's fields from the tokens its trigger words left over, from left to right: values that have a shape,
/// then texts after their introducers, then names, then the text that takes the rest.
/// </summary>
internal sealed class FieldFiller
{
    private const int MostWordsOfName = 6;

    private readonly Tokens line;
    private readonly LineContext context;
    private readonly LineSpans spans;
    private readonly LanguageData data;
    private readonly Introducers introducers;
    private readonly People people;
    private readonly TaskTexts tasks;
    private readonly Explained[] explained;
    private readonly FieldValue?[] values;
    private readonly bool clientIntroducedAhead;

    public FieldFiller(Tokens line, LineContext context, LineSpans spans, LanguageData data, Introducers introducers, IEnumerable<(int First, int End)> triggers)
    {
        this.line = line;
        this.context = context;
        this.spans = spans;
        this.data = data;
        this.introducers = introducers;
        people = new People(data);
        tasks = new TaskTexts(data);
        explained = new Explained[line.Count];
        values = new FieldValue?[introducers.Fields.Count];
        foreach (var (first, end) in triggers)
            Mark(first, end, Explained.Trigger);
        clientIntroducedAhead = ClientIntroducedAhead();
    }

    public IReadOnlyList<Explained> ExplainedTokens => explained;

    /// <summary>"Can you …?" is a request, not a question.</summary>
    public bool Polite { get; private set; }

    public bool Blocked { get; private set; }

    public Dictionary<string, FieldValue> Fill()
    {
        for (var at = 0; at < line.Count;)
        {
            var next = explained[at] != Explained.Nothing ? at + 1
                : Valued(at) ?? Introduced(at) ?? Filler(at) ?? Unintroduced(at);
            at = Math.Max(next, at + 1);
        }
        Blocked = Enumerable.Range(0, line.Count).Any(IsBlocker);
        var filled = new Dictionary<string, FieldValue>(StringComparer.Ordinal);
        for (var field = 0; field < values.Length; field++)
        {
            if (values[field] is { } value)
                filled.Add(introducers.Fields[field].Name, value);
        }
        return filled;
    }

    /// <summary>A date, an amount, a channel …: the longest value that an empty field can take.</summary>
    private int? Valued(int at)
    {
        Found<object>? best = null;
        var owner = -1;
        for (var field = 0; field < values.Length; field++)
        {
            if (values[field] is null && spans.At(at, introducers.Fields[field], FollowsItsTrigger(at, field)) is { } found && (best is null || found.End > best.End) && Free(found.First, found.End))
                (best, owner) = (found, field);
        }
        return best is null ? null : Set(owner, best);
    }

    /// <summary>"Set calendar PL": the trigger word announces the field too.</summary>
    private bool FollowsItsTrigger(int at, int field) =>
        at > 0 && explained[at - 1] == Explained.Trigger && introducers.At(line, at - 1) is { } word && word.End == at && word.Value.Contains(field);

    private int? Introduced(int at)
    {
        if (introducers.At(line, at) is not { } word || !Free(word.First, word.End))
            return null;
        var start = word.End;
        if (start < line.Count && line[start].Text is ":" or "-")
            start++;
        foreach (var field in word.Value)
        {
            if (values[field] is null && start < line.Count && Take(field, start) is { } end)
            {
                Mark(at, start, Explained.Introducer);
                return end;
            }
        }
        return null;
    }

    private int? Take(int field, int start)
    {
        var definition = introducers.Fields[field];
        switch (definition.Kind)
        {
            case FieldKind.Client:
                return TakeName(field, start, introduced: true);
            case FieldKind.People:
                return TakePeople(field, start);
            case FieldKind.Text:
                return TakeText(field, start, TextEnd(start, commasEnd: true), Explained.Introducer);
            case FieldKind.Tasks:
                return TakeTasks(field, start, TextEnd(start, commasEnd: false));
            default:
                return spans.At(start, definition, expected: true) is { } found && Free(found.First, found.End) ? Set(field, found) : null;
        }
    }

    private int? Filler(int at)
    {
        if (data.Politeness.At(line, at) is { } polite)
        {
            Polite = true;
            return Mark(at, polite.End, Explained.Filler);
        }
        if (line[at].Kind == TokenKind.Sign && !line.Is(at, "\""))
            return at + 1;
        if (StartsName(at))
            return null;
        return data.Fillers.At(line, at) is { } filler && Free(at, filler.End) && data.Blockers.At(line, at) is not { } blocker
            ? Mark(at, filler.End, Explained.Filler)
            : null;
    }

    /// <summary>"The Body Shop": an article with a capital inside the line, before another capital.</summary>
    private bool StartsName(int at) =>
        at > 0 && line[at].Capital && !line[at - 1].EndsClause && at + 1 < line.Count && line[at + 1].Capital && line[at + 1].IsWord && introducers.At(line, at) is null;

    private int Unintroduced(int at)
    {
        for (var field = 0; field < values.Length; field++)
        {
            if (values[field] is not null)
                continue;
            var end = introducers.Fields[field].Kind switch
            {
                FieldKind.Client when !clientIntroducedAhead && !HasProposal => TakeName(field, at, introduced: false),
                FieldKind.People => TakePeople(field, at),
                FieldKind.Text when introducers.Fields[field].TakesRest => TakeText(field, at, line.Count, Explained.RestText),
                FieldKind.Tasks when introducers.Fields[field].TakesRest => TakeTasks(field, at, line.Count),
                _ => null,
            };
            if (end is { } taken)
                return taken;
        }
        return at + 1;
    }

    /// <summary>A proposal names its client already.</summary>
    private bool HasProposal => introducers.Fields.Where((definition, place) => definition.Kind == FieldKind.Proposal && values[place] is not null).Any();

    private int? TakeName(int field, int start, bool introduced)
    {
        while (start < line.Count && explained[start] == Explained.Nothing && !StartsName(start) && data.Words("the").At(line, start) is { } article)
            start = article.End;
        if (start < line.Count && line[start].Text is "\"")
            return TakeQuoted(field, start);
        var end = start;
        var words = 0;
        while (end < line.Count && words < MostWordsOfName && !EndsName(end, start, introduced))
        {
            if (line[end].Kind != TokenKind.Sign)
                words++;
            end++;
        }
        var (first, last) = (start, end);
        while (last > first && (line[last - 1].Kind == TokenKind.Sign && !IsPicture(last - 1) || TrailingFiller(first, last)))
            last--;
        if (last <= first || words == 0)
            return null;
        var how = introduced ? Explained.Field : line[first].Capital || line[first].IsNumber ? Explained.Name : Explained.LowerCaseName;
        Mark(first, last, how);
        var source = line.Slice(first, last).Trim();
        values[field] = new FieldValue(source, source);
        return last;
    }

    private int? TakeQuoted(int field, int start)
    {
        var close = start + 1;
        while (close < line.Count && !line.Is(close, "\""))
            close++;
        if (close == line.Count || close == start + 1 || !Free(start, close + 1))
            return null;
        var source = line.Slice(start + 1, close);
        values[field] = new FieldValue(source, source);
        return Mark(start, close + 1, Explained.Field);
    }

    private bool TrailingFiller(int first, int last) =>
        last - 1 > first && !line[last - 1].Capital && data.Fillers.At(line, last - 1) is not null;

    private bool IsPicture(int at) => line[at].Text.Length > 1;

    private bool EndsName(int at, int start, bool introduced)
    {
        if (explained[at] != Explained.Nothing || EndsClause(at))
            return true;
        if (data.NotNames.At(line, at) is not null && !IsCapitalised(at, start))
            return true;
        // "Proposal sent to 3M": the first word after "to" is a name, whatever else it could be.
        if (at == start && introduced && line[at].IsNumber && !IsDated(at))
            return false;
        for (var field = 0; field < values.Length; field++)
        {
            var definition = introducers.Fields[field];
            // "Bank of Spain" is no calendar.
            if (values[field] is null && definition.Kind is not (FieldKind.Number or FieldKind.Calendar or FieldKind.Zone or FieldKind.Language) && spans.At(at, definition) is not null)
                return true;
        }
        if (at == start || introducers.At(line, at) is not { } word)
            return false;
        // A name goes on over a word that would announce a name again: "Food for All".
        return word.Value.Any(field => values[field] is null && Announces(field, word.End));
    }

    private bool Announces(int field, int at)
    {
        var definition = introducers.Fields[field];
        return definition.Kind is FieldKind.Text or FieldKind.People or FieldKind.Tasks
            || (definition.Kind != FieldKind.Client && spans.At(at, definition, expected: true) is not null);
    }

    /// <summary>"The New Look": a word that is no name in small letters is part of one among capitals.</summary>
    private bool IsCapitalised(int at, int start) =>
        line[at].Capital && (at > start ? line[at].Text.Length > 2 : at > 0 && at + 1 < line.Count && line[at + 1].Capital);

    private bool IsDated(int at) =>
        introducers.Fields.Any(field => field.Kind is FieldKind.Date or FieldKind.When or FieldKind.Validity && spans.At(at, field with { Kind = FieldKind.Date }) is not null);

    private bool EndsClause(int at)
    {
        if (!line[at].EndsClause)
            return false;
        // "sp. z o.o.", "S.A.": a point after a short word, or inside one, belongs to the name.
        return !(line.Is(at, ".") && at > 0 && line.Glued(at) && (line[at - 1].Text.Length <= 3 || (line.Glued(at + 1) && line.IsWord(at + 1))) && at + 1 < line.Count);
    }

    private int? TakePeople(int field, int start)
    {
        var stop = start;
        while (stop < line.Count && explained[stop] == Explained.Nothing && line[stop].Text is not (";" or "\n" or ":") && !(stop > start && EndsPeople(stop)))
            stop++;
        for (var end = stop; end > start; end--)
        {
            if (end < stop && !line[end].EndsClause)
                continue;
            var last = end;
            while (last > start && line[last - 1].EndsClause)
                last--;
            if (people.Between(line, start, last) is not { } names || !LooksLikeNames(start, last, names.Count))
                continue;
            values[field] = new FieldValue(names, line.Slice(start, last));
            return Mark(start, last, Explained.Field);
        }
        return null;
    }

    private bool EndsPeople(int at)
    {
        if (introducers.At(line, at) is { } word && !(data.Words("and").At(line, at) is not null && word.Value.All(field => values[field] is not null)))
            return true;
        for (var field = 0; field < values.Length; field++)
        {
            if (values[field] is null && spans.At(at, introducers.Fields[field]) is not null)
                return true;
        }
        return false;
    }

    /// <summary>Capitals, or several joined by "and": "spec ready" is no person.</summary>
    private bool LooksLikeNames(int first, int end, int count)
    {
        for (var at = first; at < end; at++)
        {
            if (line[at].Capital)
                return true;
        }
        return count > 1 && end - first <= 2 * count;
    }

    private int? TakeText(int field, int start, int end, Explained how)
    {
        while (start < end && line[start].Kind == TokenKind.Sign && line[start].EndsClause)
            start++;
        if (start >= end || explained[start] != Explained.Nothing)
            return null;
        if (how == Explained.RestText)
        {
            for (var at = start; at < end; at++)
            {
                if (explained[at] == Explained.Nothing)
                    continue;
                end = at;
                break;
            }
        }
        var source = line.Slice(start, end).Trim(' ', ',', ';', ':', '.', '!', '?', '-', '–');
        if (source.Length == 0)
            return null;
        values[field] = new FieldValue(source, source);
        return Mark(start, end, how == Explained.RestText ? how : Explained.Field);
    }

    private int? TakeTasks(int field, int start, int end)
    {
        var found = tasks.Between(line, start, end, context);
        if (found.Count == 0 || explained[start] != Explained.Nothing)
            return null;
        values[field] = new FieldValue(found, line.Slice(start, end).Trim(' ', ',', ';', '.'));
        return Mark(start, end, Explained.Field);
    }

    /// <summary>A text runs to the end of its sentence, or to a clause that another field announces.</summary>
    private int TextEnd(int start, bool commasEnd)
    {
        for (var at = start; at < line.Count; at++)
        {
            if (explained[at] == Explained.Trigger && at > 0 && line[at - 1].EndsClause)
                return at - 1;
            if (!line[at].EndsClause || line.Is(at, ":") || (line.Glued(at + 1) && line.Glued(at)))
                continue;
            var next = at + 1;
            while (next < line.Count && data.Words("and").At(line, next) is { } and)
                next = and.End;
            if (AnnouncesAnother(next))
                return at;
            if (commasEnd && line[at].Text is ";" or "\n" && commasEnd)
                return at;
        }
        return line.Count;
    }

    private bool AnnouncesAnother(int at)
    {
        if (at >= line.Count)
            return false;
        if (introducers.At(line, at) is not { } word)
            return false;
        return word.Value.Any(field => values[field] is null && introducers.Fields[field].Kind is FieldKind.Text or FieldKind.Tasks or FieldKind.People or FieldKind.Validity);
    }

    /// <summary>"Met Anna from Vila Nord": a word that only announces clients stands before the first free text.</summary>
    private bool ClientIntroducedAhead()
    {
        for (var at = 0; at < line.Count; at++)
        {
            if (explained[at] != Explained.Nothing || introducers.At(line, at) is not { } word)
                continue;
            if (word.Value.Any(field => introducers.Fields[field].Kind is FieldKind.Text or FieldKind.Tasks))
                return false;
            if (word.End < line.Count && word.Value is [var only] && introducers.Fields[only].Kind == FieldKind.Client && !EndsName(word.End, word.End, introduced: true))
                return true;
            at = word.End - 1;
        }
        return false;
    }

    private bool IsBlocker(int at)
    {
        // "Called me" says who called; "called, will decide" is a note.
        var startsRest = explained[at] == Explained.RestText && at > 0 && explained[at - 1] != Explained.RestText && !line[at - 1].EndsClause;
        if (explained[at] is not (Explained.Nothing or Explained.LowerCaseName) && !startsRest)
            return false;
        return data.Blockers.At(line, at) is not null;
    }

    private bool Free(int first, int end)
    {
        for (var at = first; at < end; at++)
        {
            if (explained[at] != Explained.Nothing)
                return false;
        }
        return true;
    }

    private int Set(int field, Found<object> found)
    {
        values[field] = new FieldValue(found.Value, line.Slice(found.First, found.End), found.Doubt);
        return Mark(found.First, found.End, Explained.Field);
    }

    private int Mark(int first, int end, Explained how)
    {
        for (var at = first; at < end; at++)
            explained[at] = how;
        return end;
    }
}
