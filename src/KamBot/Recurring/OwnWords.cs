using KamBot.Conversation;
using KamBot.Conversation.Language;

namespace KamBot.Recurring;

/// <summary>"Send the brochure on Friday": when the moment stands at the end of what is to be said, it is read out of it.</summary>
public sealed class OwnWords(Understanding understanding)
{
    private const int LongestMoment = 8;
    private const int MostWords = 200;

    /// <returns>What is left of the words, and the moment; the words as they are when they end in none.</returns>
    public (string What, Recurrence? Every, When? When) Split(Turn turn, string words)
    {
        var parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > MostWords)
            return (words, null, null);
        for (var length = Math.Min(LongestMoment, parts.Length - 1); length > 0; length--)
        {
            var (head, tail) = (string.Join(' ', parts[..^length]).TrimEnd(',', ' '), string.Join(' ', parts[^length..]));
            if (understanding.Read(FieldKind.Recurrence, tail, turn.LineContext)?.Value is Recurrence every)
                return (head, every, null);
            if (understanding.Read(FieldKind.When, tail, turn.LineContext) is { Doubt: null, Value: When when } && (when.Date is not null || when.WorkingDays is not null))
                return (head, null, when);
        }

        return (words, null, null);
    }
}
