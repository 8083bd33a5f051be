using KamBot.Conversation;
using KamBot.Platform;
using KamBot.Platform.Schedule;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.CompanyHolidays;

/// <summary>
/// Plans anew what a changed day (E11) or another rule of the company concerns, some dozens of users with each beat, before the
/// sweep could say it. The place is kept in the work's row; a part that was not written down is done again, which changes nothing.
/// </summary>
/// <remarks>
/// An instance that read the days or rules a moment before a change plans by the old ones until it reads again. Hence the users
/// are walked through once more when all have read, and what was planned so in between is put right.
/// </remarks>
public sealed class DayMoves(CompanyDays days, CompanyRules rules, ReminderUsers users, Replanning replanning, MoveNotes notes, Profiles profiles, Readers readers, TimeProvider clock, ILogger<DayMoves> logger) : IPulseWork
{
    internal const int UsersAtOnce = 48;
    private const int Passes = 2;

    private static readonly Duration BetweenPasses = 3 * Refreshed.Freshness;

    private bool _isCompared;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!_isCompared)
        {
            await days.CompareConfiguredAsync(cancellationToken);
            _isCompared = true;
        }

        if (!days.Works.Any(IsDue))
            return;
        // With the days and rules as they are at this moment.
        await days.ReadAsync(cancellationToken);
        await rules.ReadAsync(cancellationToken);
        if (days.Works.FirstOrDefault(IsDue) is { } work)
            await days.AdvanceAsync(work, await PartAsync(work, cancellationToken), cancellationToken);
    }

    private bool IsDue(DayWork work) => work.NotBefore <= clock.GetCurrentInstant();

    private async Task<DayWork?> PartAsync(DayWork work, CancellationToken cancellationToken)
    {
        var (found, next) = await users.FromAsync(work.Place, UsersAtOnce, cancellationToken);
        foreach (var user in found.Where(user => work.Tenant is null || user.Tenant == work.Tenant))
        {
            try
            {
                await MoveAsync(user, work, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // The others do not wait for one; the second pass comes back.
                logger.LogError(exception, "The reminders of one user could not be planned anew after a change of the company's");
            }
        }

        if (next is not null)
            return work with { Place = next };
        return work.Pass < Passes ? work with { Pass = work.Pass + 1, Place = null, NotBefore = clock.GetCurrentInstant() + BetweenPasses } : null;
    }

    /// <summary>What was planned is written down first: whoever comes after a crash, or second, still knows what moved.</summary>
    private async Task MoveAsync(UserKey user, DayWork work, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(user, cancellationToken) is not { } profile)
            return;
        var now = clock.GetCurrentInstant();
        var operation = new OperationId(work.Operation).Step($"pass {work.Pass}");
        var planned = await PlannedAsync(user, cancellationToken);
        var note = await notes.FindAsync(user, operation.Value, cancellationToken);
        if (note is null)
        {
            if (planned.Count == 0)
                return;
            note = await notes.AddAsync(user, MoveNote.Of(operation.Value, work, now.InZone(profile.DateTimeZone).LocalDateTime, planned), cancellationToken);
        }

        await replanning.RunAsync(user, planned.Concat(note.Reminders(user)), now, operation, cancellationToken);
        var moved = await replanning.MovedAsync(note.Reminders(user), note.Concerned(await PlannedAsync(user, cancellationToken)), new ReminderMoment(now, profile, readers.For(profile)), cancellationToken);
        if (moved.Count == 0)
            await notes.RemoveAsync(user, note, cancellationToken);
        else
            await notes.PlanAsync(profile, note, cancellationToken);
    }

    private async Task<List<Reminder>> PlannedAsync(UserKey user, CancellationToken cancellationToken) =>
        [.. (await replanning.PlannedAsync(user, account: null, cancellationToken)).Where(each => !MoveNotes.IsOne(each.Subject))];
}
