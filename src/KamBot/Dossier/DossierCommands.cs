using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;

namespace KamBot.Dossier;

/// <summary>"dossier Vila Nord" and "history of Vila Nord": what is known, and how it came about.</summary>
public sealed class DossierCommands(Journal journal, DossierCard dossier) : ICommandSet
{
    private const int PageLength = 15;
    private const int MostPages = 20;

    public IEnumerable<Command> Commands => [new("dossier", DossierAsync), new("history", HistoryAsync)];

    private async Task<Reply> DossierAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (ClientOf(turn, input) is not { } key)
            return Reply.Say(turn.Text("Dossier.WhichClient")).Wanting(null, "client");
        var file = await journal.OpenAsync(key, cancellationToken);
        if (file.Account is not { } account || !account.IsOpenTo(turn))
            return Reply.Say(turn.Text("Client.Gone"));
        turn.Memory.Focus = new Focus(account.Id);
        return Reply.Show(await dossier.OfAsync(turn, key, file, account, cancellationToken));
    }

    /// <summary>Newest first, a page at a time.</summary>
    private async Task<Reply> HistoryAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (ClientOf(turn, input) is not { } key)
            return Reply.Say(turn.Text("Dossier.WhichClient")).Wanting(null, "client");
        var file = await journal.OpenAsync(key, cancellationToken);
        if (file.Account is not { } account || !account.IsOpenTo(turn))
            return Reply.Say(turn.Text("Client.Gone"));
        turn.Memory.Focus = new Focus(account.Id);
        var page = Page(input);
        var entries = (await journal.TimelineAsync(key, ((page + 1) * PageLength) + 1, cancellationToken)).Skip(page * PageLength).ToList();
        var card = new Card(turn.Text("Dossier.HistoryTitle", ("client", account.Name)));
        foreach (var entry in entries.Take(PageLength))
            card.Row(TimelineText.Of(entry, turn.Reader), turn.Reader.ShortDate(entry.At.InZone(turn.Profile.DateTimeZone).Date, turn.Today), TimelineText.Who(entry, turn.Reader));
        if (entries.Count == 0)
            card.Note(turn.Text("Dossier.NoMoreHistory"));
        if (entries.Count > PageLength)
            card.Button(turn.Text("Dossier.Older"), "history", new { client = $"#{account.Id}", page = page + 1 });
        return Reply.Show(card.Button(turn.Text("Dossier.Back"), "dossier", new { client = $"#{account.Id}" }));
    }

    private static AccountKey? ClientOf(Turn turn, CommandInput input) =>
        (input.Client?.Id ?? turn.Memory.Focus?.Account) is { } id ? new AccountKey(turn.User.Tenant, id) : null;

    private static int Page(CommandInput input) =>
        int.TryParse(input.Press?.Text("page"), System.Globalization.CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 0, MostPages) : 0;
}
