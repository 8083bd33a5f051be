namespace KamBot.Conversation.Language;

/// <summary>Takes free texts and tasks: to the end of their sentence, or to a clause that another field announces.</summary>
internal sealed class TextTaker(Filling filling, LanguageData data, TaskTexts tasks)
{
    private readonly Tokens line = filling.Line;

    public int? TakeIntroduced(int field, int start) => Take(field, start, End(start, semicolonEnds: true), Explained.Field);

    /// <summary>What nothing else explains, up to the next token that something does.</summary>
    public int? TakeRest(int field, int start)
    {
        while (start < line.Count && line[start].EndsClause)
            start++;
        var end = start;
        while (end < line.Count && filling.IsFree(end))
            end++;
        end = QuotationEnd(start) is { } quoted && quoted < end ? quoted : end;
        start = ClauseStart(start);
        if (!IsBehindTheDeed(start))
            return null;
        var bare = start > 0 && filling.ExplainedBy[start - 1] is Explained.Trigger or Explained.Filler;
        return Take(field, start, end, bare ? Explained.BareRestText : Explained.RestText);
    }

    /// <summary>"La Mercè" in quotation marks is all of it when what follows announces another field: "for ES-CT".</summary>
    private int? QuotationEnd(int start)
    {
        if (!line.Is(start, "\""))
            return null;
        var close = start + 1;
        while (close < line.Count && !line.Is(close, "\""))
            close++;
        return close + 1 < line.Count && filling.IntroducerAt(close + 1) is { } word && word.Value.Any(filling.IsEmpty) ? close + 1 : null;
    }

    /// <summary>A remark follows what it remarks on: "rejected, they chose another", not "rejected" and the choice.</summary>
    private bool IsBehindTheDeed(int at) => filling.ExplainedBy.Take(at).Contains(Explained.Trigger);

    /// <summary>", the boss is away": the small words that begin a clause belong to it.</summary>
    private int ClauseStart(int at)
    {
        var start = at;
        while (start > 0 && filling.ExplainedBy[start - 1] == Explained.Filler && !line[start - 1].EndsClause)
            start--;
        return start > 0 && line[start - 1].EndsClause ? start : at;
    }

    public int? TakeTasks(int field, int start)
    {
        var end = End(start, semicolonEnds: false);
        var found = tasks.Between(line, start, end, filling.Context);
        return found.Count == 0 || !filling.IsFree(start)
            ? null
            : filling.Set(field, new FieldValue(found, line.Slice(start, end).Trim(' ', ',', ';', '.')), start, end);
    }

    private int? Take(int field, int start, int end, Explained how)
    {
        while (start < end && line[start].EndsClause)
            start++;
        if (start >= end || filling.ExplainedBy[start] is not (Explained.Nothing or Explained.Filler))
            return null;
        var text = line.Slice(start, end).Trim(' ', ',', ';', ':', '.', '!', '?', '-', '–');
        // ":(" after the deed is no reason.
        return text.Any(char.IsLetterOrDigit) ? filling.Set(field, new FieldValue(text, text), start, end, how) : null;
    }

    private int End(int start, bool semicolonEnds)
    {
        for (var at = start; at < line.Count; at++)
        {
            if (filling.ExplainedBy[at] == Explained.Trigger)
                return line[at - 1].EndsClause ? at - 1 : at;
            if (!line[at].EndsClause || line.Is(at, ":") || (line.Glued(at) && line.Glued(at + 1)))
                continue;
            if ((semicolonEnds && line[at].Text is ";" or "\n") || AnnouncesAnother(data.Skip("and", line, at + 1)))
                return at;
        }
        return line.Count;
    }

    private bool AnnouncesAnother(int at) =>
        at < line.Count && filling.IntroducerAt(at) is { } word
        && word.Value.Any(field => filling.IsEmpty(field) && filling.Fields[field].Kind is FieldKind.Text or FieldKind.Tasks or FieldKind.People or FieldKind.Validity);
}
