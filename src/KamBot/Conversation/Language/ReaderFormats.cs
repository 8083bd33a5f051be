using System.Collections.Concurrent;

namespace KamBot.Conversation.Language;

/// <summary>How each language writes dates; read once.</summary>
internal static class ReaderFormats
{
    private static readonly ConcurrentDictionary<string, LanguageFormats> ByLanguage = new(StringComparer.Ordinal);

    /// <summary>English where a language has no data of its own.</summary>
    public static LanguageFormats Of(string language) =>
        ByLanguage.GetOrAdd(GrammarFiles.Languages.Contains(language) ? language : "en", known => GrammarFiles.Formats(known));
}
