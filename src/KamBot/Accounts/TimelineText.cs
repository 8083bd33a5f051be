using KamBot.Conversation.Language;

namespace KamBot.Accounts;

/// <summary>A timeline entry as one line in the reader's language: the text <c>Timeline.{kind}</c> with its facts.</summary>
public static class TimelineText
{
    public static string Of(TimelineEntry entry, Reader reader) =>
        reader.Text($"Timeline.{entry.Kind}", [.. entry.Facts.Select(fact => (fact.Key, (object?)Fact.Show(fact.Value, reader)))]);

    /// <summary>Who did it: "Joan Serra for Marta Puig".</summary>
    public static string Who(TimelineEntry entry, Reader reader) =>
        entry.ForName is { } owner ? reader.Text("Timeline.For", ("by", entry.ByName), ("owner", owner)) : entry.ByName;
}
