using System.Text.Json.Nodes;
using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Meetings;

/// <summary>How meetings, tasks and next contacts look: when they are noted, when they are due, when they are answered.</summary>
public sealed class MeetingCards(ReminderRules rules, SnoozeButtons snooze)
{
    private const int MostTasks = 10;
    private const int LongestFact = 400;

    /// <summary>The meeting as it was understood, its tasks, and what KamBot will do when.</summary>
    public Card Meeting(Meeting meeting, IReadOnlyList<MeetingTask> tasks, Account account, ReminderMoment moment, string? headline = null, CardTone tone = CardTone.Plain)
    {
        var reader = moment.Reader;
        var card = new Card(headline ?? reader.Text("Meeting.Headline", ("client", account.Name), ("date", reader.Date(meeting.When.Day, moment.Today))), tone).Facts(
            (reader.Text("Meeting.Label.when"), When(meeting.When, moment)),
            (reader.Text("Meeting.People"), People(meeting)),
            (reader.Text("Meeting.Label.needs"), Shortened(meeting.Needs)),
            (reader.Text("Meeting.Label.objections"), Shortened(meeting.Objections)),
            (reader.Text("Meeting.Label.agreements"), Shortened(meeting.Agreements)),
            (reader.Text("Meeting.Label.next"), Shortened(meeting.Next?.Words)));
        card.Line(NextPlan(meeting, account, moment));
        if (tasks.Count > 0)
            card.Section(reader.Plural("Meeting.TaskCount", tasks.Count));
        foreach (var task in tasks.Take(MostTasks))
            AddTask(card, task, account, moment, Remarks(task, account, moment));
        if (tasks.Count > MostTasks)
            card.Note(reader.Text("Meeting.MoreTasks", ("more", tasks.Count - MostTasks)));
        return card.Button(reader.Text("Meeting.Dossier"), "dossier", new { client = $"#{account.Id}" });
    }

    /// <summary>One task with its state and its buttons.</summary>
    public Card Task(MeetingTask task, Account account, ReminderMoment moment, string? headline = null, CardTone tone = CardTone.Plain)
    {
        var reader = moment.Reader;
        var card = new Card(headline ?? reader.Text("Meeting.TaskHeadline", ("client", account.Name), ("task", Title(task))), tone).Facts(
            (reader.Text("Meeting.Task"), Title(task)),
            (reader.Text("Meeting.Label.client"), account.Name),
            (reader.Text("Meeting.Party"), reader.Text($"Meeting.Party.{task.Party}")),
            (reader.Text("Meeting.Due"), task.Due is { } due ? reader.Date(due, moment.Today) : reader.Text("Meeting.NoDate")),
            (reader.Text("Meeting.State"), task.DoneAt is { } at ? reader.Text("Meeting.DoneBy", ("by", task.DoneBy), ("when", reader.DateTime(at, moment.Today))) : null));
        return task.IsOpen ? AddButtons(card.Note(Remarks(task, account, moment)), task, moment) : AddSource(card, task, reader);
    }

    /// <summary>A task's day has come. What others promised is asked about.</summary>
    public Card TaskDue(MeetingTask task, Account account, ReminderMoment moment, bool isOverdue)
    {
        var reader = moment.Reader;
        var key = isOverdue ? "Meeting.Overdue" : task.Due > moment.Today ? "Meeting.DueSoon" : "Meeting.DueToday";
        var headline = reader.Text($"{key}.{task.Party}", ("client", account.Name), ("task", Title(task)));
        var card = new Card(headline, isOverdue || moment.Late ? CardTone.Attention : CardTone.Plain);
        if (moment.Late)
            card.Line(reader.Text("Meeting.Late"), CardTone.Attention);
        card.Facts(
            (reader.Text("Meeting.Task"), Title(task)),
            (reader.Text("Meeting.Due"), task.Due is { } due ? reader.Date(due, moment.Today) : null),
            (reader.Text("Client.Phone"), task.Party == TaskParty.Us ? null : account.Phone));
        return AddButtons(card, task, moment);
    }

