using KamBot.Conversation.Language;

namespace KamBot.Accounts;

/// <summary>A timeline entry as one line in the reader's language: the text <c>Timeline.{kind}</c> with its facts.</summary>
public static class TimelineText
{
    public static string Of(TimelineEntry entry, Reader reader) =>
        reader.Text($"Timeline.{entry.Kind}", [.. entry.Facts.Select(fact => (fact.Key, (object?)Fact.Show(fact.Value, reader)))]);
}
