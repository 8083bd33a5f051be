using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Meetings;

/// <summary>When KamBot speaks about a task or a next contact. Pure: the clock does not decide, the plans do.</summary>
public sealed class MeetingRules(ReminderOptions options)
{
    public const string TaskDue = "task.due";
    public const string TaskOverdue = "task.overdue";
    public const string Next = "meeting.next";

    private const int OverdueUsefulDays = 5;

    /// <summary>On its day, and once more when the day is over; a task without a day has no reminders.</summary>
    public IReadOnlyList<PlannedReminder> Plan(MeetingTask task, WorkingCalendar manager)
    {
        if (!task.IsOpen || ReminderDay(task, manager) is not { } day)
            return [];
        var after = OverdueDay(task, manager)!.Value;
        return
        [
            new(TaskDue, day + (task.PostponedAt ?? options.At), after + options.QuietFromTime, Exact: task.PostponedAt is not null),
            new(TaskOverdue, after + options.At, WorkingDayArithmetic.Add(after, OverdueUsefulDays, manager) + options.QuietFromTime),
        ];
    }

    /// <summary>A day off moves the reminder to the working day before: afterwards the promise would be broken already.</summary>
    public LocalDate? ReminderDay(MeetingTask task, WorkingCalendar manager) => task.PostponedTo is { } postponed
        ? WorkingDayArithmetic.OnOrAfter(postponed, manager)
        : task.Due is { } due ? WorkingDayArithmetic.OnOrBefore(due, manager) : null;

    /// <summary>A time that was agreed on is kept to the minute; a mere day is said in the morning, a day off the working day before.</summary>
    public IReadOnlyList<PlannedReminder> Plan(Meeting meeting, WorkingCalendar manager)
    {
        if (meeting.Next is not { IsMet: false } next || (next.PostponedTo ?? next.Day) is not { } day)
            return [];
        if (next.PostponedTo is null && next.Time is { } time)
            return [new(Next, day + time, End(day, manager), Exact: true)];
        var at = next.PostponedTo is null ? WorkingDayArithmetic.OnOrBefore(day, manager) : WorkingDayArithmetic.OnOrAfter(day, manager);
        return [new(Next, at + (next.PostponedAt ?? options.At), End(LocalDate.Max(at, day), manager), Exact: next.PostponedAt is not null)];
    }

    private static LocalDate? OverdueDay(MeetingTask task, WorkingCalendar manager) =>
        (task.PostponedTo, task.Due) switch
        {
            ({ } postponed, { } due) => WorkingDayArithmetic.FirstAfter(LocalDate.Max(postponed, due), manager),
            ({ } postponed, null) => WorkingDayArithmetic.FirstAfter(postponed, manager),
            (null, { } due) => WorkingDayArithmetic.FirstAfter(due, manager),
            _ => null,
        };

    private LocalDateTime End(LocalDate day, WorkingCalendar manager) => WorkingDayArithmetic.FirstAfter(day, manager) + options.QuietFromTime;
}
