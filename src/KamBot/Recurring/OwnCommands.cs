using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Recurring;

/// <summary>Reminders of one's own: make, list, show, change, done, stop. Words and buttons arrive here alike.</summary>
public sealed class OwnCommands(
    RecurringStore store, OwnDesk desk, OwnCards cards, OwnChoice choice, OwnWords words, ClientsInText clients, AccountStore accounts, ReminderRules rules) : ICommandSet
{
    private const int MostListed = 12;
    private const int MostTouches = 8;
    private const int LongestWhat = 1_000;

    public IEnumerable<Command> Commands =>
    [
        new("own.add", AddAsync),
        new("own.list", ListAsync),
        new("own.show", ShowAsync),
        new("own.change", ChangeAsync),
        new("own.done", DoneAsync),
        new("own.stop", StopAsync),
        new("yearly.add", AddYearlyAsync),
    ];

    private async Task<Reply> AddAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var (every, when) = (input.Value<Recurrence>("recurrence"), input.Value<When>("when"));
        var what = input.Text("what");
        if (what is null && input.Client is null)
            return Reply.Say(turn.Text("Own.WhatAbout")).Wanting(null, "what");
        if (every is null && when is null && what is not null)
            (what, every, when) = words.Split(turn, what);
        if (every is null && when is null)
            return Reply.Say(turn.Text("Own.WhenAsk")).Wanting(null, "when", "recurrence");
        if (what?.Length > LongestWhat)
            return Reply.Say(turn.Text("Own.TooLong", ("most", LongestWhat)));
        var account = await AccountAsync(turn, input.Client ?? await clients.FindAsync(turn, what!, cancellationToken), cancellationToken);
        var own = New(turn, account, what ?? account!.Name);
        return OwnTiming.Of(turn, own, every, when, rules.Of(turn.Profile)) is { } timed
            ? await desk.AddAsync(turn, timed, account, cancellationToken)
            : Reply.Say(turn.Text("Own.Past")).Wanting(null, "when", "recurrence");
    }

    /// <summary>"Contract anniversary of Vila Nord 3 June": a yearly date of a client's.</summary>
    private async Task<Reply> AddYearlyAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if ((input.Client ?? await FocusAsync(turn, cancellationToken)) is not { } client)
            return Reply.Say(turn.Text("Yearly.WhichClient")).Wanting(null, "client");
        if (input.Date("date") is not { } date)
            return Reply.Say(turn.Text("Yearly.WhichDate", ("client", client.Name))).Wanting(new { client = $"#{client.Id}" }, "date");
        if (await AccountAsync(turn, client, cancellationToken) is not { } account)
            return Reply.Say(turn.Text("Client.Gone"));
        // Of a contract, of the company, of their cooperation, or of anything.
        var occasion = input.Text("occasion") ?? "anniversary";
        var own = New(turn, account, turn.Text($"Yearly.Occasion.{occasion}")) with { IsDate = true };
        return await desk.AddAsync(turn, OwnTiming.Of(turn, own, new(RecurrenceUnit.Year, 1, []), new When(date, null), rules.Of(turn.Profile))!, account, cancellationToken);
    }

    private async Task<Reply> ListAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        // Numbered in the whole list, so that "stop reminder 2" means the same whichever part of it was shown.
        var all = (await choice.OpenAsync(turn, cancellationToken)).Select((kept, index) => (Kept: kept, Number: index + 1)).ToList();
        var touches = (await store.OfUserAsync<KeepInTouch>(turn.User, KeepInTouch.RowPrefix, cancellationToken)).Where(each => each is { Value.IsOpen: true, Account: { } account } && account.IsOwnedBy(turn.User)).ToList();
        turn.Memory.Listed = [.. all.Select(each => new ListedRow(each.Kept.Value.Account, each.Kept.Value.Row))];
        var shown = all.Where(each => input.Client is null || each.Kept.Account?.Id == input.Client.Id).ToList();
        var everything = new CardButton(turn.Text("Own.Everything"), "upcoming");
        if (shown.Count + touches.Count == 0)
            return Reply.Show(new Card(turn.Text("Own.None")).Note(turn.Text("Own.Hint")).Button(everything));
        var card = new Card(turn.Reader.Plural("Own.Count", shown.Count));
        foreach (var (kept, number) in shown.Take(MostListed))
            cards.AddLine(card, kept.Value, kept.Account, OwnDesk.Moment(turn), number);
        if (shown.Count > MostListed)
            card.Note(turn.Text("Own.More", ("more", shown.Count - MostListed)));
        if (touches.Count > 0 && input.Client is null)
        {
            card.Section(turn.Text("Touch.Section"));
            foreach (var (touch, account) in touches.Take(MostTouches))
                card.Row(account!.Name, null, RecurrenceText.Of(turn.Reader, touch.Every, time: null), tap: new CardButton(turn.Text("Own.Open"), "dossier", new { client = $"#{account.Id}" }));
        }

        return Reply.Show((shown.Count == 0 ? card : card.Note(turn.Text("Own.StopHint", ("number", shown[0].Number)))).Button(everything));
    }

    private async Task<Reply> ShowAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var (kept, instead) = await choice.ResolveAsync(turn, input, cancellationToken);
        if (kept is null)
            return instead!;
        turn.Memory.Focus = new Focus(kept.Value.Account, kept.Value.Row);
        return Reply.Show(cards.Of(kept.Value, kept.Account, OwnDesk.Moment(turn)));
    }

    private async Task<Reply> ChangeAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var (kept, instead) = await choice.ResolveAsync(turn, input, cancellationToken);
        if (kept is null)
            return instead!;
        var (own, every, when) = (kept.Value, input.Value<Recurrence>("recurrence"), input.Value<When>("when"));
        if (every is null && when is null)
            return Reply.Say(turn.Text("Own.ChangeWhen", ("what", OwnCards.Title(own)))).Wanting(OwnCards.Data(own), "when", "recurrence");
        // Only a time was named: the days stay as they are.
        if (every is null && when is { Date: null, WorkingDays: null })
            (every, when) = (own.Every, own.Every is null ? new When(own.Anchor, when.Time) : when);
        return OwnTiming.Of(turn, own, every, when, rules.Of(turn.Profile)) is { } timed
            ? await desk.RetimeAsync(turn, timed, kept.Account, cancellationToken)
            : Reply.Say(turn.Text("Own.Past")).Wanting(OwnCards.Data(own), "when", "recurrence");
    }

    private async Task<Reply> DoneAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var (kept, instead) = await choice.ResolveAsync(turn, input, cancellationToken);
        LocalDate? day = input.Press?.Text("day") is { } text && LocalDatePattern.Iso.Parse(text) is { Success: true } read ? read.Value : null;
        return kept is null ? instead! : await desk.DoneAsync(turn, kept.Value, kept.Account, day, cancellationToken);
    }

    private async Task<Reply> StopAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        // An offer's reminders are no own ones: they end with the offer.
        if (input.ProposalNumber is not null)
            return Reply.Say(turn.Text("Own.NotAnOffer", ("offer", input.Text("proposal"))));
        var (kept, instead) = await choice.ResolveAsync(turn, input, cancellationToken);
        return kept is null ? instead! : await desk.StopAsync(turn, kept.Value, kept.Account, cancellationToken);
    }

    private static OwnReminder New(Turn turn, Account? account, string what) => new()
    {
        Id = turn.Operation.Step("own").Value,
        Account = account?.Id ?? RecurringStore.Drawer(turn.User).Id,
        HasClient = account is not null,
        Owner = turn.User.Id,
        What = what,
        Anchor = turn.Today,
    };

    private async Task<ClientRef?> FocusAsync(Turn turn, CancellationToken cancellationToken) =>
        await accounts.FindOwnAsync(turn.User, turn.Memory.Focus?.Account, cancellationToken) is { } account ? new ClientRef(account.Id, account.Name) : null;

    private Task<Account?> AccountAsync(Turn turn, ClientRef? client, CancellationToken cancellationToken) => accounts.FindOwnAsync(turn.User, client?.Id, cancellationToken);
}
