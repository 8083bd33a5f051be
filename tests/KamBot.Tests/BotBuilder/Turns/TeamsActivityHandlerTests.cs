using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.BotBuilder.Turns;

/// <summary>Every invoke that Teams sends, through the endpoint: what the bot hears of it, and the status and body that go back.</summary>
public sealed class TeamsActivityHandlerTests : IAsyncLifetime
{
    private const string Search = """{"commandId":"search","parameters":[{"name":"words","value":"vila"}],"queryOptions":{"skip":25,"count":25}}""";
    private const string OnMessage = """{"commandId":"logNote","commandContext":"message","data":{"what":"late"},"messagePayload":{"id":"1","createdDateTime":"2026-04-08T10:00:00Z","from":{"user":{"id":"aad","displayName":"Anna"}},"body":{"contentType":"html","content":"<p>Hi</p>"},"linkToMessage":"https://teams.microsoft.com/l/message/1"}}""";
    private const string Link = """{"url":"https://kambot.example/open/P-1"}""";

    private readonly Listener _bot = new();
    private FakeTeams _teams = null!;
    private TemporaryStore _store = null!;
    private RunningBot _app = null!;

    public async ValueTask InitializeAsync()
    {
        _teams = await FakeTeams.StartAsync();
        _store = new TemporaryStore();
        _app = await RunningBot.StartAsync(_bot, _store.Tables, new FakeClock());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _store.DisposeAsync();
        await _teams.DisposeAsync();
    }

    [Theory]
    [InlineData("composeExtension/query", Search, "query search vila 25+25", 200, """{"composeExtension":{"type":"result","attachmentLayout":"list","attachments":[]}}""")]
    [InlineData("composeExtension/query", """{"commandId":"search","parameters":[{"name":"initialRun","value":"true"}]}""", "query search  +", 200, """{"composeExtension":{"type":"result","attachmentLayout":"list","attachments":[]}}""")]
    [InlineData("composeExtension/selectItem", """{"offer":"P-1"}""", "selected P-1", 200, """{"composeExtension":{"type":"message","text":"chosen"}}""")]
    [InlineData("composeExtension/fetchTask", OnMessage, "fetch logNote message Anna <p>Hi</p> 10:00", 200, """{"task":{"type":"continue","value":{"title":"Note","card":{"contentType":"application/vnd.microsoft.card.adaptive"}}}}""")]
    [InlineData("composeExtension/submitAction", OnMessage, "submit logNote late", 200, """{"task":{"type":"message","value":"saved"}}""")]
    [InlineData("composeExtension/submitAction", """{"commandId":"logNote","botMessagePreviewAction":"edit"}""", "", 501, null)]
    [InlineData("composeExtension/submitAction", """{"commandId":"logNote","botMessagePreviewAction":"send"}""", "", 501, null)]
    [InlineData("composeExtension/submitAction", """{"commandId":"logNote","botMessagePreviewAction":"burn"}""", "", 400, null)]
    [InlineData("composeExtension/queryLink", Link, "link https://kambot.example/open/P-1", 200, """{"composeExtension":{"type":"message","text":"linked"}}""")]
    [InlineData("composeExtension/anonymousQueryLink", Link, "stranger https://kambot.example/open/P-1", 200, """{"composeExtension":{"type":"message","text":"linked"}}""")]
    [InlineData("task/fetch", """{"data":{"form":"x"},"context":{"theme":"dark"}}""", "task x", 200, """{"task":{"type":"message","value":"fetched"}}""")]
    [InlineData("task/submit", """{"data":{"form":"x"},"context":{"theme":"dark"}}""", "task done x", 200, "{}")]
    [InlineData("config/fetch", null, "config", 200, """{"responseType":"config","config":{"type":"message","value":"nothing to set"}}""")]
    [InlineData("config/submit", """{"data":{}}""", "config done", 200, """{"responseType":"config","config":{"type":"message","value":"kept"}}""")]
    [InlineData("message/submitAction", """{"actionName":"feedback","actionValue":{"reaction":"like","feedback":"{\"feedbackText\":\"nice\"}"}}""", "like nice", 200, null)]
    [InlineData("message/submitAction", """{"actionName":"feedback","actionValue":{"reaction":"dislike","feedback":"slow"}}""", "dislike slow", 200, null)]
    [InlineData("message/submitAction", """{"actionName":"feedback","actionValue":{"reaction":"dislike","feedback":"{\"feedbackText\":\"\"}"}}""", "dislike ", 200, null)]
    [InlineData("message/submitAction", """{"actionName":"other","actionValue":{"reaction":"like"}}""", "", 501, null)]
    [InlineData("message/submitAction", """{"actionName":"feedback","actionValue":{"reaction":"shrug"}}""", "", 400, null)]
    [InlineData("signin/verifyState", """{"state":"123456"}""", "verified", 200, "{}")]
    [InlineData("signin/failure", """{"code":"x","message":"y"}""", "failed", 200, "{}")]
    [InlineData("signin/tokenExchange", """{"id":"1","connectionName":"c","token":"secret"}""", "exchange c", 412, """{"id":"1","connectionName":"c","failureDetail":"no"}""")]
    [InlineData("fileConsent/invoke", """{"action":"accept","context":{}}""", "took", 200, null)]
    [InlineData("fileConsent/invoke", """{"action":"decline","context":{}}""", "refused", 200, null)]
    [InlineData("fileConsent/invoke", """{"action":"maybe"}""", "", 400, null)]
    [InlineData("application/search", """{"queryText":"v"}""", "", 501, null)]
    [InlineData("tab/fetch", "{}", "", 501, null)]
    [InlineData("handoff/action", "{}", "", 501, null)]
    [InlineData("from/theFuture", "{}", "", 501, null)]
    [InlineData(null, "{}", "", 501, null)]
    public async Task Each_invoke_has_its_method_its_status_and_its_body(string? name, string? value, string heard, int status, string? body)
    {
        var response = await InvokeAsync(name, value);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(heard, string.Join(", ", _bot.Heard));
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(JsonNode.DeepEquals(body is null ? null : JsonNode.Parse(body), answer.Length == 0 ? null : JsonNode.Parse(answer)), answer);
    }

