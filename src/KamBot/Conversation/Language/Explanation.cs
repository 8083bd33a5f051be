namespace KamBot.Conversation.Language;

/// <summary>How much of a line is explained, and how well.</summary>
internal static class Explanation
{
    public static double Score(Tokens line, IReadOnlyList<Explained> explained)
    {
        var (sum, total) = (0.0, 0.0);
        var trailing = TrailingRest(line, explained);
        for (var at = 0; at < line.Count; at++)
        {
            if (line[at].Kind == TokenKind.Sign && explained[at] != Explained.Trigger)
                continue;
            // A remark after everything else was said counts half.
            var share = at >= trailing ? 0.5 : 1;
            sum += share * Weight(explained[at]);
            total += share;
        }
        return total == 0 ? 0 : sum / total;
    }

    public static bool StartsWithTrigger(IReadOnlyList<Explained> explained)
    {
        foreach (var how in explained)
        {
            if (how != Explained.Filler)
                return how == Explained.Trigger;
        }
        return false;
    }

    /// <summary>"P-12 confirmed? No." tells nothing that was done either.</summary>
    public static bool IsQuestion(Tokens line) => line.Any(token => token.Is("?"));

    public static string Rest(Tokens line, IReadOnlyList<Explained> explained)
    {
        var rest = new List<string>();
        for (var at = 0; at < line.Count; at++)
        {
            var start = at;
            while (at < line.Count && explained[at] == Explained.Nothing)
                at++;
            var text = at > start ? line.Slice(start, at).Trim(' ', ',', '.', ';', ':', '!', '?') : "";
            if (text.Length > 0)
                rest.Add(text);
        }
        return string.Join(" … ", rest);
    }

    /// <summary>Where the unexplained last clauses begin.</summary>
    private static int TrailingRest(Tokens line, IReadOnlyList<Explained> explained)
    {
        var start = line.Count;
        for (var at = line.Count - 1; at > 0; at--)
        {
            if (explained[at] is not (Explained.Nothing or Explained.Filler))
                return start;
            if (line[at].EndsClause)
                start = at;
        }
        return line.Count;
    }

    private static double Weight(Explained how) => how switch
    {
        Explained.Trigger or Explained.Field or Explained.Introducer => 1,
        Explained.Name => 0.9,
        Explained.Filler => 0.8,
        Explained.LowerCaseName or Explained.RestText => 0.75,
        // "Called sick": behind the trigger a text is expected to be announced, or set off by a comma.
        Explained.BareRestText => 0.5,
        _ => 0,
    };
}
