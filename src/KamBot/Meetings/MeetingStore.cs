using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Meetings;

/// <summary>
/// Meetings, tasks and the people met lie with their client and change together with its timeline; one index leads from the
/// manager to the open tasks. The only file that knows their rows and keys.
/// </summary>
public sealed class MeetingStore(ITableStore tables, Journal journal, Entries entries, AccountStore accounts, NameForms nameForms, PeopleNames peopleNames)
{
    private const string OpenPrefix = "todo~";
    private const int Attempts = 8;
    private const int MostOpen = 1_000;

    public async Task<MeetingFile?> MeetingAsync(AccountKey key, string row, CancellationToken cancellationToken) =>
        await journal.RowAsync(key, row, cancellationToken) is { } entity && await accounts.FindAsync(key, cancellationToken) is { } account
            ? new MeetingFile(RowJson.Read<Meeting>(entity), account, entity)
            : null;

    public async Task<TaskFile?> TaskAsync(AccountKey key, string row, CancellationToken cancellationToken) =>
        await journal.RowAsync(key, row, cancellationToken) is { } entity && await accounts.FindAsync(key, cancellationToken) is { } account
            ? new TaskFile(RowJson.Read<MeetingTask>(entity), account, entity)
            : null;

    /// <summary>
    /// The people of a meeting by the names they are known under: a sentence bends them ("with Anna Lis" is "z Anną Lis"). Whom two
    /// known people could be stays as it was said.
    /// </summary>
    public async Task<IReadOnlyList<string>> RecognisedAsync(AccountKey key, IReadOnlyList<string> said, CancellationToken cancellationToken)
    {
        if (said.Count == 0)
            return said;
        var file = await journal.OpenAsync(key, cancellationToken);
        List<string> known = [.. file.All<Person>(Person.RowPrefix).Select(person => person.Name)];
        return [.. said.Select(words => Recognised(words, known))];
    }

