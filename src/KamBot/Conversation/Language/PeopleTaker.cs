namespace KamBot.Conversation.Language;

/// <summary>Takes a list of persons: the longest piece of the clause that is all names.</summary>
internal sealed class PeopleTaker(Filling filling, LanguageData data, People people)
{
    /// <summary>A longer list is a text.</summary>
    private const int MostTokens = 80;

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
