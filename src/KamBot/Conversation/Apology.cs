using KamBot.BotBuilder.Hosting;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;

namespace KamBot.Conversation;

/// <summary>What the user hears of a turn that is given up, in their language.</summary>
public sealed class Apology(Turns turns, Readers readers)
{
    /// <summary>For <see cref="BotAdapter.OnTurnError"/>: what failed is logged where it failed.</summary>
    public async Task SayAsync(ITurnContext context, Exception cause)
    {
        var reader = readers.For(await turns.KnownAsync(context.Activity, CancellationToken.None));
        var text = context.Activity.Text is { } line && !string.IsNullOrWhiteSpace(line)
            ? reader.Text("Failed.Line", ("words", Misunderstanding.Echo(line)), ("number", Number(context)))
            : reader.Text("Failed.Press", ("number", Number(context)));
        if (IsElsewhere(context.Activity))
        {
            // Not a word into a chat that is not KamBot's: only who searched or sent a dialog reads it, in its place.
            if (InvokeSentences.Of(context.Activity, text) is { } sentence)
                context.TurnState.Set(sentence);
            return;
        }

        if (context.Activity.Type == ActivityTypes.Invoke)
            context.TurnState.Set(AdaptiveCardInvokeResponse.Error(StatusCodes.Status500InternalServerError, "InternalServerError", text));
        await context.SendActivityAsync(text);
    }

    private static bool IsElsewhere(Activity activity) => activity.Type == ActivityTypes.Invoke && activity.Name != InvokeNames.AdaptiveCardAction;

    /// <summary>The beginning of the turn's key, which stands beside every line that was logged in it and on its span.</summary>
    private static string Number(ITurnContext context) => context.OperationId[..8];
}

public static class ApologyRegistration
{
    /// <summary>Lets a turn that is given up end with KamBot's own words, and one that takes long begin with them.</summary>
    public static WebApplication UseApology(this WebApplication app)
    {
        var adapter = app.Services.GetRequiredService<CloudAdapter>();
        adapter.OnTurnError = app.Services.GetRequiredService<Apology>().SayAsync;
        adapter.OnTurnDelayed = app.Services.GetRequiredService<DelayWords>().For;
        adapter.OnDialogAnsweredLate = app.Services.GetRequiredService<LateDialogs>().MessageAsync;
        return app;
    }
}
