using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using KamBot.WorkingDays;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Team;

/// <summary>
/// Users whom nothing reaches any more (story 10.5, RSK-4). After some working days what they cared for goes to their standing
/// deputy, else to a head of sales, who is told once; it goes back by itself when they are back.
/// </summary>
public sealed class Leavers(Profiles profiles, ReminderPlans plans, ReminderRules rules, IOptions<TeamOptions> options)
{
    public const string RowPrefix = "left~";
    public const string Left = "team.left";

    private const int UsefulDays = 90;

    public static ReminderSubject Subject(UserKey owner) => new(AbsencePlans.Account, RowPrefix + OperationId.Of(owner.Partition).Value);

    /// <summary>From now on it is looked at: one reminder of theirs could not be delivered, or would not be.</summary>
    public Task WatchAsync(Profile owner, Instant now, CancellationToken cancellationToken)
    {
        var at = LeftAt(owner);
        var soonest = AbsenceRules.JustAfter(now, owner.DateTimeZone);
        var plan = new PlannedReminder(Left, LocalDateTime.Max(at, soonest), at.PlusDays(UsefulDays));
        // Named by the day it began: planned once for each time that somebody leaves.
        return plans.PlanAsync(owner.User, owner.DateTimeZone, Subject(owner.User), [plan], now, OperationId.Of(owner.User.Partition, InstantPattern.ExtendedIso.Format(owner.Unreachable!.Since)), cancellationToken);
    }

    /// <summary>Nothing has reached them for so long that somebody else has to see to their clients.</summary>
    public bool HasLeft(Profile owner, Instant now) => owner.Unreachable is not null && now >= owner.DateTimeZone.AtLeniently(LeftAt(owner)).ToInstant();

    /// <summary>Who has it from now on, and it is written down that they have; null while nobody can be reached.</summary>
    public async Task<Profile?> HandOverAsync(Profile owner, Instant now, CancellationToken cancellationToken)
    {
        if (owner.Unreachable is null)
            return null;
        foreach (var id in Candidates(owner))
        {
            if (id == owner.User.Id || await profiles.FindAsync(new UserKey(owner.User.Tenant, id), cancellationToken) is not { Reference: not null, Unreachable: null } taker)
                continue;
            await AbsenceBook.CoverAsync(profiles, taker.User, new Cover(owner.User.Id, Subject(owner.User).Row, null, null), cancellationToken);
            await profiles.ChangeAsync(
                owner.User,
                fresh => fresh is { Unreachable: not null } && fresh.HandedOver?.To != id ? fresh with { HandedOver = new HandedOver(id, taker.Name, now) } : fresh!,
                cancellationToken);
            return taker;
        }

        return null;
    }

    private LocalDateTime LeftAt(Profile owner)
    {
        var settings = rules.Of(owner);
        return settings.At(WorkingDayArithmetic.Add(owner.Unreachable!.Since.InZone(owner.DateTimeZone).Date, options.Value.LeftAfterDays, settings.Manager));
    }

    private IEnumerable<string> Candidates(Profile owner) =>
        (owner.HandedOver is { } before ? [before.To] : Array.Empty<string>())
            .Concat(owner.StandingDeputy is { HasAccepted: true } deputy ? [deputy.User] : [])
            .Concat(options.Value.HeadsOfSales ?? []).Distinct(StringComparer.Ordinal);
}

/// <summary>Tells who takes over: whose, how many clients, what could not be said meanwhile. Once.</summary>
public sealed class LeaverReminders(Profiles profiles, AccountStore accounts, ReminderStore reminders, ReminderRules rules, Func<ReminderSources> sources) : IReminderSource
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

    public Task<Card?> ClosedAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) => Task.FromResult<Card?>(null);

    public Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) => Task.FromResult<ReminderLine?>(null);

    /// <summary>It depends on no calendar that changes: it stays as it is.</summary>
    public Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Reminder>>([]);

    public Task<Postponement?> PostponeAsync(Turn turn, ReminderSubject subject, SnoozeTime to, CancellationToken cancellationToken) => Task.FromResult<Postponement?>(null);

    private async Task AddMissedAsync(Card card, Profile owner, ReminderMoment moment, CancellationToken cancellationToken)
    {
        var missed = (await reminders.OfUserAsync(owner.User, cancellationToken)).Where(each => each.State == ReminderState.Undelivered).GroupBy(each => each.Subject).Select(group => group.Last()).Take(MostListed).ToList();
        if (missed.Count > 0)
            card.Section(moment.Reader.Text("Left.Missed"));
        foreach (var reminder in missed)
        {
            if (await sources().DescribeAsync(reminder, moment, cancellationToken) is { } line)
                card.Row(line.Title, moment.Reader.ShortDate(reminder.Day, moment.Today), tone: CardTone.Attention, tap: line.Open);
        }
    }
}
