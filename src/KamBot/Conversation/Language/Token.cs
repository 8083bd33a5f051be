namespace KamBot.Conversation.Language;

internal enum TokenKind { Word, Number, Sign }

/// <summary>A word, a run of digits or one sign; <see cref="Text"/> is normalised, the offsets point into the original.</summary>
internal readonly record struct Token(string Text, TokenKind Kind, int Start, int End, bool SpaceBefore, bool Capital)
{
    public bool Is(string text) => string.Equals(Text, text, StringComparison.Ordinal);

    public bool IsNumber => Kind == TokenKind.Number;

    public bool IsWord => Kind == TokenKind.Word;

    /// <summary>Ends a clause: what follows is another fact.</summary>
    public bool EndsClause => Kind == TokenKind.Sign && Text is "," or ";" or ":" or "." or "!" or "?" or "\n" or "–" or "—";
}
