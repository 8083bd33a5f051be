using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Tests.Payloads;
using Moq;

namespace KamBot.Tests.BotBuilder.Turns;

public sealed class ActivityHandlerTests
{
    private readonly Recorder _bot = new();

    [Theory]
    [InlineData("in-message-personal", "message")]
    [InlineData("in-message-submit-personal", "message")]
    [InlineData("in-installationUpdate-add-personal", "add")]
    [InlineData("in-installationUpdate-remove-personal", "remove")]
    [InlineData("in-conversationUpdate-membersAddedUser-channel", "joined")]
    [InlineData("in-conversationUpdate-membersRemovedUser-channel", "left")]
    [InlineData("in-conversationUpdate-membersAddedBot-channel", "")]
    [InlineData("in-conversationUpdate-channelCreated-channel", "")]
    [InlineData("in-invoke-adaptiveCard.action-saveNote-personal", "card saveNote")]
    public async Task Each_activity_finds_its_method(string payload, string expected)
    {
        await RunAsync(Payload.Activity(payload));

        Assert.Equal(expected, string.Join(' ', _bot.Heard));
    }

    [Theory]
    [InlineData("add-upgrade", "add")]
    [InlineData("remove-upgrade", "remove")]
    [InlineData("something-new", "")]
    public async Task An_upgrade_is_an_installation_too(string action, string expected)
    {
        var activity = Payload.Activity("in-installationUpdate-add-personal");
        activity.Action = action;

        await RunAsync(activity);

        Assert.Equal(expected, string.Join(' ', _bot.Heard));
    }

    [Theory]
    [InlineData("typing", "typing")]
    [InlineData("event", "event")]
    [InlineData("messageUpdate", "edited")]
    [InlineData("messageDelete", "deleted")]
    [InlineData("messageReaction", "reacted")]
    [InlineData("Message", "unrecognized")]
    [InlineData("fromTheFuture", "unrecognized")]
    public async Task The_type_decides_and_its_case_counts(string type, string expected)
    {
        var activity = Payload.Activity("in-message-personal");
        activity.Type = type;

        await RunAsync(activity);

        Assert.Equal(expected, string.Join(' ', _bot.Heard));
    }

    [Theory]
    [InlineData("null", "BadRequest")]
    [InlineData("\"text\"", "BadRequest")]
    [InlineData("{}", "BadRequest")]
    [InlineData("""{"action":{}}""", "BadRequest")]
    [InlineData("""{"action":17}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Submit","verb":"save"}}""", "NotSupported")]
    public async Task A_malformed_card_action_is_told_in_the_body_with_http_200(string value, string code)
    {
        var activity = Payload.Activity("in-invoke-adaptiveCard.action-saveNote-personal");
        activity.Value = JsonSerializer.Deserialize<JsonElement>(value);

        var response = (await RunAsync(activity)).TurnState.Get<InvokeResponse>()!;

        Assert.Equal(200, response.Status);
        Assert.Equal(400, (int)response.Body!["statusCode"]!);
        Assert.Equal("application/vnd.microsoft.error", (string)response.Body["type"]!);
        Assert.Equal(code, (string)response.Body["value"]!["code"]!);
        Assert.Empty(_bot.Heard);
    }

    [Theory]
    [InlineData("composeExtension/query")]
    [InlineData("from/theFuture")]
    [InlineData(null)]
    public async Task An_invoke_nobody_knows_is_not_implemented(string? name)
    {
        var activity = Payload.Activity("in-invoke-composeExtension.query-personal");
        activity.Name = name;

        Assert.Equal(501, (await RunAsync(activity)).TurnState.Get<InvokeResponse>()!.Status);
    }

    private async Task<TurnContext> RunAsync(Activity activity)
    {
        var context = new TurnContext(Mock.Of<BotAdapter>(), activity, "operation", DateTimeOffset.UnixEpoch);
        await _bot.OnTurnAsync(context);
        return context;
    }

    private sealed class Recorder : ActivityHandler
    {
        public List<string> Heard { get; } = [];

        protected override Task OnMessageActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Hear("message");

        protected override Task OnMessageUpdateActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Hear("edited");

        protected override Task OnMessageDeleteActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Hear("deleted");

        protected override Task OnMessageReactionActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Hear("reacted");

        protected override Task OnTypingActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Hear("typing");

        protected override Task OnEventActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Hear("event");

        protected override Task OnUnrecognizedActivityTypeAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Hear("unrecognized");

        protected override Task OnInstallationUpdateAddAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Hear("add");

        protected override Task OnInstallationUpdateRemoveAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Hear("remove");

        protected override Task OnMembersAddedAsync(IReadOnlyList<ChannelAccount> membersAdded, ITurnContext turnContext, CancellationToken cancellationToken) => Hear("joined");

        protected override Task OnMembersRemovedAsync(IReadOnlyList<ChannelAccount> membersRemoved, ITurnContext turnContext, CancellationToken cancellationToken) => Hear("left");

        protected override Task<AdaptiveCardInvokeResponse> OnAdaptiveCardInvokeAsync(ITurnContext turnContext, AdaptiveCardInvokeValue invokeValue, CancellationToken cancellationToken)
        {
            Heard.Add("card " + invokeValue.Action!.Verb);
            return Task.FromResult(AdaptiveCardInvokeResponse.Card(new JsonObject()));
        }

        private Task Hear(string what)
        {
            Heard.Add(what);
            return Task.CompletedTask;
        }
    }
}
