using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Meetings;

/// <summary>What is done with meetings and tasks: write them, plan their reminders by the rules, close the cards they answer, show them.</summary>
public sealed class MeetingDesk(
    MeetingStore store, AccountStore accounts, ReminderRules rules, ReminderPlans plans, Closings closings, MeetingCards cards)
{
    public async Task<Reply> LogAsync(Turn turn, MeetingDraft draft, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(new AccountKey(turn.User.Tenant, draft.Client!.Id), cancellationToken) is not { } account || !account.IsOpenTo(turn))
            return Reply.Say(turn.Text("Client.Gone"));
        draft = draft with { Theirs = await store.RecognisedAsync(new AccountKey(turn.User.Tenant, account.Id), draft.Theirs ?? [], cancellationToken) };
        var (meeting, tasks) = Written(turn, account, draft);
        var (updates, _) = await SaveAsync(turn, account, meeting, tasks, cancellationToken);
        turn.Memory.Focus = new Focus(account.Id, meeting.Row);
        var headline = turn.Text("Meeting.Logged", ("client", account.Name));
        var card = cards.Meeting(meeting, tasks, account, Moment(turn), headline, CardTone.Good).Note(TaskDrafts.Note(turn, draft.Tasks ?? []));
        foreach (var (task, said) in tasks.Zip(draft.Tasks ?? []).Where(each => each.Second.IsWeekdayToday))
            card.Button(turn.Text("Meeting.RatherToday"), "task.due", MeetingCards.Data(task, new() { ["when"] = turn.Text("Meeting.TodayWord") }));
        return Reply.Show(card.Button(turn.Text("Undo.Button"), "undo", MeetingCards.Data(account))).With(updates);
    }

    /// <summary>Writes a meeting with its tasks and plans what follows from them.</summary>
    public async Task<(IReadOnlyList<CardUpdate> Updates, Meeting Meeting)> SaveAsync(
        Turn turn, Account account, Meeting meeting, IReadOnlyList<MeetingTask> tasks, CancellationToken cancellationToken)
    {
        var facts = Accounts.Facts.Of(
            ("date", Fact.Date(meeting.When.Day)), ("people", Fact.Text(meeting.Theirs.Count == 0 ? "" : $": {string.Join(", ", meeting.Theirs)}")));
        var answered = await store.AddAsync(turn, account, meeting, tasks, new Entry("meeting.logged", meeting.Row, facts, IsContact: true, IsOutgoing: true), cancellationToken);
        var updates = new List<CardUpdate>();
        foreach (var each in answered.Append(meeting))
            updates.AddRange(Closed(await closings.OwnAsync(turn, await PlanAsync(turn.ProfileOf(account.Owner), account, each, turn.Now, turn.Operation, cancellationToken), cancellationToken), cards.NextClosed(each, account, turn.Reader)));
        foreach (var task in tasks)
            await PlanAsync(turn.ProfileOf(account.Owner), account, task, turn.Now, turn.Operation, cancellationToken);
        return (updates, meeting);
    }

    /// <summary>Changes a task, plans anew and answers with the task as it now is.</summary>
    public async Task<Reply> ChangeAsync(
        Turn turn, TaskFile file, string kind, Func<MeetingTask, MeetingTask?> change, Func<MeetingTask, string> headline, CancellationToken cancellationToken)
    {
        var facts = kind == "task.done"
            ? Accounts.Facts.Of(("task", Fact.Text(MeetingCards.Title(file.Task))))
            : Accounts.Facts.Of(("task", Fact.Text(MeetingCards.Title(file.Task))), ("date", Fact.Date(change(file.Task) is { } will ? (will.PostponedTo ?? will.Due)!.Value : turn.Today)));
        var saved = await store.ChangeAsync(turn, file, new Entry(kind, file.Task.Row, facts), change, cancellationToken);
        var closed = await closings.OwnAsync(turn, await PlanAsync(turn.ProfileOf(saved.Account.Owner), saved.Account, saved.Task, turn.Now, turn.Operation, cancellationToken), cancellationToken);
        turn.Memory.Focus = new Focus(saved.Account.Id, saved.Task.Row);
        var title = saved.AlreadyDone ? AlreadyDone(turn, saved.Task) : headline(saved.Task);
        var card = cards.Task(saved.Task, saved.Account, Moment(turn), title, saved.AlreadyDone ? CardTone.Plain : CardTone.Good);
        return Reply.Show(saved.AlreadyDone ? card : card.Button(turn.Text("Undo.Button"), "undo", MeetingCards.Data(saved.Task)))
            .With(Closed(closed, cards.TaskClosed(saved.Task, saved.Account, turn.Reader)));
    }

    /// <summary>Another date, or the first one, for a task.</summary>
    public Task<Reply> DueAsync(Turn turn, TaskFile file, LocalDate due, CancellationToken cancellationToken) => ChangeAsync(
        turn, file, "task.due",
        task => task.IsOpen && (task.Due != due || task.PostponedTo is not null) ? task with { Due = due, PostponedTo = null, PostponedAt = null } : null,
        task => turn.Text("Meeting.TaskDueNow", ("task", MeetingCards.Title(task)), ("date", turn.Reader.Date(due, turn.Today))), cancellationToken);

    /// <summary>The next contact was agreed for another day or time than was noted.</summary>
    public async Task<Reply> CorrectNextAsync(Turn turn, MeetingFile file, NextContact next, CancellationToken cancellationToken)
    {
        var when = turn.Reader.Date(next.Day!.Value, turn.Today) + (next.Time is { } time ? $" {turn.Reader.Time(time)}" : "");
        var entry = new Entry("meeting.next", file.Meeting.Row, Accounts.Facts.Of(("date", Fact.Date(next.Day.Value))));
        var meeting = await store.ChangeNextAsync(turn, file, entry, _ => next, cancellationToken);
        var closed = await closings.OwnAsync(turn, await PlanAsync(turn.ProfileOf(file.Account.Owner), file.Account, meeting, turn.Now, turn.Operation, cancellationToken), cancellationToken);
        var headline = turn.Text("Meeting.NextCorrected", ("client", file.Account.Name), ("when", when));
        return Reply.Show(cards.Next(meeting, file.Account, Moment(turn), headline).Button(turn.Text("Undo.Button"), "undo", MeetingCards.Data(file.Account)))
            .With(Closed(closed, cards.NextClosed(meeting, file.Account, turn.Reader)));
    }

    /// <summary>Moves the reminder of a next contact; the meeting stays as it was logged.</summary>
    public async Task<Reply> PostponeAsync(Turn turn, MeetingFile file, SnoozeTime to, CancellationToken cancellationToken)
    {
        var entry = new Entry("meeting.postponed", file.Meeting.Row, Accounts.Facts.Of(("date", Fact.Date(to.Day))));
        var meeting = await store.ChangeNextAsync(turn, file, entry, next => next with { PostponedTo = to.Day, PostponedAt = to.Time }, cancellationToken);
        var closed = await closings.OwnAsync(turn, await PlanAsync(turn.ProfileOf(file.Account.Owner), file.Account, meeting, turn.Now, turn.Operation, cancellationToken), cancellationToken);
        var headline = turn.Text("Meeting.NextPostponed", ("client", file.Account.Name), ("date", to.Text(turn.Reader, turn.Today)));
        return Reply.Show(cards.Next(meeting, file.Account, Moment(turn), headline).Button(turn.Text("Undo.Button"), "undo", MeetingCards.Data(file.Account)))
            .With(Closed(closed, cards.NextClosed(meeting, file.Account, turn.Reader)));
    }

    public Task<IReadOnlyList<Reminder>> PlanAsync(Profile profile, Account account, MeetingTask task, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        plans.PlanAsync(profile.User, profile.DateTimeZone, task.Subject, MeetingRules.Plan(task, rules.Of(profile, account)), now, operation, cancellationToken);

    public Task<IReadOnlyList<Reminder>> PlanAsync(Profile profile, Account account, Meeting meeting, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        plans.PlanAsync(profile.User, profile.DateTimeZone, meeting.Subject, MeetingRules.Plan(meeting, rules.Of(profile, account)), now, operation, cancellationToken);

    /// <summary>Its making was undone: nothing more is said of it.</summary>
    public Task<IReadOnlyList<Reminder>> ForgetAsync(Profile profile, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        plans.PlanAsync(profile.User, profile.DateTimeZone, subject, [], now, operation, cancellationToken);

    public static ReminderMoment Moment(Turn turn) => new(turn.Now, turn.Profile, turn.Reader);

    private static (Meeting Meeting, List<MeetingTask> Tasks) Written(Turn turn, Account account, MeetingDraft draft)
    {
        var said = draft.Tasks ?? [];
        var meeting = new Meeting
        {
            Id = turn.Operation.Step("meeting").Value,
            Account = account.Id,
            When = draft.When!,
            Theirs = draft.Theirs ?? [],
            Ours = draft.Ours ?? [],
            Needs = draft.Needs,
            Objections = draft.Objections,
            Agreements = draft.Agreements,
            Next = draft.Next,
            Tasks = said.Count,
        };
        return (meeting,
        [
            .. said.Select((task, index) => new MeetingTask
            {
                Row = meeting.TaskRow(index + 1),
                Account = account.Id,
                Meeting = meeting.Row,
                Party = task.Party,
                Who = task.Who,
                What = task.What,
                Due = task.Due,
            }),
        ]);
    }

    private static string AlreadyDone(Turn turn, MeetingTask task) => task.DoneAt is { } at
        ? turn.Text("Meeting.TaskAlreadyDone", ("task", MeetingCards.Title(task)), ("when", turn.Reader.DateTime(at, turn.Today)))
        : turn.Text("Meeting.TaskAlready", ("task", MeetingCards.Title(task)));

    private static IEnumerable<CardUpdate> Closed(IEnumerable<Reminder> reminders, Card card) =>
        reminders.Select(reminder => new CardUpdate(reminder.ActivityId!, card));
}
