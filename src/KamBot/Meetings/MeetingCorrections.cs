using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Meetings;

/// <summary>"No, Tuesday at 10" while the meeting just saved can still be undone: its next contact, or the date of one of its tasks.</summary>
public sealed class MeetingCorrections(
    MeetingStore store, MeetingDesk desk, NextContacts nextContacts, Understanding understanding, Journal journal, Entries entries, AccountStore accounts) : ICorrections
{
    private static readonly NodaTime.Duration Limit = NodaTime.Duration.FromMinutes(15);

    public async Task<Reply?> CorrectAsync(Turn turn, string words, CancellationToken cancellationToken)
    {
        if (await LastAsync(turn, cancellationToken) is not var (key, entry))
            return null;
        // A second run of the turn that moved the task: it is done, and is shown as done.
        if (entry.Kind == "task.due" && entry.Operation == turn.Operation.Value && await store.TaskAsync(key, entry.Subject, cancellationToken) is { Task.Due: { } done } moved)
            return await desk.DueAsync(turn, moved, done, cancellationToken);
        if (entry.Kind is not ("meeting.logged" or "meeting.next") || await store.MeetingAsync(key, entry.Subject, cancellationToken) is not { } file)
            return null;
        var tasks = await TasksAsync(turn, file.Meeting, cancellationToken);
        if (TaskMeant(turn, tasks, file.Meeting, words) is var (task, due))
            return await desk.DueAsync(turn, task, due, cancellationToken);
        return file.Meeting.Next is { IsMet: false } next && nextContacts.Corrected(turn, next, words) is { Day: not null } corrected
            ? await desk.CorrectNextAsync(turn, file, corrected with { PostponedTo = null }, cancellationToken)
            : Reply.Show(new Card(turn.Text("Meeting.IsSaved")).Line(turn.Text("Meeting.CorrectWhat")).Button(turn.Text("Undo.Button"), "undo"));
    }

    /// <summary>The user's last deed, while it can be undone.</summary>
    private async Task<(AccountKey Key, TimelineEntry Entry)?> LastAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (await entries.LastAsync(turn.User, cancellationToken) is not { } last || turn.Now - last.At > Limit)
            return null;
        var key = new AccountKey(turn.User.Tenant, last.Account);
        if (await accounts.FindAsync(key, cancellationToken) is not { } account || !account.IsOpenTo(turn))
            return null;
        return await journal.FindAsync(key, last.At, new OperationId(last.Operation), cancellationToken) is { UndoneBy: null } entry ? (key, entry) : null;
    }

    private async Task<List<TaskFile>> TasksAsync(Turn turn, Meeting meeting, CancellationToken cancellationToken)
    {
        var tasks = new List<TaskFile>();
        for (var number = 1; number <= meeting.Tasks; number++)
        {
            if (await store.TaskAsync(new AccountKey(turn.User.Tenant, meeting.Account), meeting.TaskRow(number), cancellationToken) is { Task.IsOpen: true } file)
                tasks.Add(file);
        }

        return tasks;
    }

    /// <summary>"The spec by Friday" names its task; "today" is the one whose weekday was taken for the next; a mere day is the only task's if no next contact waits for it.</summary>
    private (TaskFile Task, LocalDate Due)? TaskMeant(Turn turn, List<TaskFile> tasks, Meeting meeting, string words)
    {
        if (understanding.Read(FieldKind.Date, words, turn.LineContext)?.Value is LocalDate day)
        {
            if (day == turn.Today && tasks.Where(file => file.Task.Due == turn.Today.PlusDays(7)).ToList() is [var doubtful])
                return (doubtful, day);
            return meeting.Next is null && tasks is [var only] ? (only, day) : null;
        }

        return understanding.Read(FieldKind.Tasks, words, turn.LineContext)?.Value is IReadOnlyList<TaskText> { Count: 1 } said && said[0].Due is { } due
            && tasks.Where(file => TaskDrafts.IsSpokenOf(said[0], file.Task.Who, file.Task.What)).ToList() is [var named]
            ? (named, due)
            : null;
    }
}
