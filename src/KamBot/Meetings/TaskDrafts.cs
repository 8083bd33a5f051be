using KamBot.Conversation;
using KamBot.Conversation.Forms;
using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Meetings;

/// <summary>Tasks as they are said: taken by their likeliest reading, which is named so that it can be corrected.</summary>
public sealed class TaskDrafts(Understanding understanding)
{
    private const string Weekday = "date.weekday";

    /// <summary>"By Wednesday" on a Wednesday is the next one.</summary>
    public FieldReading Read(Turn turn, IReadOnlyList<TaskText> said)
    {
        var tasks = said.Select(task => Draft(turn, task)).ToList();
        return FieldReading.Of(tasks) with { Note = Note(turn, tasks) };
    }

    /// <summary>"no, today" for the one task in doubt; "no, the spec by Friday" for the task with those words. Null: no correction of a task.</summary>
    public IReadOnlyList<TaskDraft>? Corrected(Turn turn, IReadOnlyList<TaskDraft> tasks, string words)
    {
        if (understanding.Read(FieldKind.Date, words, turn.LineContext)?.Value is LocalDate day)
        {
            var doubtful = tasks.Where(task => task.IsWeekdayToday).ToList();
            var meant = doubtful is [var one] ? one : tasks is [var only] ? only : null;
            return meant is null ? null : Replaced(tasks, meant, meant with { Due = day, IsWeekdayToday = false });
        }

        if (understanding.Read(FieldKind.Tasks, words, turn.LineContext)?.Value is not IReadOnlyList<TaskText> { Count: 1 } all)
            return null;
        var said = all[0];
        return tasks.Where(task => IsSpokenOf(said, task.Who, task.What)).ToList() is [var named]
            ? Replaced(tasks, named, named with { Due = said.Due ?? named.Due, IsWeekdayToday = false })
            : null;
    }

    /// <summary>"By Wednesday: I took Wed 15 April, not today."</summary>
    public static string? Note(Turn turn, IEnumerable<TaskDraft> tasks)
    {
        var notes = tasks.Where(task => task is { IsWeekdayToday: true, Due: not null })
            .Select(task => turn.Text("Meeting.WeekdayToday", ("what", task.What), ("date", turn.Reader.Date(task.Due!.Value, turn.Today)))).ToList();
        return notes.Count == 0 ? null : string.Join(" ", notes);
    }

    /// <summary>The words of a correction name this task.</summary>
    public static bool IsSpokenOf(TaskText said, string? who, string what) => Words(said.What).Overlaps(Words($"{who} {what}"));

    /// <summary>As the card's input shows them and reads them back.</summary>
    public static string Show(Turn turn, IEnumerable<TaskDraft> tasks) => string.Join(";\n", tasks.Select(task =>
    {
        var words = task.Who is { } who ? $"{who}: {task.What}" : task.What;
        return task.Due is { } due ? turn.Text("Meeting.TaskBy", ("what", words), ("date", LocalDatePattern.Iso.Format(due))) : words;
    }));

    private static TaskDraft Draft(Turn turn, TaskText task)
    {
        var isWeekday = task.Doubt?.Kind == Weekday;
        var due = isWeekday && task.Due == turn.Today ? turn.Today.PlusDays(7) : task.Due;
        return new TaskDraft(task.Party, task.Who, task.What, due, isWeekday);
    }

    private static List<TaskDraft> Replaced(IReadOnlyList<TaskDraft> tasks, TaskDraft before, TaskDraft after) =>
        [.. tasks.Select(task => ReferenceEquals(task, before) ? after : task)];

    private static HashSet<string> Words(string text) =>
        [.. Folding.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 3)];
}
