using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Tests.Conversation.Language;

/// <summary>What the language tests share: the program's own grammar, and a Wednesday afternoon in April.</summary>
internal static class English
{
    public static readonly CommandCatalogue Catalogue = CommandCatalogue.Load();
    public static readonly Understanding Understanding = new(Catalogue);
    public static readonly LanguageData Data = GrammarFiles.Data("en");
    public static readonly LineContext Wednesday = On(new LocalDate(2026, 4, 8));

    public static LineContext On(LocalDate today, string locale = "en-GB") => new("en", locale, today, new LocalTime(14, 20));

    public static Understood Understand(string line) => Understanding.Understand(line, Wednesday);
}
