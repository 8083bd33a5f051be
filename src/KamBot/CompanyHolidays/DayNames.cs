using KamBot.Conversation.Language;
using KamBot.WorkingDays;

namespace KamBot.CompanyHolidays;

internal static class DayNames
{
    /// <summary>"Catalonia (ES-CT)".</summary>
    public static string Place(WorkingCalendars calendars, string code, Reader reader) =>
        calendars.TryGet(code, out var calendar) ? $"{calendar.DisplayName(reader.Culture)} ({calendar.Code})" : code;
}
