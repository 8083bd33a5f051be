namespace KamBot.Conversation.Language;

/// <summary>What stands in quotation marks is somebody else's word.</summary>
internal static class Quotation
{
    private const string Mark = "\"";

    /// <summary>The command's words stand in quotation marks inside the line. A line that is all in quotation marks was copied so.</summary>
    public static bool Holds(Tokens line, PhraseMatch match) => !IsWhole(line) && match.Places.Any(place => IsBetween(line, place.First));

    private static bool IsWhole(Tokens line) => line.Is(0, Mark) && Close(line, 1) is var close && !Enumerable.Range(0, line.Count).Any(at => at > close && line[at].Kind != TokenKind.Sign);

    private static bool IsBetween(Tokens line, int at)
    {
        var open = Close(line, 0);
        while (open < at)
        {
            var close = Close(line, open + 1);
            if (at < close)
                return close < line.Count;
            open = Close(line, close + 1);
        }
        return false;
    }

    private static int Close(Tokens line, int from)
    {
        while (from < line.Count && !line.Is(from, Mark))
            from++;
        return from;
    }
}
