using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Meetings;

/// <summary>When KamBot speaks about a task or a next contact. Pure: the clock does not decide, the plans do.</summary>
public static class MeetingRules
{
    public const string TaskDue = "task.due";
    public const string TaskOverdue = "task.overdue";
    public const string Next = "meeting.next";

    private const int OverdueUsefulDays = 5;

    /// <summary>On its day, and once more when the day is over; a task without a day has no reminders.</summary>
    public static IReadOnlyList<PlannedReminder> Plan(MeetingTask task, ReminderSettings settings)
    {
        if (!task.IsOpen || ReminderDay(task, settings.Manager) is not { } day)
            return [];
        var after = OverdueDay(task, settings.Manager)!.Value;
        return
        [
            new(TaskDue, task.PostponedAt is { } time ? day + time : settings.At(day), settings.EndOf(after), Exact: task.PostponedAt is not null),
            new(TaskOverdue, settings.At(after), settings.EndOf(WorkingDayArithmetic.Add(after, OverdueUsefulDays, settings.Manager))),
        ];
    }

    /// <summary>A day off moves the reminder to the working day before: afterwards the promise would be broken already.</summary>
    public static LocalDate? ReminderDay(MeetingTask task, WorkingCalendar manager) => task.PostponedTo is { } postponed
        ? WorkingDayArithmetic.OnOrAfter(postponed, manager)
        : task.Due is { } due ? WorkingDayArithmetic.OnOrBefore(due, manager) : null;

    /// <summary>A time that was agreed on is kept to the minute; a mere day is said in the morning, a day off the working day before.</summary>
    public static IReadOnlyList<PlannedReminder> Plan(Meeting meeting, ReminderSettings settings)
    {
        if (meeting.Next is not { IsMet: false } next || (next.PostponedTo ?? next.Day) is not { } day)
            return [];
        if (next.PostponedTo is null && next.Time is { } time)
            return [new(Next, day + time, End(day, settings), Exact: true)];
        var at = next.PostponedTo is null ? WorkingDayArithmetic.OnOrBefore(day, settings.Manager) : WorkingDayArithmetic.OnOrAfter(day, settings.Manager);
        return [new(Next, next.PostponedAt is { } minute ? at + minute : settings.At(at), End(LocalDate.Max(at, day), settings), Exact: next.PostponedAt is not null)];
    }

    private static LocalDate? OverdueDay(MeetingTask task, WorkingCalendar manager) =>
        (task.PostponedTo, task.Due) switch
        {
            ({ } postponed, { } due) => WorkingDayArithmetic.FirstAfter(LocalDate.Max(postponed, due), manager),
            ({ } postponed, null) => WorkingDayArithmetic.FirstAfter(postponed, manager),
            (null, { } due) => WorkingDayArithmetic.FirstAfter(due, manager),
            _ => null,
        };

    private static LocalDateTime End(LocalDate day, ReminderSettings settings) => settings.EndOf(WorkingDayArithmetic.FirstAfter(day, settings.Manager));
}
