using System.Text.Json.Nodes;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;

namespace KamBot.Conversation;

/// <summary>No dead end: every "I don't know that" offers the nearest commands, and nothing of an open form is lost.</summary>
public sealed class Misunderstanding(CommandCatalogue catalogue)
{
    private const int MostShown = 3;
    private const int MostEchoed = 80;

    /// <summary>Several commands fit, or none does.</summary>
    public Reply Answer(Turn turn, Understood understood, string line)
    {
        if (understood.Alternatives.Count > 0)
            return Alternatives(turn, understood.Alternatives, line);
        var nearest = understood.Nearest.Count > 0 ? understood.Nearest : ["proposal.sent", "meeting.log", "help"];
        var card = new Card(turn.Text("Unknown.Title")).Line(turn.Text("Unknown.Line", ("words", Echo(line))));
        foreach (var intent in nearest.Take(MostShown))
            Example(card, turn, intent);
        return Reply.Show(card.Note(turn.Text("Unknown.Help"))) with { IsSmallTalk = true, AsksFeedback = true };
    }

    public Reply NoWords(Turn turn) => Reply.Show(Nearest(turn, new Card(turn.Text("Unknown.NoWords")))) with { IsSmallTalk = true };

    public Reply TooLong(Turn turn, int length, int most) => Reply.Say(turn.Text("Unknown.TooLong", ("length", length), ("most", most)));

    /// <summary>A button of a card that means nothing (any more).</summary>
    public Reply UnknownButton(Turn turn) => Reply.Say(turn.Text("Unknown.Button"));

    /// <summary>One command with its example, that a tap says.</summary>
    public void Example(Card card, Turn turn, string intent)
    {
        var text = catalogue.Describe(intent, turn.Profile.Language);
        if (text.Examples.Count > 0)
            card.Row(text.Summary, detail: text.Examples[0]);
    }

    private Card Nearest(Turn turn, Card card)
    {
        foreach (var intent in (string[])["proposal.sent", "meeting.log", "dossier"])
            Example(card, turn, intent);
        return card.Note(turn.Text("Unknown.Help"));
    }

    private Reply Alternatives(Turn turn, IReadOnlyList<string> intents, string line)
    {
        var choices = intents.Take(MostShown).Select(intent => new Choice(
            catalogue.Describe(intent, turn.Profile.Language).Summary, Router.Command, new JsonObject { ["line"] = line, ["intent"] = intent }));
        return Reply.Ask(new Card(turn.Text("Unknown.Which")).Line(turn.Text("Unknown.Quote", ("words", Echo(line)))), [.. choices]) with { AsksFeedback = true };
    }

    /// <summary>The user's words as an answer repeats them.</summary>
    public static string Echo(string line) => Excerpt.Shortened(line, MostEchoed);
}
