using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Service;

/// <summary>When KamBot speaks about a complaint (SVC-2: settled as soon as possible). Pure: the clock does not decide, the plan does.</summary>
public static class ComplaintRules
{
    public const string Open = "complaint.open";
    public const string StillOpen = "complaint.still";

    /// <summary>As with calls (R4): on the third day it has been neglected.</summary>
    private const int NeglectedAfterDays = 3;
    private const int StillUsefulDays = 5;

    /// <summary>On the working day after it was noted, or on the day it was put off to; and on the third working day, unless it is settled by then.</summary>
    public static IReadOnlyList<PlannedReminder> Plan(Complaint complaint, ReminderSettings settings)
    {
        var manager = settings.Manager;
        if (!complaint.IsOpen)
            return [];
        var first = complaint.PostponedTo is { } postponed ? WorkingDayArithmetic.OnOrAfter(postponed, manager) : WorkingDayArithmetic.FirstAfter(complaint.NotedOn, manager);
        var neglected = WorkingDayArithmetic.Add(complaint.NotedOn, NeglectedAfterDays, manager);
        var still = neglected > first ? neglected : WorkingDayArithmetic.Add(first, NeglectedAfterDays - 1, manager);
        return
        [
            new(Open, complaint.PostponedAt is { } time ? first + time : settings.At(first), settings.EndOf(WorkingDayArithmetic.LastBefore(still, manager)), Exact: complaint.PostponedAt is not null),
            new(StillOpen, settings.At(still), settings.EndOf(WorkingDayArithmetic.Add(still, StillUsefulDays, manager))),
        ];
    }
}
