using NodaTime;

namespace KamBot.Conversation;

/// <summary>
/// In a colleague's profile: for whom they may have to act, and in which days. Only a hint where to look, so that who covers
/// nobody costs no look-up: whether they may act, the covered user's own profile says.
/// </summary>
/// <param name="Owner">Who is covered.</param>
/// <param name="Request">The absence, or the standing request.</param>
/// <param name="From">First day, by the owner's calendar; null: since ever.</param>
/// <param name="To">Last day; null: for as long as it takes.</param>
public sealed record Cover(string Owner, string Request, LocalDate? From, LocalDate? To)
{
    /// <summary>A user covers a team at most; older requests go first.</summary>
    public const int Most = 40;

    /// <summary>Zones differ by a day at most.</summary>
    public bool MayBeOn(Instant now)
    {
        var today = now.InUtc().Date;
        return !(today.PlusDays(1) < From) && !(today.PlusDays(-1) > To);
    }
}

/// <summary>Who may act for whom, now. Pure.</summary>
public static class Covering
{
    /// <summary>Whether <paramref name="user"/> acts for <paramref name="owner"/>: as accepted deputy while they are away, or because they left.</summary>
    public static bool MayAct(UserKey user, Profile owner, Instant now) =>
        owner.User.Tenant == user.Tenant && (DeputyOf(owner, now)?.Is(user) == true || owner.HandedOver?.To == user.Id);

    /// <summary>The absence that is on; where two were said for the same day the first said counts.</summary>
    public static Absence? AbsenceOf(Profile owner, Instant now) => owner.Absences.FirstOrDefault(absence => absence.IsOn(now, owner.DateTimeZone));

    /// <summary>Who has accepted to act for them in the absence that is on.</summary>
    public static Deputy? DeputyOf(Profile owner, Instant now) => AbsenceOf(owner, now)?.Deputy is { HasAccepted: true } deputy ? deputy : null;
}

/// <summary>A user who left: who has what they cared for, until they are back.</summary>
/// <param name="To">Whose directory id.</param>
/// <param name="ToName">As it was then.</param>
/// <param name="At">Since when.</param>
public sealed record HandedOver(string To, string ToName, Instant At);
