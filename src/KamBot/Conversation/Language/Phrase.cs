namespace KamBot.Conversation.Language;

/// <summary>
/// What sets a command off, written as <c>(proposal|offer) (was|has been)? sent</c> or <c>{proposal} confirmed</c>.
/// Its parts may stand anywhere in the line, in any order; an optional part counts only beside another one.
/// </summary>
internal sealed record Phrase(string Text, IReadOnlyList<PhrasePart> Parts)
{
    private const int MaxParts = 12;

    public static Phrase Parse(string text)
    {
        var parts = new List<PhrasePart>();
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == ' ')
            {
                at++;
                continue;
            }
            var end = text[at] switch
            {
                '(' => text.IndexOf(')', at),
                '{' => text.IndexOf('}', at),
                _ => text.IndexOf(' ', at) is var space && space < 0 ? text.Length : space,
            };
            if (end < 0)
                throw new FormatException($"'{text}' has a bracket that is not closed.");
            var bracketed = text[at] is '(' or '{';
            var content = bracketed ? text[(at + 1)..end] : text[at..end];
            var field = text[at] == '{';
            at = bracketed ? end + 1 : end;
            var optional = bracketed && at < text.Length && text[at] == '?';
            if (optional)
                at++;
            parts.Add(field ? new PhrasePart(content, [], optional) : new PhrasePart(null, Alternatives(content), optional));
        }
        if (parts.Count > MaxParts || parts.All(part => part.Optional))
            throw new FormatException($"'{text}' needs one to {MaxParts} parts, one of them not optional.");
        return new Phrase(text, parts);
    }

    private static List<string[]> Alternatives(string content)
    {
        var result = new List<string[]>();
        foreach (var alternative in content.Split('|'))
        {
            string[] words = [.. Tokens.Of(alternative).Select(token => token.Text)];
            if (words.Length == 0)
                throw new FormatException($"'{content}' has an empty alternative.");
            result.AddRange(Contractions.Of(words));
        }
        return result;
    }
}

/// <summary>Either listed words, or (<see cref="Field"/>) a field that must be recognised.</summary>
internal sealed record PhrasePart(string? Field, IReadOnlyList<string[]> Words, bool Optional);
