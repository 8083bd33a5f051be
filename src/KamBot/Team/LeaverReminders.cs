using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Team;

/// <summary>Tells who takes over: whose, how many clients, what could not be said meanwhile. Once.</summary>
public sealed class LeaverReminders(Profiles profiles, AccountStore accounts, ReminderStore reminders, ReminderRules rules, ReminderSources sources) : IReminderSource
{
    private const int MostListed = 10;

    public string RowPrefix => Leavers.RowPrefix;

    public bool IsPersonal => true;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(reminder.User, cancellationToken) is not { Unreachable: { } gone } owner)
            return new Telling.Skip("back");
        if (owner.HandedOver is null)
        {
            // Nobody to tell: asked again every working day.
            var settings = rules.Of(owner);
            return new Telling.Move(settings.At(WorkingDayArithmetic.FirstAfter(moment.Today, settings.Manager)));
        }

        var clients = await accounts.OfUserAsync(owner.User, cancellationToken);
        var card = new Card(moment.Reader.Text("Left.Title", ("owner", owner.Name)), CardTone.Warning)
            .Facts(
                (moment.Reader.Text("Left.Since"), moment.Reader.Date(gone.Since.InZone(moment.Profile.DateTimeZone).Date, moment.Today)),
                (moment.Reader.Text("Left.Clients"), moment.Reader.Plural("Left.ClientCount", clients.Count)))
            .Line(moment.Reader.Text("Left.Means"));
        foreach (var account in clients.Take(MostListed))
            card.Row(account.Name, account.Calendar, tap: new CardButton(account.Name, "dossier", new { client = $"#{account.Id}" }));
        await AddMissedAsync(card, owner, moment, cancellationToken);
        return new Telling.Show(card);
    }

    public Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) => Task.FromResult<ReminderLine?>(null);

    /// <summary>It depends on no calendar that changes: it stays as it is.</summary>
    public Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Reminder>>([]);

    private async Task AddMissedAsync(Card card, Profile owner, ReminderMoment moment, CancellationToken cancellationToken)
    {
        var missed = (await reminders.OfUserAsync(owner.User, cancellationToken)).Where(each => each.State == ReminderState.Undelivered).GroupBy(each => each.Subject).Select(group => group.Last()).Take(MostListed).ToList();
        if (missed.Count > 0)
            card.Section(moment.Reader.Text("Left.Missed"));
        foreach (var reminder in missed)
        {
            if (await sources.DescribeAsync(reminder, moment, cancellationToken) is { } line)
                card.Row(line.Title, moment.Reader.ShortDate(reminder.Day, moment.Today), tone: CardTone.Attention, tap: line.Open);
        }
    }
}
