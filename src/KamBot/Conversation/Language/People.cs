namespace KamBot.Conversation.Language;

/// <summary>A list of persons: "Anna Lis and Marek Dąb", "Anna, Marek; Piotr (technical)".</summary>
internal sealed class People(LanguageData data)
{
    private const int Most = 20;
    private const int MostWordsOfName = 5;

    /// <summary>The names from one token to another, or nothing when a piece of it is no name.</summary>
    public IReadOnlyList<string>? Between(Tokens line, int first, int end)
    {
        var names = new List<string>();
        var start = first;
        for (var at = first; at <= end && names.Count < Most; at++)
        {
            var and = at < end ? data.Words("and").At(line, at) : null;
            if (at < end && and is null && !line[at].EndsClause)
                continue;
            if (Initial(line, at, start))
                continue;
            var name = WithoutArticle(line, start, at);
            if (at > name)
            {
                if (!IsName(line, name, at))
                    return null;
                names.Add(line.Slice(name, at));
            }
            at = and is null ? at : and.End - 1;
            start = at + 1;
        }
        return names.Count == 0 ? null : names;
    }

    /// <summary>Where the name begins in "l'Anna", "d'en Joan": a capital tells that it is a name.</summary>
    private int WithoutArticle(Tokens line, int start, int end) =>
        data.PersonArticles.Skip(line, start) is var name && name < end && line[name].Capital ? name : start;

    /// <summary>"J. Serra" and "Mr. Serra" are not two names.</summary>
    private bool Initial(Tokens line, int at, int start) =>
        line.Is(at, ".") && at == start + 1 && (line[start].Text.Length == 1 || data.Words("person").At(line, start) is not null);

    private bool IsName(Tokens line, int first, int end)
    {
        var count = 0;
        for (var at = first; at < end; at++)
        {
            if (line.Is(at, "("))
                return count > 0;
            if (line[at].IsNumber || (data.NotNames.At(line, at) ?? data.Blockers.At(line, at)) is not null)
                return false;
            if (line[at].IsWord)
                count++;
        }
        return count is > 0 and <= MostWordsOfName;
    }
}
