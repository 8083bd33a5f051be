using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Reminders;

namespace KamBot.Rules;

/// <summary>Settings in the reader's words: their names, values and where they come from.</summary>
internal static class RuleText
{
    private static readonly ReminderSetting[] InMinutes = [ReminderSetting.LateMinutes];
    private static readonly ReminderSetting[] InThings = [ReminderSetting.DigestAbove];
    private static readonly ReminderSetting[] InContacts = [ReminderSetting.GuardContacts];

    public static string Name(ReminderSetting setting, Reader reader) => reader.Text($"Rule.Name.{setting.Name}");

    public static string Value(ReminderSetting setting, ReminderSettings settings, Reader reader)
    {
        var text = setting.Text(settings);
        switch (setting.Shape)
        {
            case SettingShape.Time:
                return reader.Time(ReminderSetting.ReadTime(text)!.Value);
            case SettingShape.Number:
                var number = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
                return reader.Plural(Unit(setting), number);
            case SettingShape.Numbers:
                return reader.Text("Rule.NudgeValue", ("days", reader.List(settings.NudgeDays.Select(days => reader.Number(days)))));
            case SettingShape.Span:
                return settings.Quiet.IsNone ? reader.Text("Rule.NoQuiet") : reader.Text("Rule.FromTo", ("from", settings.Quiet.From), ("until", settings.Quiet.Until));
            case SettingShape.Weekdays:
                return settings.Week is { } week ? reader.List(week.Select(reader.Weekday)) : reader.Text("Rule.CalendarsWeek");
            case SettingShape.OnOff:
                return reader.Text(settings.MorningDigest ? "Rule.On" : "Rule.Off");
            default:
                return reader.Text($"Rule.Shift.{settings.BirthdayShift}");
        }
    }

    /// <summary>"The company's", "yours", "for Vila Nord".</summary>
    public static string Level(SettingLevel level, string? client, Reader reader) =>
        level == SettingLevel.Client && client is not null ? reader.Text("Rule.Level.Client", ("client", client)) : reader.Text(level == SettingLevel.User ? "Rule.Level.User" : "Rule.Level.Company");

    /// <summary>What the setting may be, for whoever wrote something else.</summary>
    public static string Wrong(ReminderSetting setting, Reader reader)
    {
        var (key, name) = ($"Rule.Wrong.{setting.Shape}", ("name", (object?)Name(setting, reader)));
        return setting.Shape switch
        {
            SettingShape.Number => reader.Text(key, name, ("least", setting.Least), ("most", setting.Most)),
            SettingShape.Numbers => reader.Text(key, name, ("least", setting.Least), ("most", setting.Most), ("count", ReminderSetting.MostNudges)),
            _ => reader.Text(key, name),
        };
    }

    private static string Unit(ReminderSetting setting) =>
        InMinutes.Contains(setting) ? "Rule.Minutes" : InThings.Contains(setting) ? "Rule.Reminders" : InContacts.Contains(setting) ? "Rule.Contacts" : "Rule.DayCount";
}
