using KamBot.Conversation;
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
        var soonest = PlannedReminder.JustAfter(now, owner.DateTimeZone);
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
