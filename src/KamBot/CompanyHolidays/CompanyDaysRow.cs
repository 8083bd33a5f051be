using System.Text.Json.Serialization;
using KamBot.Platform.Tables;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.CompanyHolidays;

/// <summary>What an administrator did to a day, or to what else moves reminders of the whole company.</summary>
public enum DayDeed
{
    Added,
    Removed,
    Worked,

    /// <summary>Not in the chat: the configuration or a file of days off is another one since the restart.</summary>
    Configured,

    /// <summary>No day at all: the company's rules for reminders.</summary>
    Rules,
}

/// <summary>The days that one company added or removed in the chat.</summary>
public sealed record CompanyDaysRow(string Tenant)
{
    /// <summary>One for each calendar and date.</summary>
    public IReadOnlyList<CalendarChange> Days { get; init; } = [];

    /// <summary>The latest changes, so that a second run of a turn finds its own and answers the same.</summary>
    public IReadOnlyList<DayNews> Log { get; init; } = [];

    public CalendarChange? Of(string calendar, LocalDate date) => Days.FirstOrDefault(day => day.Calendar == calendar && day.Date == date);
}

public sealed record DayNews(string Operation, DayDeed Deed, CalendarChange Day);

/// <summary>Reminders are to be planned anew because of a changed day or rule; how far that has come. Its row goes when all is done.</summary>
public sealed record DayWork(string Operation, DayDeed Deed, Instant Created)
{
    /// <summary>Null: every company, because the configuration changed.</summary>
    public string? Tenant { get; init; }

    public CalendarChange? Day { get; init; }

    /// <summary>The users are walked through twice: see <see cref="DayMoves"/>.</summary>
    public int Pass { get; init; } = 1;

    /// <summary>The pass does not begin earlier.</summary>
    public Instant NotBefore { get; init; }

    /// <summary>Behind the last user that was dealt with; null at the beginning.</summary>
    public string? Place { get; init; }

    /// <summary>The row as it was read.</summary>
    [JsonIgnore]
    public TableEntity? Entity { get; init; }
}
