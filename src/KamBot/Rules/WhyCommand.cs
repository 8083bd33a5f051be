using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;

namespace KamBot.Rules;

/// <summary>"Why do you remind me of this?": the rule in words, its value and whose it is, with the inputs that change it there.</summary>
public sealed class WhyCommand(TurnReminders mine, AccountStore accounts, RuleCards cards, RuleDesk desk) : ICommandSet
{
    public IEnumerable<Command> Commands => [new("reminder.why", WhyAsync)];

    private async Task<Reply> WhyAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var told = (await mine.OfAsync(turn, cancellationToken)).Where(each => each.SentAt is not null).MaxBy(each => each.SentAt);
        if (told is null || await mine.DescribeAsync(turn, told, cancellationToken) is not { } line)
            return Reply.Say(turn.Text("Why.Nothing"));
        if (ReminderSetting.Named(line.Setting) is not { } setting)
            return Reply.Show(new Card(line.Title).Line(line.Why).Button(line.Open));
        var client = await accounts.FindOwnAsync(turn.User, told.Subject.Account, cancellationToken);
        return Reply.Show(cards.One(turn, setting, client, await desk.MayAsync(turn, SettingLevel.Company, cancellationToken), line.Title, line.Why).Button(line.Open));
    }
}
