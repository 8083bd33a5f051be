using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Team;

/// <summary>What a manager reads who is back: what the colleague did for them, and what is open, with its dates.</summary>
/// <param name="entries">Whom the colleague wrote about.</param>
/// <param name="journal">What they wrote.</param>
/// <param name="accounts">Whose it is.</param>
/// <param name="reminders">What is open.</param>
/// <param name="sources">All slices that plan; asked for late, because absences are one of them.</param>
public sealed class ReturnSummary(Entries entries, Journal journal, AccountStore accounts, ReminderStore reminders, ReminderSources sources)
{
    private const int MostDeeds = 10;
    private const int MostOpen = 10;
    private const int MostClients = 50;
    private const int MostEntries = 200;

    /// <summary>What comes in the first days after.</summary>
    private const int DaysAhead = 7;

    public async Task<Card> CardAsync(Profile owner, Absence absence, Reader reader, Instant now, CancellationToken cancellationToken)
    {
        var today = now.InZone(owner.DateTimeZone).Date;
        var card = new Card(reader.Text("Return.Title", ("days", AbsenceCards.Days(absence, reader, today))), CardTone.Good);
        if (absence.Deputy is { HasAccepted: true } deputy)
            await AddDeedsAsync(card, owner, absence, deputy, reader, now, cancellationToken);
        await AddOpenAsync(card, owner, absence, reader, now, cancellationToken);
        return card.Note(reader.Text(absence.Deputy is { HasAccepted: true } ? "Return.Again" : "Return.Waited")).Button(reader.Text("Return.Today"), "today");
    }

    private async Task AddDeedsAsync(Card card, Profile owner, Absence absence, Deputy deputy, Reader reader, Instant now, CancellationToken cancellationToken)
    {
        var deeds = new List<(Account Account, TimelineEntry Entry)>();
        var (from, to) = (absence.Begins(owner.DateTimeZone), Instant.Min(absence.Ends(owner.DateTimeZone), now));
        foreach (var id in await entries.LatestAsync(new UserKey(owner.User.Tenant, deputy.User), MostClients, cancellationToken))
        {
            var key = new AccountKey(owner.User.Tenant, id);
            if (await accounts.FindAsync(key, cancellationToken) is not { } account || !account.IsOwnedBy(owner.User))
                continue;
            deeds.AddRange((await journal.TimelineAsync(key, MostEntries, cancellationToken))
                .Where(entry => entry.By == deputy.User && entry.At >= from && entry.At <= to).Select(entry => (account, entry)));
        }

        card.Section(reader.Text("Return.Did", ("deputy", deputy.Name)));
        foreach (var (account, entry) in deeds.OrderByDescending(deed => deed.Entry.At).Take(MostDeeds))
        {
            card.Row(
                TimelineText.Of(entry, reader), reader.ShortDate(entry.At.InZone(owner.DateTimeZone).Date, now.InZone(owner.DateTimeZone).Date), account.Name,
                tap: new CardButton(account.Name, "history", new { client = $"#{account.Id}" }));
        }

        if (deeds.Count == 0)
            card.Line(reader.Text("Return.DidNothing"));
        if (deeds.Count > MostDeeds)
            card.Note(reader.Text("Return.More", ("more", deeds.Count - MostDeeds)));
    }

    /// <summary>What was said and not answered, what fell due and was never said, and what comes next.</summary>
    private async Task AddOpenAsync(Card card, Profile owner, Absence absence, Reader reader, Instant now, CancellationToken cancellationToken)
    {
        var today = now.InZone(owner.DateTimeZone).Date;
        var moment = new ReminderMoment(now, owner, reader);
        var lines = new List<(Reminder Reminder, ReminderLine Line)>();
        foreach (var reminder in (await reminders.OfUserAsync(owner.User, cancellationToken))
            .Where(each => IsOpen(each, absence, today)).GroupBy(each => each.Subject).Select(subject => subject.OrderBy(each => each.State != ReminderState.Sent).ThenByDescending(each => each.Day).First()).OrderBy(each => each.At))
        {
            if (await sources.DescribeAsync(reminder, moment, cancellationToken) is { } line)
                lines.Add((reminder, line));
        }

        card.Section(reader.Text("Return.Open"));
        foreach (var (reminder, line) in lines.Take(MostOpen))
            card.Row(line.Title, reader.Date(reminder.Day, today), tone: reminder.Day < today ? CardTone.Attention : CardTone.Plain, tap: line.Open);
        if (lines.Count == 0)
            card.Line(reader.Text("Return.NothingOpen"));
        if (lines.Count > MostOpen)
            card.Note(reader.Text("Return.More", ("more", lines.Count - MostOpen)));
    }

    private static bool IsOpen(Reminder reminder, Absence absence, LocalDate today) => reminder.State switch
    {
        _ when reminder.Subject.Account == AbsencePlans.Account => false,
        ReminderState.Sent => reminder.ActivityId is not null,
        ReminderState.Dropped => reminder.Why == "late" && reminder.Day >= absence.From,
        ReminderState.Planned => reminder.Day <= today.PlusDays(DaysAhead),
        _ => false,
    };
}
