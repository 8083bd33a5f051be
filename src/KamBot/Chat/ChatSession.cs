using System.Text.Json.Nodes;
using KamBot.Platform;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Chat;

/// <summary>Does what a typed line says, and returns when everything that came of it is on the terminal.</summary>
internal sealed class ChatSession(ChatPaper paper, ChatBot bot, ChatActivities activities, TimeProvider clock)
{
    private static readonly LocalDateTimePattern ClockFace = LocalDateTimePattern.CreateWithInvariantCulture("ddd d MMM uuuu HH:mm");

    private ChatUser _user = ChatUser.Default;

    /// <summary>Installs KamBot for the user, as Teams does; a user who is there already notices nothing.</summary>
    public async Task SitDownAsync(ChatUser user, CancellationToken cancellationToken)
    {
        _user = user;
        paper.SitDown(user);
        foreach (var activity in activities.Install(user))
            await bot.PostAsync(activity, cancellationToken);
        await SeeAllAsync(cancellationToken);
    }

    /// <returns>False when the chat is over.</returns>
    public async Task<bool> TakeAsync(ChatLine line, CancellationToken cancellationToken)
    {
        switch (line)
        {
            case ChatLine.Quit:
                return false;
            case ChatLine.Clock time:
                paper.TurnPage();
                await MoveClockAsync(time.Argument, cancellationToken);
                break;
            case ChatLine.User user when _user.Switch(user.Argument) is { } other:
                await SitDownAsync(other, cancellationToken);
                break;
            case ChatLine.User:
                paper.Write("(/user Name [zone] [locale], like: /user Ana Pop Europe/Bucharest ro-RO)");
                break;
            case ChatLine.Press press when paper.Button(press.Number, press.IsBare) is { } button:
                await PressAsync(button, press, cancellationToken);
                break;
            case ChatLine.Press { IsBare: false }:
                paper.Write("(There is no button of that number.)");
                break;
            case ChatLine.Press press:
                await SayAsync(FormattableString.Invariant($"{press.Number}"), cancellationToken);
                break;
            case ChatLine.Fill fill when paper.Fill(fill.Name, fill.Value):
                break;
            case ChatLine.Fill fill:
                await SayAsync($"{fill.Name}={fill.Value}", cancellationToken);
                break;
            case ChatLine.Said said:
                await SayAsync(said.Text, cancellationToken);
                break;
        }

        return true;
    }

    private async Task SayAsync(string text, CancellationToken cancellationToken)
    {
        paper.TurnPage();
        var (status, _) = await bot.PostAsync(activities.Line(_user, text), cancellationToken);
        await SeeAllAsync(cancellationToken);
        if (status >= 300)
            paper.Write(FormattableString.Invariant($"(KamBot refused this with {status}.)"));
    }

    private async Task PressAsync(ChatButton button, ChatLine.Press press, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in press.Values)
            paper.Fill(name, value);
        switch (button.Action["type"]?.ToString())
        {
            case "Action.ShowCard":
                paper.Unfold(button);
                return;
            case "Action.OpenUrl":
                paper.Write($"({button.Action["url"]})");
                return;
        }

        var filled = paper.TakeFilled();
        if (CardInputs.Missing(button.Inputs, filled) is { } missing)
        {
            paper.Write($"({missing})");
            return;
        }

        var data = CardInputs.Sent(button.Action, button.Inputs, filled);
        if (button.Action["type"]?.ToString() == "Action.Execute")
            Show(button, await bot.PostAsync(activities.Execute(_user, button.CardId, button.Action, data), cancellationToken));
        else
            await bot.PostAsync(activities.Submit(_user, button.CardId, data), cancellationToken);
        await SeeAllAsync(cancellationToken);
    }

    /// <summary>An invoke's answer: a card in place of the one that was pressed, a line, or an error.</summary>
    private void Show(ChatButton button, (int Status, JsonObject? Body) answer)
    {
        switch (answer.Body?["value"])
        {
            case JsonObject card when card["type"]?.ToString() == "AdaptiveCard":
                paper.Replace(button.CardId, card);
                break;
            case JsonObject error:
                paper.Say("KamBot", error["message"]?.ToString() ?? "That did not work.");
                break;
            case JsonValue text:
                paper.Say("KamBot", text.ToString());
                break;
            default:
                paper.Write(FormattableString.Invariant($"(KamBot answered {answer.Status}.)"));
                break;
        }
    }

    private async Task MoveClockAsync(string argument, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        if (argument.Length > 0)
        {
            if (ClockWord.Read(argument, now, _user.Zone) is not { } target)
            {
                paper.Write("(/clock +1d, +2h, +30m, +1w, or a local time like 2026-04-07T09:00)");
                return;
            }

            // The script's first line has set the clock already, a moment ago.
            var isThere = target <= now && now - target < Duration.FromMinutes(1);
            if (!isThere && await bot.MoveClockAsync(InstantPattern.ExtendedIso.Format(target), cancellationToken) is { } why)
                paper.Write($"({why})");
            await SeeAllAsync(cancellationToken);
        }

        paper.Write($"(It is {ClockFace.Format(clock.GetCurrentInstant().InZone(_user.Zone).LocalDateTime)}.)");
    }

    /// <summary>One chat's activities are worked on one after the other: when this one is answered, all before it are.</summary>
    private Task SeeAllAsync(CancellationToken cancellationToken) => bot.PostAsync(activities.Typing(_user), cancellationToken);
}
