using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Language;

namespace KamBot.Recurring;

/// <summary>"Keep in touch with Vila Nord every 3 weeks", and its end.</summary>
public sealed class TouchCommands(TouchDesk desk, AccountStore accounts) : ICommandSet
{
    private const int LongestInterval = 366;

    public IEnumerable<Command> Commands =>
    [
        new("touch.set", SetAsync),
        new("touch.stop", (turn, input, token) => WithClientAsync(turn, input, account => desk.StopAsync(turn, account, token), token)),
        new("touch.contact", (turn, input, token) => WithClientAsync(turn, input, account => desk.ContactAsync(turn, account, token), token)),
    ];

    private Task<Reply> SetAsync(Turn turn, CommandInput input, CancellationToken cancellationToken) => WithClientAsync(turn, input, async account =>
    {
        if (input.Value<Recurrence>("recurrence") is not { } every)
            return Reply.Say(turn.Text("Touch.HowOften", ("client", account.Name))).Wanting(new { client = $"#{account.Id}" }, "recurrence");
        // "Every Monday" names a day; how long a client may be left alone is a length.
        var interval = new Recurrence(every.Unit, Math.Clamp(every.Interval, 1, LongestInterval), []);
        return await desk.SetAsync(turn, account, interval, cancellationToken);
    }, cancellationToken);

    private async Task<Reply> WithClientAsync(Turn turn, CommandInput input, Func<Account, Task<Reply>> act, CancellationToken cancellationToken)
    {
        if ((input.Client?.Id ?? turn.Memory.Focus?.Account) is not { } id)
            return Reply.Say(turn.Text("Touch.WhichClient")).Wanting(null, "client");
        return await accounts.FindAsync(new AccountKey(turn.User.Tenant, id), cancellationToken) is { } account && account.IsOpenTo(turn)
            ? await act(account)
            : Reply.Say(input.Client is null ? turn.Text("Touch.WhichClient") : turn.Text("Client.Gone")).Wanting(null, "client");
    }
}
