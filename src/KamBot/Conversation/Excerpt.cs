namespace KamBot.Conversation;

/// <summary>Text brought down to a length, in UTF-16 units; never with half a character at its end.</summary>
public static class Excerpt
{
    /// <summary>What fits, without a sign that there was more.</summary>
    public static string Cut(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    /// <summary>For a reader: what does not fit ends in "…", which counts.</summary>
    public static string Shortened(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= most ? text : $"{Cut(text, most - 1)}…";
    }
}
