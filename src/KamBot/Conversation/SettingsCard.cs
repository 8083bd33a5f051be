using System.Globalization;
using KamBot.Conversation.Cards;
using KamBot.WorkingDays;

namespace KamBot.Conversation;

/// <summary>Zone and calendar as KamBot has them, on the greeting and under "settings".</summary>
internal static class SettingsCard
{
    public static void AddTo(Card card, Turn turn, WorkingCalendars calendars, params IReadOnlyList<(string Label, string? Value)> more) => card.Facts(
    [
        (turn.Text("Settings.Zone"), turn.Text("Settings.ZoneNow", ("zone", turn.Profile.Zone), ("time", turn.Reader.Time(turn.LocalNow.TimeOfDay)))),
        (turn.Text("Settings.Calendar"), Name(turn, calendars)),
        .. more,
    ]);

    public static string Name(Turn turn, WorkingCalendars calendars) =>
        calendars.TryGet(turn.Profile.Calendar, out var calendar) ? $"{calendar.DisplayName(turn.Reader.Culture)} ({calendar.Code})" : turn.Profile.Calendar;
}
