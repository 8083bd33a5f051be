using KamBot.Conversation;

namespace KamBot.Team;

/// <summary>"My deputy is Joan", "I have no deputy".</summary>
public sealed class StandingDeputyCommands(StandingDeputies deputies, DeputyChoice choice) : ICommandSet
{
    public IEnumerable<Command> Commands => [new("deputy.set", SetAsync), new("deputy.none", (turn, _, token) => deputies.ClearAsync(turn, token))];

    private async Task<Reply> SetAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var (deputy, instead) = await choice.ResolveAsync(turn, input, [], cancellationToken);
        if (instead is not null)
            return instead;
        return deputy is null ? Reply.Say(turn.Text("Standing.Who")).Wanting(null, "deputy") : await deputies.SetAsync(turn, deputy, cancellationToken);
    }
}
