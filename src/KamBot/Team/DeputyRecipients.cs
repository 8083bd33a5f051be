using KamBot.Conversation;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Team;

/// <summary>Who is told in a manager's place: the deputy of the absence that is on, or who took over from one who left.</summary>
public sealed class DeputyRecipients(Profiles profiles, Leavers leavers, ReminderRules rules, ReminderSources sources) : IRecipients
{
    public async Task<Recipient> OfAsync(Reminder reminder, Profile owner, Instant now, CancellationToken cancellationToken)
    {
        if (reminder.Subject.Row.StartsWith(Leavers.RowPrefix, StringComparison.Ordinal))
            return await leavers.HandOverAsync(owner, now, cancellationToken) is { } taker ? new Recipient(taker, owner.Name) : new Recipient(owner);
        if (owner.Unreachable is not null && owner.HandedOver is null)
            await leavers.WatchAsync(owner, now, cancellationToken);
        if (sources.Of(reminder.Subject) is not { IsPersonal: false })
            return new Recipient(owner);
        if (owner.HandedOver is null && leavers.HasLeft(owner, now) && await leavers.HandOverAsync(owner, now, cancellationToken) is { } heir)
            return new Recipient(heir, owner.Name);
        if ((Covering.DeputyOf(owner, now)?.User ?? owner.HandedOver?.To) is { } id)
        {
            return await profiles.FindAsync(new UserKey(owner.User.Tenant, id), cancellationToken) is { Reference: not null, Unreachable: null } deputy
                ? new Recipient(deputy, owner.Name)
                : new Recipient(owner);
        }

        return Covering.AbsenceOf(owner, now) is { Deputy: null } absence
            ? new Recipient(owner) { NotBefore = owner.DateTimeZone.AtLeniently(Return(absence, owner)).ToInstant() }
            : new Recipient(owner);
    }

    private LocalDateTime Return(Absence absence, Profile owner)
    {
        var settings = rules.Of(owner);
        return settings.At(AbsenceRules.ReturnDay(absence, settings.Manager));
    }
}
