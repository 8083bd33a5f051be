using KamBot.Conversation;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.CompanyHolidays;

/// <summary>The notes in the users' own partitions, and the message that each becomes: a reminder of the ordinary engine, said once whatever restarts.</summary>
public sealed class MoveNotes(ITableStore tables, ReminderPlans plans)
{
    public const string RowPrefix = "moved~";

    private const string Account = "team";
    private const string Kind = "day.moved";

    /// <summary>Later than this the list of reminders says it better.</summary>
    private static readonly Period Useful = Period.FromDays(5);

    /// <summary>So long somebody may ask why that message came.</summary>
    private static readonly Period Kept = Period.FromDays(60);

    /// <summary>Notes of one user that are looked at when another is written: more than a year of changes has.</summary>
    private const int MostKept = 200;

    public static bool IsOne(ReminderSubject subject) => subject.Row.StartsWith(RowPrefix, StringComparison.Ordinal);

    public async Task<MoveNote?> FindAsync(UserKey user, string id, CancellationToken cancellationToken) =>
        await tables.GetEntityIfExistsAsync(CompanyDays.Table, user.Partition, RowPrefix + id, cancellationToken) is { } entity ? RowJson.Read<MoveNote>(entity) : null;

    public Task<MoveNote?> FindAsync(UserKey user, ReminderSubject subject, CancellationToken cancellationToken) => FindAsync(user, subject.Row[RowPrefix.Length..], cancellationToken);

    /// <summary>Writes the note down, and removes the user's that are older than anybody asks about.</summary>
    /// <returns>The note as it is stored: another instance's, if that was faster.</returns>
    public async Task<MoveNote> AddAsync(UserKey user, MoveNote note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        await ForgetAsync(user, note.At - Kept, cancellationToken);
        var write = await tables.AddEntityAsync(CompanyDays.Table, RowJson.Write(new TableEntity(user.Partition, RowPrefix + note.Id), note), cancellationToken);
        return write.Succeeded ? note : await FindAsync(user, note.Id, cancellationToken) ?? note;
    }

    /// <summary>Nothing moved: nothing is said.</summary>
    public async Task RemoveAsync(UserKey user, MoveNote note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        if (await tables.GetEntityIfExistsAsync(CompanyDays.Table, user.Partition, RowPrefix + note.Id, cancellationToken) is { } entity)
            await tables.DeleteEntityAsync(CompanyDays.Table, entity, cancellationToken);
    }

    /// <summary>
    /// The same plan whenever it is asked for. Somebody did it just now and others ask what became of their day: told at once. A
    /// changed configuration or rule waits for the user's hours.
    /// </summary>
    public Task<IReadOnlyList<Reminder>> PlanAsync(Profile user, MoveNote note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(note);
        var wanted = new PlannedReminder(Kind, note.At, note.At + Useful, Exact: note.Day is not null);
        var earlier = user.DateTimeZone.AtLeniently(note.At).ToInstant() - Duration.FromSeconds(1);
        return plans.PlanAsync(user.User, user.DateTimeZone, new ReminderSubject(Account, RowPrefix + note.Id), [wanted], earlier, new OperationId(note.Id), cancellationToken);
    }

    private async Task ForgetAsync(UserKey user, LocalDateTime before, CancellationToken cancellationToken)
    {
        foreach (var row in await tables.ListAsync(CompanyDays.Table, TableQuery.Prefix(user.Partition, RowPrefix), MostKept, cancellationToken))
        {
            if (RowJson.Read<MoveNote>(row).At < before)
                await tables.DeleteEntityAsync(CompanyDays.Table, row, cancellationToken);
        }
    }
}