    public Card TaskClosed(MeetingTask task, Account account, Reader reader) =>
        new Card(reader.Text(task.IsOpen ? "Meeting.TaskMoved" : "Meeting.TaskHeadlineDone", ("client", account.Name), ("task", Title(task))), task.IsOpen ? CardTone.Plain : CardTone.Good)
            .Button(Open(task, reader, task.Meeting is null ? "task.show" : "meeting.show"));

    /// <summary>PRP-18: the agreed next contact.</summary>
    public Card Next(Meeting meeting, Account account, ReminderMoment moment, string? headline = null)
    {
        var reader = moment.Reader;
        var next = meeting.Next!;
        var title = headline ?? (next is { Time: { } time, PostponedTo: null }
            ? reader.Text("Meeting.NextAt", ("client", account.Name), ("time", reader.Time(time)), ("what", Shortened(next.Words)))
            : reader.Text("Meeting.NextDay", ("client", account.Name), ("what", Shortened(next.Words))));
        var card = new Card(title, moment.Late && headline is null ? CardTone.Attention : CardTone.Plain);
        if (moment.Late && headline is null)
            card.Line(reader.Text("Meeting.Late"), CardTone.Attention);
        card.Facts(
                (reader.Text("Meeting.AgreedOn"), reader.Date(meeting.When.Day, moment.Today)),
                (reader.Text("Meeting.Label.next"), Shortened(next.Words)),
                (reader.Text("Meeting.People"), People(meeting)),
                (reader.Text("Meeting.Label.needs"), Shortened(meeting.Needs)),
                (reader.Text("Client.Phone"), account.Phone))
            .Button(reader.Text("Meeting.Log"), "meeting.log", new { client = $"#{account.Id}" }, CardButtonStyle.Positive)
            .Button(reader.Text("Meeting.Dossier"), "dossier", new { client = $"#{account.Id}" });
        return snooze.AddTo(card, reader, moment.Profile, moment.Now, new JsonObject { ["account"] = meeting.Account, ["row"] = meeting.Row });
    }

    public Card NextClosed(Meeting meeting, Account account, Reader reader) =>
        new Card(reader.Text(meeting.Next is { IsMet: true } ? "Meeting.NextMet" : "Meeting.NextMoved", ("client", account.Name)), CardTone.Good)
            .Button(reader.Text("Meeting.Dossier"), "dossier", new { client = $"#{account.Id}" });

    /// <summary>A task as a line of a list; a tap opens it.</summary>
    public void AddTask(Card card, MeetingTask task, Account account, ReminderMoment moment, string? detail, int? number = null)
    {
        var (right, tone) = Due(task, moment);
        var title = number is { } place ? $"{place} · {Title(task)}" : Title(task);
        card.Row(title, right, detail, tone, Open(task, moment.Reader, "task.show"));
    }

    /// <summary>Who does what, as one line.</summary>
    public static string Title(MeetingTask task)
    {
        var text = task.Who is { } who ? $"{who}: {task.What}" : task.What;
        return Shortened($"{char.ToUpperInvariant(text[0])}{text[1..]}")!;
    }

    /// <summary>Names the very task; what else a button says goes with it.</summary>
    public static JsonObject Data(Account account) => new() { ["account"] = account.Id };

    public static JsonObject Data(MeetingTask task, JsonObject? more = null)
    {
        var data = more ?? [];
        data["account"] = task.Account;
        data["row"] = task.Row;
        return data;
    }

    private static (string Right, CardTone Tone) Due(MeetingTask task, ReminderMoment moment)
    {
        var reader = moment.Reader;
        if (!task.IsOpen)
            return (reader.Text("Meeting.Done"), CardTone.Good);
        if (task.Due is not { } due)
            return (reader.Text("Meeting.NoDate"), CardTone.Warning);
        if (due < moment.Today)
            return (reader.Text("Meeting.LateSince", ("date", reader.ShortDate(due, moment.Today))), CardTone.Attention);
        return (reader.Date(due, moment.Today), due == moment.Today ? CardTone.Warning : CardTone.Plain);
    }

