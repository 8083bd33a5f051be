using KamBot.Conversation;
using NodaTime;

namespace KamBot.Team;

/// <summary>
/// Absences in their owners' profiles, and in colleagues' profiles the hints that lead to them. The hint is written first: dying
/// in between leaves one that leads to nothing. The only file that writes either.
/// </summary>
public sealed class AbsenceBook(Profiles profiles)
{
    /// <summary>Who plans more than this plans a calendar.</summary>
    public const int MostComing = 8;

    /// <summary>How long past ones are kept for who still holds a card of them.</summary>
    private static readonly Duration Remembered = Duration.FromDays(60);

    /// <summary>The absence as its owner or its deputy knows it; null when it is gone, or none of theirs.</summary>
    public async Task<AbsenceOf?> FindAsync(UserKey user, string id, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(user, cancellationToken) is not { } profile)
            return null;
        if (Of(profile, id) is { } own)
            return own;
        return profile.Covers.FirstOrDefault(cover => cover.Request == id) is { } hint
            && await profiles.FindAsync(new UserKey(user.Tenant, hint.Owner), cancellationToken) is { } owner ? Of(owner, id) : null;
    }

    /// <summary>What the user was asked to cover and what they cover, as its owners have it now; the earliest first.</summary>
    public async Task<IReadOnlyList<AbsenceOf>> CoveredAsync(Profile user, Instant now, CancellationToken cancellationToken)
    {
        var covered = new List<AbsenceOf>();
        foreach (var cover in user.Covers.Where(cover => !(cover.To < now.InUtc().Date.PlusDays(-1))))
        {
            if (await profiles.FindAsync(new UserKey(user.User.Tenant, cover.Owner), cancellationToken) is { } owner && Of(owner, cover.Request) is { } found
                && found.Absence.Deputy?.Is(user.User) == true && !found.Absence.IsOver(now, owner.DateTimeZone))
                covered.Add(found);
        }

        return [.. covered.OrderBy(each => each.Absence.From)];
    }

    /// <summary>A new absence; a second run of the same operation finds the first one's.</summary>
    public async Task<Profile> AddAsync(UserKey owner, Absence absence, Instant now, CancellationToken cancellationToken)
    {
        await HintAsync(owner, absence, cancellationToken);
        return await profiles.ChangeAsync(
            owner,
            profile => profile!.Absences.Any(each => each.Id == absence.Id)
                ? profile
                : profile with { Absences = [.. profile.Absences.Where(each => !IsForgotten(each, profile, now)).Append(absence).OrderBy(each => each.From)] },
            cancellationToken);
    }

    /// <summary>Applies a change to one absence as it is now; one that is gone stays gone.</summary>
    public async Task<Profile> ChangeAsync(UserKey owner, string id, Func<Absence, Absence> change, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(owner, cancellationToken) is { } before && Of(before, id) is { } found)
            await HintAsync(owner, change(found.Absence), cancellationToken);
        return await profiles.ChangeAsync(
            owner, profile => profile! with { Absences = [.. profile.Absences.Select(each => each.Id == id ? change(each) : each)] }, cancellationToken);
    }

    private async Task HintAsync(UserKey owner, Absence absence, CancellationToken cancellationToken)
    {
        if (absence.Deputy is not { } deputy)
            return;
        var hint = new Cover(owner.Id, absence.Id, absence.From, absence.To);
        await CoverAsync(profiles, new UserKey(owner.Tenant, deputy.User), hint, cancellationToken);
    }

    /// <summary>Writes into a colleague's profile where to look.</summary>
    internal static Task CoverAsync(Profiles profiles, UserKey colleague, Cover hint, CancellationToken cancellationToken) => profiles.ChangeKnownAsync(
        colleague,
        profile => profile.Covers.Contains(hint)
            ? profile
            : profile with { Covers = [.. profile.Covers.Where(each => each.Request != hint.Request).Append(hint).TakeLast(Cover.Most)] },
        cancellationToken);

    private static AbsenceOf? Of(Profile owner, string id) =>
        owner.Absences.FirstOrDefault(each => each.Id == id) is { } absence ? new AbsenceOf(owner, absence) : null;

    private static bool IsForgotten(Absence absence, Profile owner, Instant now) => now - Remembered > absence.Ends(owner.DateTimeZone);
}

/// <summary>An absence with whose it is.</summary>
public sealed record AbsenceOf(Profile Owner, Absence Absence);
