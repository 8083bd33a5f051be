namespace KamBot.Conversation.Language;

/// <summary>Takes a list of persons: the longest piece of the clause that is all names.</summary>
internal sealed class PeopleTaker(Filling filling, LanguageData data, People people)
{
    /// <summary>A longer list is a text.</summary>
    private const int MostTokens = 80;

    private const int MostWordsOfOne = 4;

    private readonly Tokens line = filling.Line;

    public int? Take(int field, int start)
    {
        var stop = start;
        var limit = Math.Min(line.Count, start + MostTokens);
        while (stop < limit && filling.IsFree(stop) && line[stop].Text is not (";" or "\n" or ":") && !(stop > start && EndsAt(stop)))
            stop++;
        for (var end = stop; end > start; end--)
        {
            if (end < stop && !line[end].EndsClause)
                continue;
            var last = end;
            while (last > start && line[last - 1].EndsClause)
                last--;
            if (people.Between(line, start, last) is { } names && LooksLikeNames(start, last, names.Count))
                return filling.Set(field, new FieldValue(names, line.Slice(start, last)), start, last);
        }
        return null;
    }

    /// <summary>
    /// One colleague: beside the words that say what they do ("Joan covers", "em cobreix en joan") or announce them. Whom somebody
    /// typed in small letters nothing else in the line may explain.
    /// </summary>
    public int? TakeOne(int field, int start, bool introduced)
    {
        var first = data.PersonArticles.Skip(line, start) is var name && name < line.Count && filling.IsFree(start, name) ? name : start;
        var end = first;
        while (end < line.Count && end - first < MostWordsOfOne && filling.IsFree(end) && line.IsWord(end) && !EndsAt(end) && !IsNoName(end))
            end++;
        var before = start - 1;
        // "Em cobreix en Joan": the article was taken for a small word already.
        if (before > 0 && filling.ExplainedBy[before] == Explained.Filler && data.PersonArticles.At(line, before) is not null)
            before--;
        var isBeside = introduced || (before >= 0 && filling.ExplainedBy[before] == Explained.Trigger) || (end < line.Count && filling.ExplainedBy[end] == Explained.Trigger);
        return end == first || !isBeside ? null : filling.Set(field, new FieldValue(line.Slice(first, end), line.Slice(first, end)), start, end);
    }

    private bool IsNoName(int at) => !line[at].Capital && (data.NotNames.At(line, at) ?? data.Blockers.At(line, at) ?? data.Fillers.At(line, at)) is not null;

    private bool EndsAt(int at) =>
        filling.HasValueAt(at, _ => true)
        || (filling.IntroducerAt(at) is { } word && !(data.Words("and").At(line, at) is not null && !word.Value.Any(filling.IsEmpty)));

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
}