    public static TheoryData<string, string?> Malformed()
    {
        var cases = new TheoryData<string, string?>();
        foreach (var name in (string[])["composeExtension/query", "composeExtension/selectItem", "composeExtension/fetchTask", "composeExtension/submitAction", "composeExtension/queryLink",
            "composeExtension/anonymousQueryLink", "task/fetch", "task/submit", "message/submitAction", "signin/tokenExchange", "fileConsent/invoke"])
        {
            foreach (var value in (string?[])[null, "null", "17", "\"text\"", "[]"])
                cases.Add(name, value);
        }

        cases.Add("composeExtension/query", """{"commandId":17}""");
        cases.Add("composeExtension/query", """{"commandId":"search","parameters":"vila"}""");
        cases.Add("composeExtension/query", """{"commandId":"search","queryOptions":{"skip":"many"}}""");
        cases.Add("composeExtension/fetchTask", """{"commandId":"logNote","messagePayload":[]}""");
        cases.Add("composeExtension/queryLink", """{"url":{}}""");
        cases.Add("message/submitAction", """{"actionName":"feedback","actionValue":"like"}""");
        cases.Add("fileConsent/invoke", """{"action":{}}""");
        return cases;
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_value_that_is_not_what_the_name_promises_is_a_bad_request_without_a_word(string name, string? value)
    {
        var response = await InvokeAsync(name, value);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(_bot.Heard);
    }

    private async Task<HttpResponseMessage> InvokeAsync(string? name, string? value) => await _app.ReceiveAsync(_teams.Incoming("in-invoke-composeExtension.query-personal", activity =>
    {
        activity.Name = name;
        activity.Value = value is null ? null : JsonSerializer.Deserialize<JsonElement>(value);
    }));

    private sealed class Listener : TeamsActivityHandler
    {
        public List<string> Heard { get; } = [];

        protected override Task<MessagingExtensionResponse> OnTeamsMessagingExtensionQueryAsync(ITurnContext turnContext, MessagingExtensionQuery query, CancellationToken cancellationToken) =>
            Hear($"query {query.CommandId} {query.Parameter("words")} {query.QueryOptions?.Skip}+{query.QueryOptions?.Count}", MessagingExtensionResponse.Results());

        protected override Task<MessagingExtensionResponse> OnTeamsMessagingExtensionSelectItemAsync(ITurnContext turnContext, JsonObject query, CancellationToken cancellationToken) =>
            Hear($"selected {query["offer"]}", MessagingExtensionResponse.Message("chosen"));

        protected override Task<MessagingExtensionActionResponse> OnTeamsMessagingExtensionFetchTaskAsync(ITurnContext turnContext, MessagingExtensionAction action, CancellationToken cancellationToken)
        {
            var message = action.MessagePayload!;
            var page = new TaskModuleTaskInfo { Title = "Note", Card = new Attachment { ContentType = Attachment.AdaptiveCard } };
            return Hear(
                $"fetch {action.CommandId} {action.CommandContext} {message.From!.User!.DisplayName} {message.Body!.Content} {message.CreatedDateTime:HH:mm}",
                new MessagingExtensionActionResponse { Task = TaskModuleResponseBase.Continue(page) });
        }

        protected override Task<MessagingExtensionActionResponse> OnTeamsMessagingExtensionSubmitActionAsync(ITurnContext turnContext, MessagingExtensionAction action, CancellationToken cancellationToken) =>
            Hear($"submit {action.CommandId} {action.Data?.GetProperty("what")}", new MessagingExtensionActionResponse { Task = TaskModuleResponseBase.Message("saved") });

        protected override Task<MessagingExtensionResponse> OnTeamsAppBasedLinkQueryAsync(ITurnContext turnContext, AppBasedLinkQuery query, CancellationToken cancellationToken) =>
            Hear($"link {query.Url}", MessagingExtensionResponse.Message("linked"));

        protected override Task<MessagingExtensionResponse> OnTeamsAnonymousAppBasedLinkQueryAsync(ITurnContext turnContext, AppBasedLinkQuery query, CancellationToken cancellationToken) =>
            Hear($"stranger {query.Url}", MessagingExtensionResponse.Message("linked"));

        protected override Task<TaskModuleResponse> OnTeamsTaskModuleFetchAsync(ITurnContext turnContext, TaskModuleRequest taskModuleRequest, CancellationToken cancellationToken) =>
            Hear($"task {taskModuleRequest.Data?.GetProperty("form")}", new TaskModuleResponse { Task = TaskModuleResponseBase.Message("fetched") });

        protected override Task<TaskModuleResponse> OnTeamsTaskModuleSubmitAsync(ITurnContext turnContext, TaskModuleRequest taskModuleRequest, CancellationToken cancellationToken) =>
            Hear($"task done {taskModuleRequest.Data?.GetProperty("form")}", new TaskModuleResponse());

        protected override Task<ConfigResponse> OnTeamsConfigFetchAsync(ITurnContext turnContext, JsonNode? configData, CancellationToken cancellationToken) =>
            Hear("config", new ConfigResponse { Config = TaskModuleResponseBase.Message("nothing to set") });

        protected override Task<ConfigResponse> OnTeamsConfigSubmitAsync(ITurnContext turnContext, JsonNode? configData, CancellationToken cancellationToken) =>
            Hear("config done", new ConfigResponse { Config = TaskModuleResponseBase.Message("kept") });

        protected override Task OnTeamsMessageFeedbackAsync(ITurnContext turnContext, FeedbackActionValue feedback, CancellationToken cancellationToken) =>
            Hear($"{feedback.Reaction} {feedback.FeedbackText()}", true);

        protected override Task OnTeamsSigninVerifyStateAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Hear("verified", true);

        protected override Task OnTeamsSigninFailureAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Hear("failed", true);

        protected override Task<TokenExchangeInvokeResponse?> OnTeamsSigninTokenExchangeAsync(ITurnContext turnContext, TokenExchangeInvokeRequest request, CancellationToken cancellationToken) =>
            Hear<TokenExchangeInvokeResponse?>($"exchange {request.ConnectionName}", new() { Id = request.Id, ConnectionName = request.ConnectionName, FailureDetail = "no" });

        protected override Task OnTeamsFileConsentAcceptAsync(ITurnContext turnContext, FileConsentCardResponse fileConsentCardResponse, CancellationToken cancellationToken) => Hear("took", true);

        protected override Task OnTeamsFileConsentDeclineAsync(ITurnContext turnContext, FileConsentCardResponse fileConsentCardResponse, CancellationToken cancellationToken) => Hear("refused", true);

        private Task<T> Hear<T>(string what, T answer)
        {
            Heard.Add(what);
            return Task.FromResult(answer);
        }
    }
}
