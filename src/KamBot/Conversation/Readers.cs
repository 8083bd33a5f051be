using KamBot.Conversation.Language;

namespace KamBot.Conversation;

/// <summary>The reader of each profile: texts, dates and money as that person reads them.</summary>
public sealed class Readers(Texts texts)
{
    public Reader For(Profile profile) => texts.ReaderOf(profile.Language, profile.Locale, profile.DateTimeZone);
}
