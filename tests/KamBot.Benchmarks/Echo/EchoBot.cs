using KamBot.BotBuilder.Turns;

namespace KamBot.Benchmarks.Echo;

/// <summary>The bot that every SDK is shown with: says back what it was told, and keeps it as the conversation's state.</summary>
internal sealed class EchoBot : ActivityHandler
{
    protected override Task OnMessageActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        turnContext.TurnState.Get<ConversationState>()!.Json = turnContext.Activity.Text;
        return turnContext.SendActivityAsync($"echo: {turnContext.Activity.Text}", cancellationToken);
    }
}