    /// <summary>
    /// Writes meeting, tasks, people and the timeline's entry in one transaction; open next contacts that this meeting answers
    /// are closed with it. A second run of the same operation changes nothing.
    /// </summary>
    /// <returns>The earlier meetings whose next contact this one was.</returns>
    public async Task<IReadOnlyList<Meeting>> AddAsync(
        Turn turn, Account account, Meeting meeting, IReadOnlyList<MeetingTask> tasks, Entry entry, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, account.Id);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var file = await journal.OpenAsync(key, cancellationToken);
            // Those that an earlier run of this operation closed already are planned anew by this run too.
            List<Meeting> answered = [.. file.All<Meeting>(Meeting.RowPrefix).Where(earlier =>
                IsAnsweredBy(earlier, meeting) || earlier.Row != meeting.Row && Journal.WasWrittenBy(file.Row(earlier.Row)!, turn.Operation))];
            List<RowChange> changes =
            [
                RowChange.Of(meeting.Row, null, meeting),
                .. tasks.Select(task => RowChange.Of(task.Row, null, task)),
                .. People(key, file, meeting),
                .. answered.Select(earlier => RowChange.Of(earlier.Row, file.Row(earlier.Row), earlier with { Next = earlier.Next! with { IsMet = true } })),
            ];
            var write = await entries.WriteAsync(turn, key, entry, changes, cancellationToken);
            if (write == JournalWrite.Changed)
                continue;
            foreach (var task in tasks)
                await IndexAsync(account.OwnerIn(key.Tenant), task, cancellationToken);
            foreach (var said in meeting.Theirs.Select(Named))
                await peopleNames.AddAsync(key.Tenant, account, Person.RowOf(key, said.Name), said.Name, cancellationToken);
            return [.. answered.Select(earlier => earlier with { Next = earlier.Next! with { IsMet = true } })];
        }

        throw new InvalidOperationException("A client's rows kept changing while a meeting was saved.");
    }

    /// <summary>Applies a change to the task as it is now; null from <paramref name="change"/> means that it is so already.</summary>
    public async Task<SavedTask> ChangeAsync(Turn turn, TaskFile file, Entry entry, Func<MeetingTask, MeetingTask?> change, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, file.Account.Id);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (Journal.WasWrittenBy(file.Entity, turn.Operation) || await journal.FindAsync(key, turn.Now, turn.Operation, cancellationToken) is not null || change(file.Task) is not { } after)
            {
                await IndexAsync(file.Account.OwnerIn(key.Tenant), file.Task, cancellationToken);
                return new SavedTask(file.Task, file.Account, AlreadyDone: true);
            }

            if (await entries.WriteAsync(turn, key, entry, [RowChange.Of(after.Row, file.Entity, after)], cancellationToken) == JournalWrite.Done)
            {
                await IndexAsync(file.Account.OwnerIn(key.Tenant), after, cancellationToken);
                return new SavedTask(after, file.Account, AlreadyDone: false);
            }

            file = await TaskAsync(key, file.Task.Row, cancellationToken) ?? throw new InvalidOperationException("A task vanished while it was changed.");
        }

        throw new InvalidOperationException("A task kept changing while it was saved.");
    }

    /// <summary>Changes the next contact of a meeting that has one.</summary>
    public async Task<Meeting> ChangeNextAsync(Turn turn, MeetingFile file, Entry entry, Func<NextContact, NextContact> change, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, file.Account.Id);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (Journal.WasWrittenBy(file.Entity, turn.Operation))
                return file.Meeting;
            var after = file.Meeting with { Next = change(file.Meeting.Next!) };
            if (await entries.WriteAsync(turn, key, entry, [RowChange.Of(after.Row, file.Entity, after)], cancellationToken) != JournalWrite.Changed)
                return after;
            file = await MeetingAsync(key, file.Meeting.Row, cancellationToken) ?? throw new InvalidOperationException("A meeting vanished while it was changed.");
        }

        throw new InvalidOperationException("A meeting kept changing while it was saved.");
    }

    /// <summary>The open tasks of the user, and of those whom they act for, by date, those without one last: the order of the list whose numbers "task 2 done" means.</summary>
    public async Task<IReadOnlyList<TaskFile>> OpenOfAsync(Turn turn, CancellationToken cancellationToken)
    {
        var open = new List<TaskFile>();
        foreach (var user in turn.ActsFor)
            open.AddRange(await OpenOfUserAsync(user, cancellationToken));
        return [.. open.OrderBy(file => file.Task.Due ?? LocalDate.MaxIsoValue).ThenBy(file => file.Task.Row, StringComparer.Ordinal)];
    }

    /// <summary>The manager's own open tasks.</summary>
    public async Task<IReadOnlyList<TaskFile>> OpenOfUserAsync(UserKey user, CancellationToken cancellationToken)
    {
        var open = new List<TaskFile>();
        foreach (var row in await tables.ListAsync(Profiles.Table, TableQuery.Prefix(user.Partition, OpenPrefix), MostOpen, cancellationToken))
        {
            var key = new AccountKey(user.Tenant, row.GetString("account")!);
            if (await TaskAsync(key, MeetingTask.RowPrefix + row.RowKey[OpenPrefix.Length..], cancellationToken) is { Task.IsOpen: true } file && file.Account.IsOwnedBy(user))
                open.Add(file);
        }

        return open;
    }

    /// <summary>Keeps the manager's list of open tasks in step.</summary>
    public Task IndexAsync(UserKey user, MeetingTask task, CancellationToken cancellationToken) =>
        task.IsOpen ? tables.UpsertEntityAsync(Profiles.Table, IndexRow(user, task.Account, task.Row), cancellationToken) : UnindexAsync(user, task.Row, cancellationToken);

    /// <summary>The task is done, or gone after an undo.</summary>
    public async Task UnindexAsync(UserKey user, string taskRow, CancellationToken cancellationToken)
    {
        if (await tables.GetEntityIfExistsAsync(Profiles.Table, user.Partition, IndexKey(taskRow), cancellationToken) is { } listed)
            await tables.DeleteEntityAsync(Profiles.Table, listed, cancellationToken);
    }

    private static bool IsAnsweredBy(Meeting earlier, Meeting meeting) =>
        earlier.Row != meeting.Row && earlier.When.Day <= meeting.When.Day && earlier.Next is { IsMet: false } next && (next.PostponedTo ?? next.Day) <= meeting.When.Day;

    /// <summary>The same name, capitals and accents aside, is the same person; the key holds no name.</summary>
    private static IEnumerable<RowChange> People(AccountKey key, AccountFile file, Meeting meeting)
    {
        foreach (var said in meeting.Theirs.Select(Named).DistinctBy(person => Folding.Fold(person.Name)))
        {
            var row = Person.RowOf(key, said.Name);
            var before = file.Row(row);
            var known = before is null ? null : RowJson.Read<Person>(before);
            // What else is known of the person (a birthday) stays.
            yield return RowChange.Of(row, before, (known ?? new Person { Name = said.Name }) with
            {
                Role = said.Role ?? known?.Role,
                FirstMet = known?.FirstMet is { } first ? LocalDate.Min(first, meeting.When.Day) : meeting.When.Day,
                LastMet = known?.LastMet is { } last ? LocalDate.Max(last, meeting.When.Day) : meeting.When.Day,
            });
        }
    }

    private string Recognised(string words, List<string> known)
    {
        var (name, role) = Named(words);
        // Folded alike, it is that person's row already, but "Anną" is not how Anna is written.
        return known.Where(person => nameForms.IsNameBent(name, person)).ToList() is [var only] ? role is null ? only : $"{only} ({role})" : words;
    }

    private static (string Name, string? Role) Named(string words) =>
        words.IndexOf('(', StringComparison.Ordinal) is var open and > 0
            ? (words[..open].Trim(), words[(open + 1)..].Trim(' ', ')'))
            : (words.Trim(), null);

    private static TableEntity IndexRow(UserKey user, string account, string taskRow) => new(user.Partition, IndexKey(taskRow)) { ["account"] = account };

    private static string IndexKey(string taskRow) => OpenPrefix + taskRow[MeetingTask.RowPrefix.Length..];
}

public sealed record MeetingFile(Meeting Meeting, Account Account, TableEntity Entity);

public sealed record TaskFile(MeetingTask Task, Account Account, TableEntity Entity);

/// <param name="AlreadyDone">By an earlier run or an earlier tap.</param>
public sealed record SavedTask(MeetingTask Task, Account Account, bool AlreadyDone);
