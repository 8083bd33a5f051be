namespace KamBot.Conversation.Language;

/// <summary>Takes a client's name out of the line, as it was typed. Whose name it is, the client list decides later.</summary>
internal sealed class NameTaker(Filling filling, LanguageData data)
{
    /// <summary>"Zakłady Baran-Duda Jasło sp. z o.o." has eight.</summary>
    private const int MostWords = 10;

    private readonly Tokens line = filling.Line;
    private readonly ProposalRefs proposals = new(data);

    /// <summary>"The Body Shop": an article with a capital inside the line, before another capital.</summary>
    public bool StartsAt(int at) =>
        at > 0 && line[at].Capital && !line[at - 1].EndsClause && at + 1 < line.Count && line[at + 1].Capital && line[at + 1].IsWord && filling.IntroducerAt(at) is null;

    public int? Take(int field, int start, bool introduced)
    {
        while (start < line.Count && filling.IsFree(start) && !StartsAt(start) && data.Words("the").At(line, start) is { } article)
            start = article.End;
        if (line.Is(start, "\""))
            return TakeQuoted(field, start);
        var end = start;
        var formEnd = start;
        var words = 0;
        while (end < line.Count && words < MostWords && !EndsAt(end, start, introduced))
        {
            if (line[end].Kind != TokenKind.Sign)
                words++;
            if (end > start && data.LegalForms.At(line, end) is { } form && filling.IsFree(end, form.End))
                end = formEnd = form.End;
            else
                end++;
        }
        while (end > Math.Max(start, formEnd) && (IsClosingSign(end - 1) || IsTrailingFiller(start, end - 1)))
            end--;
        var possessive = end;
        end = WithoutPossessive(start, end);
        filling.Mark(end, possessive, Explained.Filler);
        // A bare number is a client's name only where one is announced.
        if (end <= start || words == 0 || (!introduced && !Enumerable.Range(start, end - start).Any(line.IsWord)))
            return null;
        if (!introduced && !IsCertain(field, start, end))
            return null;
        var how = introduced ? Explained.Field : line[start].Capital || line[start].IsNumber ? Explained.Name : Explained.LowerCaseName;
        return filling.Set(field, Name(start, end), start, end, how);
    }

    /// <summary>The name that began at <paramref name="start"/> is over here.</summary>
    public bool EndsAt(int at, int start, bool introduced)
    {
        if (!filling.IsFree(at) || EndsClause(at) || proposals.At(line, at) is not null)
            return true;
        if ((data.NotNames.At(line, at) ?? data.Blockers.At(line, at)) is not null && !IsCapitalised(at, start))
            return true;
        // "Called Friday": a day, unlike its short form ("Sun"), is hardly a name.
        if (data.Weekdays.At(line, at) is not null && line[at].Text.Length > 3)
            return true;
        // "Proposal sent to 3M": the first word after "to" is a name, whatever else it could be.
        if (at == start && introduced && line[at].IsNumber && !filling.HasValueAt(at, IsDay))
            return false;
        if (filling.HasValueAt(at, EndsName) || (at > start && IsNeeded(at)))
            return true;
        return at > start && filling.IntroducerAt(at) is { } word && word.Value.Any(field => filling.IsEmpty(field) && Announces(field, word.End));
    }

    /// <summary>
    /// "Confirmed, hurrah": where the command can do without a client, one in small letters that nobody announced
    /// stands beside the trigger: as its subject, or behind a trigger that announces it.
    /// </summary>
    private bool IsCertain(int field, int start, int end) =>
        filling.Fields[field].Required
        || Enumerable.Range(start, end - start).Any(at => line[at].Capital || line[at].IsNumber)
        || (end < line.Count && filling.ExplainedBy[end] == Explained.Trigger)
        || (start > 0 && filling.ExplainedBy[start - 1] == Explained.Trigger && Announces(field, start - 1, start));

    private bool Announces(int field, int at, int end) => filling.IntroducerAt(at) is { } word && word.End == end && word.Value.Contains(field);

    private int? TakeQuoted(int field, int start)
    {
        var close = start + 1;
        while (close < line.Count && !line.Is(close, "\""))
            close++;
        if (close == line.Count || close == start + 1 || !filling.IsFree(start, close + 1))
            return null;
        return filling.Set(field, Name(start + 1, close), start, close + 1);
    }

    private FieldValue Name(int first, int end)
    {
        var name = line.Slice(first, end);
        return new FieldValue(name, name);
    }

    private static bool IsDay(FieldKind kind) => kind is FieldKind.Date or FieldKind.When or FieldKind.Validity or FieldKind.Range or FieldKind.Recurrence;

    /// <summary>"Bank of Spain" is no calendar, "Area 51" no number.</summary>
    private static bool EndsName(FieldKind kind) => kind is not (FieldKind.Number or FieldKind.Calendar or FieldKind.Zone or FieldKind.Language);

    /// <summary>"The calendar of Vila Nord PL": behind the name stands at last what the command asks for.</summary>
    private bool IsNeeded(int at)
    {
        for (var field = 0; field < filling.Fields.Count; field++)
        {
            if (filling.Fields[field] is { Kind: FieldKind.Calendar, Required: true } && filling.IsEmpty(field) && filling.ValueAt(at, field, expected: true) is { } found
                && (found.End == line.Count || line[found.End].EndsClause || !filling.IsFree(found.End)))
                return true;
        }
        return false;
    }

    /// <summary>A name goes on over a word that announces nothing here: "Food for All".</summary>
    private bool Announces(int field, int at) => filling.Fields[field].Kind switch
    {
        FieldKind.Text or FieldKind.People or FieldKind.Tasks => true,
        FieldKind.Client => false,
        _ => filling.ValueAt(at, field, expected: true) is not null,
    };

    /// <summary>"The New Look": a word that is no name in small letters is part of one among capitals.</summary>
    private bool IsCapitalised(int at, int start) =>
        line[at].Capital && (at > start ? line[at].Text.Length > 2 || IsAbbreviation(at) : at > 0 && at + 1 < line.Count && line[at + 1].Capital);

    /// <summary>"Vila Nord SA" is no Romanian "să": two capitals behind a word with small letters, and no calendar as "ES-CT" is.</summary>
    private bool IsAbbreviation(int at) => line[at].Text.Length == 2 && IsInCapitals(at) && !IsInCapitals(at - 1) && !line.Is(at + 1, "-");

    private bool IsInCapitals(int at) => line.Original[line[at].Start..line[at].End].All(char.IsUpper);

    /// <summary>"sp. z o.o.", "S.A.": a point after a short word, or inside one, belongs to the name.</summary>
    private bool EndsClause(int at) =>
        line[at].EndsClause
        && !(line.Is(at, ".") && line.Glued(at) && at + 1 < line.Count && (line[at - 1].Text.Length <= 3 || (line.Glued(at + 1) && line.IsWord(at + 1))));

    /// <summary>Signs around a name are not part of it; an emoji, longer than a sign, is.</summary>
    private bool IsClosingSign(int at) => line[at].Kind == TokenKind.Sign && line[at].Text.Length == 1;

    private bool IsTrailingFiller(int first, int at) =>
        at > first && !line[at].Capital && !line.Glued(at) && (data.Fillers.At(line, at) is not null || filling.IntroducerAt(at) is not null);

    /// <summary>"Vila Nord's phone".</summary>
    private int WithoutPossessive(int first, int end)
    {
        for (var at = end - 1; at > first && at > end - 4; at--)
        {
            if (line.Glued(at) && data.Possessives.At(line, at) is { } possessive && possessive.End == end)
                return at;
        }
        return end;
    }
}
