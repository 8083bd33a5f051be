using System.Text.Json.Nodes;
using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Rules;

/// <summary>The rules as a list with their levels, and one rule with the inputs that change it.</summary>
public sealed class RuleCards(ReminderRules rules) : ISettingsSections
{
    private static readonly (string Group, ReminderSetting[] Settings)[] Groups =
    [
        ("day", [ReminderSetting.Hour, ReminderSetting.Quiet, ReminderSetting.Week, ReminderSetting.LateMinutes, ReminderSetting.DigestAbove, ReminderSetting.MorningDigest, ReminderSetting.MorningDigestAt]),
        ("offers", [ReminderSetting.CallDays, ReminderSetting.LetterCallDays, ReminderSetting.SecondTouch, ReminderSetting.NudgeDays, ReminderSetting.IndifferenceDays]),
        ("clients", [ReminderSetting.BirthdayShift, ReminderSetting.GuardContacts, ReminderSetting.GuardDays]),
    ];

    public void AddTo(Card card, Turn turn) => Add(card, turn, client: null);

    public Card All(Turn turn, Account? client)
    {
        var card = new Card(client is null ? turn.Text("Rule.Title") : turn.Text("Rule.TitleFor", ("client", client.Name)));
        Add(card, turn, client);
        return card.Note(turn.Text("Rule.Hint"));
    }

    /// <summary>One rule, what it is now and whose, and the inputs to change it for those for whom the user may.</summary>
    public Card One(Turn turn, ReminderSetting setting, Account? client, bool mayCompany, string? headline = null, string? why = null, string? problem = null)
    {
        var settings = rules.Of(turn.Profile, client);
        var level = settings.LevelOf(setting.Name);
        var card = new Card(headline ?? RuleText.Name(setting, turn.Reader))
            .Line(why)
            .Line(problem, CardTone.Attention)
            .Facts(
                (turn.Text("Rule.Rule"), headline is null ? null : RuleText.Name(setting, turn.Reader)),
                (turn.Text("Rule.Value"), RuleText.Value(setting, settings, turn.Reader)),
                (turn.Text("Rule.From"), RuleText.Level(level, client?.Name, turn.Reader)));
        foreach (var input in InputsOf(setting, settings, turn))
            card.Input(input);
        if (client is not null && setting.IsOfClients)
            card.Button(turn.Text("Rule.For.Client", ("client", client.Name)), "rule.set", Data(setting, SettingLevel.Client, client), CardButtonStyle.Positive);
        card.Button(turn.Text("Rule.For.User"), "rule.set", Data(setting, SettingLevel.User, client), client is not null && setting.IsOfClients ? CardButtonStyle.Default : CardButtonStyle.Positive);
        if (mayCompany)
            card.Button(turn.Text("Rule.For.Company"), "rule.set", Data(setting, SettingLevel.Company, client));
        if (level != SettingLevel.Company)
            card.Button(turn.Text("Rule.GiveBack"), "rule.set", new { setting = setting.Name, level = level.ToString(), account = client?.Id, reset = "yes" });
        return card;
    }

    private void Add(Card card, Turn turn, Account? client)
    {
        var settings = rules.Of(turn.Profile, client);
        foreach (var (group, members) in Groups)
        {
            card.Section(turn.Text($"Rule.Group.{group}"));
            foreach (var setting in members.Where(setting => client is null || setting.IsOfClients))
            {
                card.Row(
                    RuleText.Name(setting, turn.Reader), RuleText.Value(setting, settings, turn.Reader), RuleText.Level(settings.LevelOf(setting.Name), client?.Name, turn.Reader),
                    tap: new CardButton(RuleText.Name(setting, turn.Reader), "rules", new { setting = setting.Name, account = client?.Id }));
            }
        }
    }

    private static object Data(ReminderSetting setting, SettingLevel level, Account? client) => new { setting = setting.Name, level = level.ToString(), account = client?.Id };

    private static IEnumerable<JsonObject> InputsOf(ReminderSetting setting, ReminderSettings settings, Turn turn)
    {
        var label = RuleText.Name(setting, turn.Reader);
        var text = setting.Text(settings);
        switch (setting.Shape)
        {
            case SettingShape.Time:
                yield return Inputs.Time("value", label, ReminderSetting.ReadTime(text));
                break;
            case SettingShape.Span:
                yield return Inputs.Time("from", turn.Text("Rule.SpanFrom"), settings.Quiet.From);
                yield return Inputs.Time("until", turn.Text("Rule.SpanUntil"), settings.Quiet.Until);
                break;
            case SettingShape.Weekdays:
                var days = Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None);
                var choice = Inputs.Choice("value", label, days.Select(day => (turn.Reader.Weekday(day), ReminderSetting.WeekText([day]))), ReminderSetting.WeekText(settings.Week ?? days.Where(day => !settings.Manager.IsWeekend(turn.Today.Next(day)))));
                choice["isMultiSelect"] = true;
                choice["style"] = "expanded";
                yield return choice;
                break;
            case SettingShape.OnOff:
                yield return Inputs.Choice("value", label, [(turn.Text("Rule.On"), "on"), (turn.Text("Rule.Off"), "off")], text);
                break;
            case SettingShape.Shift:
                yield return Inputs.Choice("value", label, Enum.GetValues<DayOffShift>().Select(shift => (turn.Text($"Rule.Shift.{shift}"), shift.ToString().ToLowerInvariant())), text);
                break;
            default:
                yield return Inputs.Text("value", label, text.Replace(",", ", ", StringComparison.Ordinal));
                break;
        }
    }
}
