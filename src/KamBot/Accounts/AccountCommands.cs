using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.WorkingDays;

namespace KamBot.Accounts;

/// <summary>Clients: add, list, and the two facts that reminders need, calendar and phone.</summary>
public sealed class AccountCommands(AccountStore accounts, AccountNames names, WorkingCalendars calendars, IEnumerable<IAccountListener> listeners) : ICommandSet
{
    /// <summary>A list longer than this is searched, not scrolled.</summary>
    private const int MostListed = 15;
    private const int LongestName = 120;

    public IEnumerable<Command> Commands =>
    [
        new("client.add", AddAsync),
        new("client.list", ListAsync),
        new("client.calendar", CalendarAsync),
        new("client.phone", PhoneAsync),
    ];

    private async Task<Reply> AddAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var name = input.Text("name")?.Trim();
        if (string.IsNullOrEmpty(name))
            return Reply.Ask(new Card(turn.Text("Client.AddHow"))
                .Input(Inputs.Text("name", turn.Text("Client.Name")).Required(turn.Text("Client.NameMissing")))
                .Input(Inputs.Choice("calendar", turn.Text("Client.Calendar"), calendars.All(turn.Reader.Culture).Select(each => ($"{each.Name} ({each.Code})", each.Code)), filtered: true))
                .Input(Inputs.Text("phone", turn.Text("Client.Phone")))
                .Button(turn.Text("Client.Add"), "client.add", style: CardButtonStyle.Positive)).Wanting(null, "name", "calendar", "phone");
        if (name.Length > LongestName)
            return Reply.Say(turn.Text("Client.NameTooLong", ("most", LongestName))).Wanting(null, "name");
        if (await ExistingAsync(turn, name, cancellationToken) is { } existing)
            return Reply.Show(CardOf(turn, existing, turn.Text("Client.Exists", ("client", existing.Name))));

        var calendar = input.Text("calendar") is { } words && calendars.TryGet(words, out var known) ? known.Code : null;
        var account = await accounts.CreateAsync(turn, name, calendar, input.Words("phone"), isSample: false, cancellationToken);
        turn.Memory.Focus = new Focus(account.Id);
        return Reply.Show(CardOf(turn, account, turn.Text("Client.Added", ("client", account.Name)), CardTone.Good));
    }

    private async Task<Reply> ListAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var mine = (await accounts.OfUserAsync(turn.User, cancellationToken)).OrderBy(account => account.Name, StringComparer.Create(turn.Reader.Culture, ignoreCase: true)).ToList();
        if (mine.Count == 0 && turn.Covered.Count == 0)
            return Reply.Show(new Card(turn.Text("Client.None")).Note(turn.Text("Client.NoneHint")).Button(turn.Text("Welcome.Try"), "sample.load"));
        var card = new Card(turn.Reader.Plural("Client.Count", mine.Count));
        foreach (var account in mine.Take(MostListed))
            card.Row(account.Name, account.Calendar, tap: new CardButton(account.Name, "dossier", new { client = $"#{account.Id}" }));
        if (mine.Count > MostListed)
            card.Note(turn.Text("Client.MoreHint", ("more", mine.Count - MostListed)));
        foreach (var owner in turn.Covered)
            await AddCoveredAsync(card, turn, owner, cancellationToken);
        return Reply.Show(card);
    }

    /// <summary>The clients of somebody the user acts for, under that name.</summary>
    private async Task AddCoveredAsync(Card card, Turn turn, Profile owner, CancellationToken cancellationToken)
    {
        var covered = (await accounts.OfUserAsync(owner.User, cancellationToken)).OrderBy(account => account.Name, StringComparer.Create(turn.Reader.Culture, ignoreCase: true)).ToList();
        if (covered.Count > 0)
            card.Section(turn.Text("Covered.For", ("owner", owner.Name)));
        foreach (var account in covered.Take(MostListed))
            card.Row(account.Name, account.Calendar, tap: new CardButton(account.Name, "dossier", new { client = $"#{account.Id}" }));
        if (covered.Count > MostListed)
            card.Note(turn.Text("Client.MoreHint", ("more", covered.Count - MostListed)));
    }

    private async Task<Reply> CalendarAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.Client is not { } client)
            return Reply.Say(turn.Text("Client.WhichForCalendar")).Wanting(null, "client", "calendar");
        if (input.Text("calendar") is not { } words || !calendars.TryGet(words, out var calendar))
            return Reply.Say(turn.Text("Settings.WhichCalendar")).Wanting(null, "calendar");
        var entry = new Entry("client.calendar", AccountStore.Row, Facts.Of(("calendar", Fact.Text(calendar.Code))));
        return await ChangeAsync(turn, client, entry, account => account with { Calendar = calendar.Code }, cancellationToken);
    }

    private async Task<Reply> PhoneAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.Client is not { } client || input.Words("phone") is not { } phone)
            return Reply.Say(turn.Text("Client.PhoneHow")).Wanting(null, input.Client is null ? ["client", "phone"] : ["phone"]);
        return await ChangeAsync(turn, client, new Entry("client.phone", AccountStore.Row, Facts.None), account => account with { Phone = phone }, cancellationToken);
    }

    private async Task<Reply> ChangeAsync(Turn turn, ClientRef client, Entry entry, Func<Account, Account> change, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, client.Id);
        if (await accounts.ChangeAsync(turn, key, entry, change, cancellationToken) is not { } account)
            return Reply.Say(turn.Text("Client.Gone"));
        var moved = new List<Moved>();
        foreach (var listener in listeners)
            moved.AddRange(await listener.ChangedAsync(turn, account, cancellationToken));
        var card = CardOf(turn, account, turn.Text("Client.Changed", ("client", account.Name)), CardTone.Good);
        return Reply.Show(Moved.AddTo(card, turn.Reader, turn.Today, moved));
    }

    /// <summary>The same name, legal form aside, is the same client.</summary>
    private async Task<Account?> ExistingAsync(Turn turn, string name, CancellationToken cancellationToken)
    {
        foreach (var match in (await names.FindAsync(turn.User.Tenant, name, cancellationToken)).Matches)
        {
            if (names.AreSame(match.Name, name) && await accounts.FindOwnAsync(turn.User, match.AccountId, cancellationToken) is { } account)
                return account;
        }

        return null;
    }

    private Card CardOf(Turn turn, Account account, string headline, CardTone tone = CardTone.Plain)
    {
        var calendar = calendars.TryGet(account.Calendar, out var known) ? $"{known.DisplayName(turn.Reader.Culture)} ({known.Code})" : turn.Text("Client.YourCalendar", ("calendar", turn.ProfileOf(account.Owner).Calendar));
        return new Card(headline, tone)
            .Facts((turn.Text("Client.Owner"), account.OwnerName), (turn.Text("Client.Calendar"), calendar), (turn.Text("Client.Phone"), account.Phone))
            .Note(account.Calendar is null ? turn.Text("Client.CalendarHint", ("client", account.Name)) : null)
            .Button(turn.Text("Client.Dossier"), "dossier", new { client = $"#{account.Id}" })
            .Button(turn.Text("Client.LogMeeting"), "meeting.log", new { client = $"#{account.Id}" });
    }
}

/// <summary>A slice that plans by the client's calendar, and plans anew when it changes.</summary>
public interface IAccountListener
{
    /// <returns>The reminders that moved.</returns>
    Task<IReadOnlyList<Moved>> ChangedAsync(Turn turn, Account account, CancellationToken cancellationToken);
}