    private Card AddButtons(Card card, MeetingTask task, ReminderMoment moment)
    {
        card.Button(moment.Reader.Text("Meeting.DoneButton"), "task.done", Data(task), CardButtonStyle.Positive);
        return AddSource(snooze.AddTo(card, moment.Reader, moment.Profile, moment.Now, Data(task)), task, moment.Reader);
    }

    /// <summary>Where it comes from: the meeting, or the message.</summary>
    private static Card AddSource(Card card, MeetingTask task, Reader reader)
    {
        if (task.Meeting is not null)
            return card.Button(Open(task, reader, "meeting.show"));
        return task.Link is { } link ? card.Link(reader.Text("Meeting.Message"), link) : card;
    }

    private static CardButton Open(MeetingTask task, Reader reader, string verb) => new(reader.Text("Meeting.Open"), verb, Data(task));

    /// <summary>What KamBot will do about the task, and what is unusual about its day.</summary>
    private string? Remarks(MeetingTask task, Account account, ReminderMoment moment)
    {
        if (!task.IsOpen)
            return null;
        var reader = moment.Reader;
        if (task.Due is null && task.PostponedTo is null)
            return reader.Text("Meeting.NoReminder");
        List<string> remarks = [];
        var settings = rules.Of(moment.Profile, account);
        var manager = settings.Manager;
        if (task.Due is { } due && !manager.IsWorkingDay(due))
            remarks.Add(reader.Text("Meeting.DayOff", ("date", reader.ShortDay(due))));
        else if (task is { Due: { } theirs, Party: TaskParty.Client } && account.Calendar is not null && !settings.Client.IsWorkingDay(theirs))
            remarks.Add(reader.Text("Meeting.ClientDayOff", ("date", reader.ShortDay(theirs)), ("client", account.Name)));
        if (Coming(MeetingRules.Plan(task, settings), moment) is { } coming)
        {
            var key = coming.Kind == MeetingRules.TaskDue ? $"Meeting.WillRemind.{task.Party}" : "Meeting.WillAsk";
            remarks.Add(reader.Text(key, ("when", reader.DateTime(coming.At, moment.Today))));
        }

        return remarks.Count == 0 ? null : string.Join(" ", remarks);
    }

    private string? NextPlan(Meeting meeting, Account account, ReminderMoment moment)
    {
        if (meeting.Next is not { IsMet: false } next)
            return null;
        if (next.Day is not { } day)
            return moment.Reader.Text("Meeting.NextWithoutDay");
        var settings = rules.Of(moment.Profile, account);
        if (Coming(MeetingRules.Plan(meeting, settings), moment) is not { } coming)
            return null;
        var plan = moment.Reader.Text("Meeting.WillRemindNext", ("when", moment.Reader.DateTime(coming.At, moment.Today)));
        return settings.Manager.IsWorkingDay(day) ? plan : $"{moment.Reader.Text("Meeting.DayOff", ("date", moment.Reader.ShortDay(day)))} {plan}";
    }

    private static PlannedReminder? Coming(IEnumerable<PlannedReminder> plan, ReminderMoment moment) =>
        plan.FirstOrDefault(reminder => moment.Profile.DateTimeZone.AtLeniently(reminder.At).ToInstant() > moment.Now);

    private static string When(MeetingTime when, ReminderMoment moment) =>
        when.Time is { } time ? moment.Reader.DateTime(when.Day + time, moment.Today) : moment.Reader.Date(when.Day, moment.Today);

    private static string? People(Meeting meeting) => (meeting.Theirs.Count, meeting.Ours.Count) switch
    {
        (0, 0) => null,
        (_, 0) => string.Join(", ", meeting.Theirs),
        (0, _) => string.Join(", ", meeting.Ours),
        _ => $"{string.Join(", ", meeting.Theirs)} · {string.Join(", ", meeting.Ours)}",
    };

    private static string? Shortened(string? text) => text is null ? null : Excerpt.Shortened(text, LongestFact);
}
