namespace KamBot.Conversation.Language;

/// <summary>"No, Tuesday", "actually by e-mail": a word of correction and then the new value.</summary>
internal sealed class Corrections(LanguageData data)
{
    public bool Is(Tokens line, out string rest)
    {
        var at = 0;
        while (at < line.Count && data.Corrections.At(line, at) is { } word)
        {
            at = word.End;
            while (at < line.Count && line[at].Kind == TokenKind.Sign && (line[at].EndsClause || line.Is(at, "-")))
                at++;
        }
        rest = at > 0 ? line.Slice(at, line.Count).TrimEnd('.', '!', ' ') : "";
        return rest.Length > 0;
    }
}
