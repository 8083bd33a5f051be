using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;

namespace KamBot.Meetings;

/// <summary>Tasks and meetings once they are noted. Words and buttons arrive here alike.</summary>
public sealed class MeetingCommands(MeetingStore store, MeetingDesk desk, MeetingCards cards, TaskChoice choice, Journal journal) : ICommandSet
{
    private const int MostListed = 12;
    private const int MostNumbered = 50;

    public IEnumerable<Command> Commands =>
    [
        new("task.list", ListAsync),
        new("task.done", DoneAsync),
        new("task.due", DueAsync),
        new("task.show", ShowTaskAsync),
        new("meeting.show", ShowMeetingAsync),
    ];

    private async Task<Reply> ListAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        // Numbered in the whole list, so that "task 2 done" means the same whichever part of it was shown.
        var all = (await store.OpenOfAsync(turn, cancellationToken)).Select((file, index) => (File: file, Number: index + 1)).ToList();
        var shown = all.Where(each => input.Client is null || each.File.Account.Id == input.Client.Id).ToList();
        turn.Memory.Listed = [.. all.Take(MostNumbered).Select(each => new ListedRow(each.File.Account.Id, each.File.Task.Row))];
        if (shown.Count == 0)
            return Reply.Show(new Card(input.Client is { } client ? turn.Text("Meeting.NoTasksFor", ("client", client.Name)) : turn.Text("Meeting.NoTasks")).Note(turn.Text("Meeting.NoTasksHint")));
        var card = new Card(turn.Reader.Plural("Meeting.OpenTasks", shown.Count));
        foreach (var (file, number) in shown.Take(MostListed))
            cards.AddTask(card, file.Task, file.Account, MeetingDesk.Moment(turn), file.Account.Name, number);
        if (shown.Count > MostListed)
            card.Note(turn.Text("Meeting.MoreTasks", ("more", shown.Count - MostListed)));
        return Reply.Show(card.Note(turn.Text("Meeting.TasksHint", ("number", shown[0].Number))));
    }

    private async Task<Reply> DoneAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var (file, instead) = await choice.ResolveAsync(turn, input, cancellationToken);
        return file is null
            ? instead!
            : await desk.ChangeAsync(
                turn, file, "task.done",
                task => task.IsOpen ? task with { DoneAt = turn.Now, DoneBy = turn.Profile.Name } : null,
                task => turn.Text("Meeting.TaskDoneNow", ("client", file.Account.Name), ("task", MeetingCards.Title(task))), cancellationToken);
    }

    /// <summary>Another date, or the first one, for a task.</summary>
    private async Task<Reply> DueAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var (file, instead) = await choice.ResolveAsync(turn, input, cancellationToken);
        if (file is null)
            return instead!;
        if (input.Date("when") is not { } due)
            return Reply.Show(new Card(turn.Text("Meeting.DueWhen", ("task", MeetingCards.Title(file.Task))))
                .Input(Inputs.Date("when", turn.Text("Meeting.Due"), file.Task.Due))
                .Button(turn.Text("Meeting.Save"), "task.due", MeetingCards.Data(file.Task), CardButtonStyle.Positive)).Wanting(MeetingCards.Data(file.Task), "when");
        return await desk.DueAsync(turn, file, due, cancellationToken);
    }

    private async Task<Reply> ShowTaskAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var (file, instead) = await choice.ResolveAsync(turn, input, cancellationToken);
        if (file is null)
            return instead!;
        turn.Memory.Focus = new Focus(file.Account.Id, file.Task.Row);
        return Reply.Show(cards.Task(file.Task, file.Account, MeetingDesk.Moment(turn)));
    }

    /// <summary>The meeting that a card names by itself or by one of its tasks, else the client's latest.</summary>
    private async Task<Reply> ShowMeetingAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if ((input.Press?.Text("account") ?? input.Client?.Id ?? turn.Memory.Focus?.Account) is not { } id)
            return Reply.Say(turn.Text("Meeting.WhichClient")).Wanting(null, "client");
        var file = await journal.OpenAsync(new AccountKey(turn.User.Tenant, id), cancellationToken);
        if (file.Account is not { } account || !account.IsOpenTo(turn))
            return Reply.Say(turn.Text("Client.Gone"));
        var tasks = file.All<MeetingTask>(MeetingTask.RowPrefix).ToList();
        var row = input.Press?.Text("row");
        var named = tasks.Find(task => task.Row == row)?.Meeting ?? row;
        var meetings = file.All<Meeting>(Meeting.RowPrefix).ToList();
        var meeting = named is null ? meetings.MaxBy(each => (each.When.Day, each.When.Time)) : meetings.Find(each => each.Row == named);
        if (meeting is null)
            return Reply.Show(new Card(turn.Text("Meeting.NoneYet", ("client", account.Name))).Button(turn.Text("Meeting.Log"), "meeting.log", new { client = $"#{account.Id}" }, CardButtonStyle.Positive));
        turn.Memory.Focus = new Focus(account.Id, meeting.Row);
        return Reply.Show(cards.Meeting(meeting, [.. tasks.Where(task => task.Meeting == meeting.Row)], account, MeetingDesk.Moment(turn)));
    }
}
