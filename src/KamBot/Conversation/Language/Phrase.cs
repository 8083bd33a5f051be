namespace KamBot.Conversation.Language;

/// <summary>
/// What sets a command off, written as <c>(proposal|offer) (was|has been)? sent</c> or <c>{proposal} confirmed</c>.
/// Its parts may stand anywhere in the line, in any order; an optional part counts only beside another one.
/// </summary>
internal sealed record Phrase(IReadOnlyList<PhrasePart> Parts)
{
    private const int MaxParts = 12;

    /// <summary>With its word lists written out.</summary>
    public string Text => string.Join(' ', Parts);

    /// <param name="text">As it stands in the grammar.</param>
    /// <param name="forms">What the brackets of its file hold.</param>
    /// <exception cref="FormatException">The text is no phrase; it is named.</exception>
    public static Phrase Parse(string text, PhraseForms forms)
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
            parts.Add(field ? new PhrasePart(content, [], optional) : new PhrasePart(null, forms.Of(content), optional));
        }
        if (parts.Count > MaxParts || parts.All(part => part.Optional))
            throw new FormatException($"'{text}' needs one to {MaxParts} parts, one of them not optional.");
        return new Phrase([.. parts]);
    }
}

/// <summary>Either listed words, or (<see cref="Field"/>) a field that must be recognised.</summary>
internal sealed record PhrasePart(string? Field, IReadOnlyList<string[]> Words, bool Optional)
{
    public override string ToString()
    {
        var content = Field is null ? string.Join('|', Words.Select(words => string.Join(' ', words))) : $"{{{Field}}}";
        var bracketed = Field is null && (Optional || Words is not [[_]]) ? $"({content})" : content;
        return Optional ? bracketed + "?" : bracketed;
    }
}
