using KamBot.Conversation.Cards;
using KamBot.WorkingDays;

namespace KamBot.Conversation;

/// <summary>First contact: once per user and once per room, whatever the number and order of the channel's events.</summary>
public sealed class Greeting(Profiles profiles, WorkingCalendars calendars, Comeback comeback)
{
    /// <summary>The verb by which Teams asks for a reader's own view of the introduction.</summary>
    public const string RoomView = "room.view";

    /// <summary>For the events of an installation: greets if nobody did yet; who is back hears what they missed.</summary>
    public async Task<Reply> GreetAsync(Turn turn, CancellationToken cancellationToken)
    {
        var missed = await comeback.CardAsync(turn, cancellationToken);
        if (!await IsFirstAsync(turn, cancellationToken))
            return missed is null ? Reply.None : Reply.Show(missed);
        return missed is null ? Reply.Show(Welcome(turn)) : Reply.Show(missed) with { Before = [Welcome(turn)] };
    }

    /// <summary>For a message: what could not be told meanwhile, and the greeting if this is the first the user hears of KamBot, ahead of the answer.</summary>
    public async Task<Reply> WithFirstContactAsync(Turn turn, Reply reply, CancellationToken cancellationToken)
    {
        if (await comeback.CardAsync(turn, cancellationToken) is { } missed)
            reply = reply with { Before = [missed] };
        if (await IsFirstAsync(turn, cancellationToken))
            return Ahead(Welcome(turn), reply);
        return turn.Profile is { Confirmed: false } profile && profile.ZoneTakenBy == turn.Context.OperationId ? Ahead(Taken(turn), reply) : reply;
    }

    /// <summary>For a pressed button, whose answer takes the place of its card: what could not be told meanwhile.</summary>
    public Task<Card?> MissedAsync(Turn turn, CancellationToken cancellationToken) => comeback.CardAsync(turn, cancellationToken);

    /// <summary>Small talk is answered by the greeting itself.</summary>
    private static Reply Ahead(Card greeting, Reply reply) =>
        reply.IsSmallTalk ? Reply.Show(greeting) with { Before = reply.Before } : reply with { Before = [greeting, .. reply.Before] };

    public Card Welcome(Turn turn)
    {
        var card = new Card(turn.Text("Welcome.Title"))
            .Line(turn.Text("Welcome.What"))
            .Line(turn.Text("Welcome.How"))
            .Line(turn.Text("Welcome.Help"));
        SettingsCard.AddTo(card, turn, calendars);
        return card
            .Note(turn.Text(turn.Profile.ZoneIsGuess ? "Welcome.Guess" : "Welcome.Taken"))
            .Button(turn.Text("Welcome.Right"), "settings.confirm", style: CardButtonStyle.Positive)
            .Button(turn.Text("Welcome.Change"), "settings")
            .Button(turn.Text("Welcome.Try"), "sample.load");
    }

    /// <summary>The greeting of the installation had to guess; the first message tells (R1: shown and confirmed).</summary>
    private Card Taken(Turn turn)
    {
        var card = new Card(turn.Text("Welcome.TakenTitle"));
        SettingsCard.AddTo(card, turn, calendars);
        return card.Button(turn.Text("Welcome.Right"), "settings.confirm", style: CardButtonStyle.Positive).Button(turn.Text("Welcome.Change"), "settings");
    }

    /// <summary>In a group KamBot says once who it is, and shows nothing of anybody.</summary>
    public Reply IntroduceToRoom(Turn turn)
    {
        if (turn.Memory.IsIntroduced)
            return Reply.None;
        turn.Memory.IsIntroduced = true;
        return Reply.Show(Introduction(turn));
    }

    /// <summary>Who KamBot is, in this reader's language: everybody in a room sees the card that one of them caused.</summary>
    public Card Introduction(Turn turn) =>
        new Card(turn.Text("Room.Title")).Line(turn.Text("Room.What")).Line(turn.Text("Room.Personal")).OwnViewOf(RoomView);

    /// <summary>What a room can set: nothing, for nothing is kept there.</summary>
    public Card RoomSettings(Turn turn) => new Card(turn.Text("Room.Settings")).Line(turn.Text("Room.NoSettings")).Line(turn.Text("Room.Personal"));

    /// <summary>Somebody writes to KamBot in a room: clients are talked about in the personal chat only.</summary>
    public Reply InRoom(Turn turn)
    {
        turn.Memory.IsIntroduced = true;
        return Reply.Say(turn.Text("Room.Personal"));
    }

    private async Task<bool> IsFirstAsync(Turn turn, CancellationToken cancellationToken)
    {
        var operation = turn.Context.OperationId;
        if (turn.Profile.GreetedBy is { } greeted)
            return greeted == operation;
        turn.Profile = await profiles.ChangeAsync(
            turn.User, now => (now ?? turn.Profile) is { GreetedBy: null } fresh ? fresh with { GreetedBy = operation } : now!, cancellationToken);
        return turn.Profile.GreetedBy == operation;
    }
}
