namespace KamBot.Conversation.Language;

/// <summary>"No, Tuesday", "actually by e-mail": a word of correction and then the new value.</summary>
internal sealed class Corrections(LanguageData data)
{
    public bool Is(Tokens line, out string rest)
    {
        var at = 0;
        while (at < line.Count && data.Corrections.At(line, at) is { } word && !IsPlainNo(line, word))
        {
            at = word.End;
            while (at < line.Count && line[at].Kind == TokenKind.Sign && (line[at].EndsClause || line.Is(at, "-")))
                at++;
        }
        rest = at > 0 ? line.Slice(at, line.Count).TrimEnd('.', '!', ' ') : "";
        return rest.Length > 0;
    }

    /// <summary>"No answer" corrects nothing; "no, Tuesday" and "no I meant Tuesday" do.</summary>
    private bool IsPlainNo(Tokens line, Found<bool> word) =>
        word.First == 0 && data.YesNo.At(line, 0) is { Value: false } && word.End < line.Count
        && line[word.End].Kind != TokenKind.Sign && data.Corrections.At(line, word.End) is null;
}
