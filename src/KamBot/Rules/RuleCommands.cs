using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Rules;

/// <summary>"Remind me every day at 8:30", "quiet hours 19:00 to 8:00", "for Vila Nord call after 2 days", and the cards that set the rest.</summary>
public sealed class RuleCommands(RuleDesk desk, RuleCards cards, AccountStore accounts, ReminderRules rules) : ICommandSet
{
    private static readonly LocalTime Noon = new(12, 0);

    public IEnumerable<Command> Commands =>
    [
        new("rules", ShowAsync),
        new("rule.set", SetAsync),
        new("rule.reset", ResetAsync),
        new("rule.hour", HourAsync),
        new("rule.hours", (turn, input, token) => SpanAsync(turn, input, isWork: true, token)),
        new("rule.quiet", (turn, input, token) => SpanAsync(turn, input, isWork: false, token)),
        new("rule.workdays", (turn, input, token) => WeekAsync(turn, input, isOff: false, token)),
        new("rule.daysoff", (turn, input, token) => WeekAsync(turn, input, isOff: true, token)),
        new("rule.nudge", NudgeAsync),
        new("rule.call", CallAsync),
    ];

    private async Task<Reply> ShowAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(turn, input, cancellationToken);
        return ReminderSetting.Named(input.Press?.Text("setting")) is { } setting
            ? Reply.Show(cards.One(turn, setting, client, await desk.MayAsync(turn, SettingLevel.Company, cancellationToken)))
            : Reply.Show(cards.All(turn, client));
    }

    /// <summary>A button of the card of one rule.</summary>
    private async Task<Reply> SetAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.Press is not { } press || ReminderSetting.Named(press.Text("setting")) is not { } setting || !Enum.TryParse<SettingLevel>(press.Text("level"), out var level))
            return await ShowAsync(turn, input, cancellationToken);
        var client = await ClientAsync(turn, input, cancellationToken);
        if (level == SettingLevel.Client && (client is null || !setting.IsOfClients))
            return Reply.Say(turn.Text("Rule.NotOfClients", ("name", RuleText.Name(setting, turn.Reader))));
        var about = client is null ? null : new ClientRef(client.Id, client.Name);
        if (press.Text("reset") is not null)
            return await desk.SetAsync(turn, level, about, [(setting, null)], settings => Headline(turn, setting, settings, settings.LevelOf(setting.Name), about), cancellationToken);
        var text = TextOf(setting, press);
        return rules.Of(turn.Profile, client) is var now && setting.Applied(now, text) is null
            ? Reply.Show(cards.One(turn, setting, client, await desk.MayAsync(turn, SettingLevel.Company, cancellationToken), problem: RuleText.Wrong(setting, turn.Reader)))
            : await ApplyAsync(turn, level, about, setting, text, cancellationToken);
    }

    /// <summary>Gives everything back to the level below.</summary>
    private async Task<Reply> ResetAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var level = LevelOf(input);
        var headline = level switch
        {
            SettingLevel.Client => turn.Text("Rule.Reset.Client", ("client", input.Client!.Name)),
            SettingLevel.User => turn.Text("Rule.Reset.User"),
            _ => turn.Text("Rule.Reset.Company"),
        };
        return await desk.SetAsync(turn, level, input.Client, [.. ReminderSetting.All.Select(setting => (setting, (string?)null))], _ => headline, cancellationToken);
    }

    private async Task<Reply> HourAsync(Turn turn, CommandInput input, CancellationToken cancellationToken) =>
        Time(input, "when") is { } time
            ? await ApplyAsync(turn, input, ReminderSetting.Hour, ReminderSetting.TimeText(time), cancellationToken)
            : Reply.Say(turn.Text("Rule.AskHour")).Wanting(null, "when");

    private async Task<Reply> SpanAsync(Turn turn, CommandInput input, bool isWork, CancellationToken cancellationToken)
    {
        if (Time(input, "from") is not { } from || Time(input, "until") is not { } until)
            return Reply.Say(turn.Text(isWork ? "Rule.AskHours" : "Rule.AskQuiet")).Wanting(null, "from", "until");
        // "Quiet 19 to 6": a bare six is taken for the afternoon elsewhere, and nobody is quiet for 23 hours.
        if (!isWork && until > Noon && until <= from && Period.Between(until, from, PeriodUnits.Hours).Hours < 8)
            until = until.PlusHours(-12);
        var span = new DaySpan(from, until);
        return await ApplyAsync(turn, input, ReminderSetting.Quiet, ReminderSetting.SpanText(isWork ? span.Rest : span), cancellationToken);
    }

    private async Task<Reply> WeekAsync(Turn turn, CommandInput input, bool isOff, CancellationToken cancellationToken)
    {
        if (input.Value<IReadOnlyList<IsoDayOfWeek>>("days") is not { Count: > 0 } named)
            return Reply.Say(turn.Text(isOff ? "Rule.AskDaysOff" : "Rule.AskWorkdays")).Wanting(null, "days");
        var settings = rules.Of(turn.Profile);
        var days = isOff
            ? Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None && !settings.Manager.IsWeekend(turn.Today.Next(day)) && !named.Contains(day)).ToList()
            : [.. named];
        return days.Count == 0
            ? Reply.Say(turn.Text("Rule.NoDaysLeft"))
            : await ApplyAsync(turn, input, ReminderSetting.Week, ReminderSetting.WeekText(days), cancellationToken);
    }

    private async Task<Reply> NudgeAsync(Turn turn, CommandInput input, CancellationToken cancellationToken) =>
        input.Value<IReadOnlyList<int>>("days") is { } days
            ? await ApplyAsync(turn, input, ReminderSetting.NudgeDays, string.Join(',', days), cancellationToken)
            : Reply.Say(RuleText.Wrong(ReminderSetting.NudgeDays, turn.Reader)).Wanting(null, "days");

    private async Task<Reply> CallAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var setting = input.Text("channel") is "letter" or "fax" ? ReminderSetting.LetterCallDays : ReminderSetting.CallDays;
        return input.Value<object>("days") is int days
            ? await ApplyAsync(turn, input, setting, days.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellationToken)
            : Reply.Say(RuleText.Wrong(setting, turn.Reader)).Wanting(null, "days");
    }

    private async Task<Reply> ApplyAsync(Turn turn, CommandInput input, ReminderSetting setting, string text, CancellationToken cancellationToken)
    {
        if (input.Client is not null && !setting.IsOfClients)
            return Reply.Say(turn.Text("Rule.NotOfClients", ("name", RuleText.Name(setting, turn.Reader))));
        return setting.Applied(rules.Of(turn.Profile), text) is null
            ? Reply.Say(RuleText.Wrong(setting, turn.Reader))
            : await ApplyAsync(turn, LevelOf(input), input.Client, setting, text, cancellationToken);
    }

    private Task<Reply> ApplyAsync(Turn turn, SettingLevel level, ClientRef? client, ReminderSetting setting, string text, CancellationToken cancellationToken) =>
        desk.SetAsync(turn, level, client, [(setting, text)], settings => Headline(turn, setting, settings, level, client), cancellationToken);

    /// <summary>"Nudges of offers: 10, 5 and 1 working days before the end · for Vila Nord".</summary>
    private static string Headline(Turn turn, ReminderSetting setting, ReminderSettings settings, SettingLevel level, ClientRef? client) => turn.Text(
        "Rule.Set", ("name", RuleText.Name(setting, turn.Reader)), ("value", RuleText.Value(setting, settings, turn.Reader)), ("level", RuleText.Level(level, client?.Name, turn.Reader)));

    private static LocalTime? Time(CommandInput input, string field) => input.Fields.GetValueOrDefault(field)?.Value as LocalTime?;

    private static SettingLevel LevelOf(CommandInput input) =>
        input.Client is not null ? SettingLevel.Client : input.Text("scope") == "company" ? SettingLevel.Company : SettingLevel.User;

    private Task<Account?> ClientAsync(Turn turn, CommandInput input, CancellationToken cancellationToken) =>
        accounts.FindOwnAsync(turn.User, input.Client?.Id ?? input.Press?.Text("account"), cancellationToken);

    /// <summary>What was filled in, as the setting keeps it.</summary>
    private static string TextOf(ReminderSetting setting, CardPress press) => setting.Shape switch
    {
        SettingShape.Span => $"{press.Text("from")}-{press.Text("until")}",
        SettingShape.Numbers => string.Join(',', (press.Text("value") ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries).Where(part => !part.All(char.IsLetter))),
        _ => (press.Text("value") ?? "").Trim(),
    };
}
