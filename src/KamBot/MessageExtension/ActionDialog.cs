using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.MessageExtension;

/// <summary>The dialog of "log as note", "as task", "as complaint": what it asks, what it got, and what it shows when that is saved.</summary>
internal static class ActionDialog
{
    /// <summary>In the data of the button that takes back what was just saved: the operation that saved it.</summary>
    public const string Undo = "undo";

    /// <summary>More clients than this are named by a word instead of chosen from a list.</summary>
    public const int MostClients = 100;

    private const int LongestText = 4_000;
    private const int LongestName = 120;

    public static bool IsAction(string? command) => command is ExtensionCommands.LogNote or ExtensionCommands.LogTask or ExtensionCommands.LogComplaint;

    /// <summary>The page with its inputs, filled as far as anything is known; after an error with everything that was typed.</summary>
    public static TaskModuleResponseBase Page(Turn turn, string command, ActionDraft draft, IReadOnlyList<ClientRef> clients, string? error = null)
    {
        var title = turn.Text($"Extension.{command}");
        var card = new Card(title).Line(error, CardTone.Attention)
            .Input(Inputs.Choice("client", turn.Text("Extension.Client"), clients.Take(MostClients).Select(client => (client.Name, client.Id)), draft.Client, filtered: true));
        if (clients.Count > MostClients)
            card.Input(Inputs.Text("otherClient", turn.Text("Extension.OtherClient"), draft.OtherClient));
        card.Input(Inputs.Text("what", turn.Text($"Extension.{command}.what"), draft.What, multiline: true).Required(turn.Text("Extension.WhatMissing")));
        if (command == ExtensionCommands.LogTask)
        {
            card.Input(Inputs.Date("due", turn.Text("Meeting.Due"), draft.Due))
                .Input(Inputs.Choice("party", turn.Text("Meeting.Party"), Enum.GetValues<TaskParty>().Select(party => (turn.Text($"Meeting.Party.{party}"), party.ToString())), draft.Party.ToString()));
        }
        else
        {
            card.Input(Inputs.Date("on", turn.Text("Extension.On"), draft.On));
        }

        return Continue(title, card.Input(Inputs.Text("who", turn.Text("Extension.Who"), draft.Who)).Submit(turn.Text("Extension.Save")), "large");
    }

    /// <summary>What was saved, and a way to take it back.</summary>
    public static TaskModuleResponseBase Saved(Turn turn, Card card) =>
        Continue(card.Headline, card.WithoutButtons().Submit(turn.Text("Undo.Button"), new JsonObject { [Undo] = turn.Operation.Value }), "medium");

    /// <summary>What came back; an input that cannot be read counts as left empty.</summary>
    public static ActionDraft Read(CardPress press) => new(
        press.Text("client"),
        Cut(press.Text("otherClient")?.Trim(), LongestName),
        Cut(press.Text("what")?.Trim(), LongestText),
        Date(press.Text("on")),
        Cut(press.Text("who")?.Trim(), LongestName))
    {
        Due = Date(press.Text("due")),
        Party = Enum.TryParse<TaskParty>(press.Text("party"), out var party) && Enum.IsDefined(party) ? party : TaskParty.Us,
    };

    private static TaskModuleResponseBase Continue(string title, Card card, string height) => TaskModuleResponseBase.Continue(new TaskModuleTaskInfo
    {
        Title = title,
        Height = height,
        Width = "medium",
        // Another page is another nonce: what was refused was not saved, and may be sent again.
        Card = CardActivities.Attachment(card, CardParts.NewNonce()),
    });

    private static LocalDate? Date(string? text) => text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value : null;

    private static string? Cut(string? text, int most) => text is null ? null : Excerpt.Cut(text, most);
}

/// <summary>What a dialog holds.</summary>
/// <param name="Client">The id of the chosen client.</param>
/// <param name="OtherClient">A client's name that was typed, where there are too many to choose from.</param>
/// <param name="What">The words.</param>
/// <param name="On">The day they were said.</param>
/// <param name="Who">Who said them, or whose task it is.</param>
internal sealed record ActionDraft(string? Client, string? OtherClient, string? What, LocalDate? On, string? Who)
{
    public LocalDate? Due { get; init; }

    public TaskParty Party { get; init; } = TaskParty.Us;
}
