using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>Who types, and when. The locale ("en-GB") decides separators and whether 03/04 is in March or in April.</summary>
public sealed record LineContext(string Language, string Locale, LocalDate Today, LocalTime Time);
