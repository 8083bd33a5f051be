using System.Collections.Concurrent;

namespace KamBot.Conversation.Language;

/// <summary>How each language writes dates; read once. English where a language has no data of its own.</summary>
internal static class ReaderFormats
{
    private static readonly ConcurrentDictionary<string, LanguageFormats> ByLanguage = new(StringComparer.Ordinal);

    public static LanguageFormats Of(string language) => ByLanguage.GetOrAdd(Known(language), known => GrammarFiles.Time(known).Formats);

    public static Cldr Names(string language) => Cldr.Of(Known(language));

    private static string Known(string language) => Cldr.Knows(language) ? language : "en";
}
