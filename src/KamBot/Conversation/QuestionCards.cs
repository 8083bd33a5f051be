using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;

namespace KamBot.Conversation;

/// <summary>
/// Cards that ask, and are answered by typing: the card is replaced where it stands by what is now true, and whoever presses a
/// button of it that is still in sight somewhere is told so.
/// </summary>
internal static class QuestionCards
{
    /// <summary>Answered questions that are remembered: of older ones nobody has the card in sight.</summary>
    private const int MostAnswered = 40;

    /// <summary>Cards of one question that was asked again and again.</summary>
    private const int MostCards = 5;

    private const int LongestAnswer = 80;

    /// <summary>Ends a turn: closes the question that its line has answered, and keeps the one that its answer asks.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="reply">Its answer.</param>
    /// <param name="nonce">What the answer's card is called in its buttons.</param>
    /// <returns>The answer, with the card that it replaces.</returns>
    public static Reply End(Turn turn, Reply reply, string nonce)
    {
        var asked = turn.Memory.Asked;
        if (asked is not null && turn.AnswersQuestion && !reply.IsQuestion)
            reply = Closed(turn, asked, reply);
        if (reply.IsQuestion)
        {
            // A question that follows from an answer, or is asked once more: the cards before it are answered with it.
            List<string> before = asked is not null && (turn.AnswersQuestion || reply.Repeats) ? asked.Cards : [];
            turn.Memory.Asked = new AskedQuestion([.. before.TakeLast(MostCards - 1), nonce], reply.Card!.Headline, turn.Context.OperationId, PressedCard(turn));
        }
        else if (turn.AnswersQuestion || turn.Memory.Question is null)
        {
            turn.Memory.Asked = null;
        }

        return reply;
    }

    /// <summary>What is said to a button of a question that was answered by typing; null for any other button.</summary>
    public static Reply? ToOldButton(Turn turn, CardPress press) =>
        press.Text(CardParts.Nonce) is { } nonce && turn.Memory.Answered.Find(question => question.Card == nonce) is { } answered
            ? Reply.Show(Answered(turn, answered.Words, answered.Answer))
            : null;

    private static Reply Closed(Turn turn, AskedQuestion asked, Reply reply)
    {
        var answer = Excerpt.Shortened(reply.Card?.Headline ?? reply.Text ?? "", LongestAnswer);
        var answered = turn.Memory.Answered;
        answered.AddRange(asked.Cards.Select(card => new AnsweredQuestion(card, asked.Words, answer)));
        answered.RemoveRange(0, Math.Max(0, answered.Count - MostAnswered));
        return CardOf(turn, asked) is { } card ? reply.With([new CardUpdate(card, Answered(turn, asked.Words, answer))]) : reply;
    }

    /// <summary>The latest card of the question: one that took the place of a pressed card, or the answer that was sent last.</summary>
    private static string? CardOf(Turn turn, AskedQuestion asked) =>
        asked.Activity ?? (turn.Context.TurnState.Get<ConversationState>()?.LastAnswer is { } last && last.Turn == asked.Operation ? last.ActivityId : null);

    private static string? PressedCard(Turn turn) =>
        turn.Press is not null && turn.Context.Activity.Type == ActivityTypes.Invoke ? turn.Context.Activity.ReplyToId : null;

    private static Card Answered(Turn turn, string words, string answer) => new Card(words).Note(turn.Text("Question.Answered", ("answer", answer)));
}

/// <summary>A question that stands on a card.</summary>
/// <param name="Cards">What the cards that ask it are called in their buttons, the latest last.</param>
/// <param name="Words">The question.</param>
/// <param name="Operation">The turn that asked.</param>
/// <param name="Activity">The card it took the place of.</param>
public sealed record AskedQuestion(List<string> Cards, string Words, string Operation, string? Activity = null);

/// <summary>A question that was answered by typing.</summary>
/// <param name="Card">What the card is called in its buttons.</param>
/// <param name="Words">The question.</param>
/// <param name="Answer">What came of it.</param>
public sealed record AnsweredQuestion(string Card, string Words, string Answer);
