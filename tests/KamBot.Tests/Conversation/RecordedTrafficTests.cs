using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation;
using KamBot.Tests.Drivers;
using KamBot.Tests.Payloads;

namespace KamBot.Tests.Conversation;

/// <summary>
/// All that the Playground was recorded to send, posted byte for byte but for the address it came from: what the request is
/// answered with, what is said in the chat, and what is kept of it.
/// </summary>
public sealed class RecordedTrafficTests
{
    private const string Nothing = "";
    private const string Card = "application/vnd.microsoft.card.adaptive";
    private const string Dialog = "task message";
    private const string Found = "composeExtension result";
    private const string NothingFound = "composeExtension message";
    private const string Greeting = "I'm KamBot. I keep your promises to clients";
    private const string Introduction = "I'm KamBot, an assistant for key account managers";
    private const string NotHere = "I talk about clients only in our personal chat: open it and type \"help\".";

    /// <summary>Whom the recordings are from.</summary>
    private const string Tenant = "11111111-1111-4111-8111-111111111111";

    /// <summary>Payload, status, what the body is, what is said in the chat (its first line), whether the way back to the user is kept.</summary>
    public static TheoryData<string, int, string, string, bool> Answers => new()
    {
        { "in-conversationUpdate-channelCreated-channel", 200, Nothing, Nothing, false },
        { "in-conversationUpdate-channelDeleted-channel", 200, Nothing, Nothing, false },
        { "in-conversationUpdate-channelRenamed-channel", 200, Nothing, Nothing, false },
        { "in-conversationUpdate-membersAddedBot-channel", 200, Nothing, Introduction, false },
        { "in-conversationUpdate-membersAddedBot-groupChat", 200, Nothing, Introduction, false },
        { "in-conversationUpdate-membersAddedBot-personal", 200, Nothing, Greeting, true },
        { "in-conversationUpdate-membersAddedUser-channel", 200, Nothing, Nothing, false },
        { "in-conversationUpdate-membersAddedUser-groupChat", 200, Nothing, Nothing, false },
        { "in-conversationUpdate-membersAddedUser-personal", 200, Nothing, Nothing, false },
        { "in-conversationUpdate-membersRemovedBot-personal", 200, Nothing, Nothing, false },
        { "in-conversationUpdate-membersRemovedUser-channel", 200, Nothing, Nothing, false },
        { "in-conversationUpdate-membersRemovedUser-groupChat", 200, Nothing, Nothing, false },
        { "in-conversationUpdate-teamDeleted-channel", 200, Nothing, Nothing, false },
        { "in-conversationUpdate-teamRenamed-channel", 200, Nothing, Nothing, false },
        { "in-installationUpdate-add-channel", 200, Nothing, Introduction, false },
        { "in-installationUpdate-add-groupChat", 200, Nothing, Introduction, false },
        { "in-installationUpdate-add-personal", 200, Nothing, Greeting, true },
        { "in-installationUpdate-remove-channel", 200, Nothing, Nothing, false },
        { "in-installationUpdate-remove-personal", 200, Nothing, Nothing, false },
        { "in-invoke-adaptiveCard.action-err-personal", 200, Card, Nothing, true },
        { "in-invoke-adaptiveCard.action-msg-personal", 200, Card, Nothing, true },
        { "in-invoke-adaptiveCard.action-saveNote-channel", 200, Card, Nothing, false },
        { "in-invoke-adaptiveCard.action-saveNote-personal", 200, Card, Nothing, true },
        { "in-invoke-composeExtension.fetchTask-compose-personal", 200, Dialog, Nothing, false },
        { "in-invoke-composeExtension.fetchTask-message-personal", 200, Dialog, Nothing, false },
        { "in-invoke-composeExtension.query-personal", 200, NothingFound, Nothing, false },
        { "in-invoke-composeExtension.queryLink-personal", 200, Found, Nothing, false },
        { "in-invoke-composeExtension.submitAction-compose-personal", 200, Dialog, Nothing, false },
        { "in-invoke-composeExtension.submitAction-message-personal", 200, Dialog, Nothing, false },
        { "in-invoke-message.submitAction-personal", 200, Nothing, "Thank you, that helps.", false },
        { "in-message-mecard-personal", 200, Nothing, Greeting, true },
        { "in-message-mention-channel", 200, Nothing, NotHere, false },
        { "in-message-mention-groupChat", 200, Nothing, NotHere, false },
        { "in-message-personal", 200, Nothing, Greeting, true },
        { "in-message-submit-channel", 200, Nothing, NotHere, false },
        { "in-message-submit-personal", 200, Nothing, Greeting, true },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Each_recorded_activity_gets_its_answer(string payload, int status, string body, string said, bool reachable)
    {
        var seen = await DeliverAsync(payload, times: 1);

        Assert.Equal((status, body), (seen.Answers[0].Status, Kind(seen.Answers[0].Body)));
        Assert.Equal(said, seen.Said);
        Assert.Equal(reachable, seen.IsReachable);
        Assert.Empty(seen.Problems);
    }

    [Fact]
    public void Every_recorded_activity_has_a_line_in_the_table() =>
        Assert.Equal(Payload.Names(), Answers.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_second_delivery_says_nothing_more_and_is_answered_alike(string payload, int status, string body, string said, bool reachable)
    {
        var seen = await DeliverAsync(payload, times: 2);

        Assert.Equal(seen.Answers[0].Body, seen.Answers[1].Body);
        Assert.Contains(seen.Answers[1].Status, new[] { status, 202 });
        Assert.Equal((body, said, reachable), (Kind(seen.Answers[1].Body), seen.Said, seen.IsReachable));
    }

    /// <summary>One delivery after the other; then the program is stopped, so that all it had to say is said.</summary>
    private static async Task<Seen> DeliverAsync(string payload, int times)
    {
        var answers = new List<(int Status, string Body)>();
        var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T08:00:00Z");
        bool isReachable;
        try
        {
            for (var time = 0; time < times; time++)
            {
                using var response = await PostAsync(app, payload);
                answers.Add(((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
            }

            isReachable = await IsReachableAsync(app, payload);
        }
        finally
        {
            await app.DisposeAsync();
        }

        Assert.All(app.Teams.Calls, call => Assert.True(call.Accepted));
        return new Seen(answers, string.Join(" | ", app.Teams.Sent.Select(activity => CardView.Of(activity).Headline)), isReachable, [.. app.Problems]);
    }

    private static async Task<HttpResponseMessage> PostAsync(KamBotApp app, string payload)
    {
        var body = JsonNode.Parse(Payload.Body(payload).GetRawText())!;
        body["serviceUrl"] = app.Teams.ServiceUrl;
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await app.Http.PostAsync(new Uri("/api/messages", UriKind.Relative), content);
    }

    /// <summary>Nothing, or what kind of answer an invoke got.</summary>
    private static string Kind(string body)
    {
        if (body.Length == 0)
            return Nothing;
        var answer = JsonNode.Parse(body)!.AsObject();
        return (string?)answer["type"] ?? $"{answer.Single().Key} {(string)answer.Single().Value!["type"]!}";
    }

    private static async Task<bool> IsReachableAsync(KamBotApp app, string payload)
    {
        var from = Payload.Activity(payload).From!;
        var profile = await app.Get<Profiles>().FindAsync(new UserKey(Tenant, from.AadObjectId ?? from.Id!), TestContext.Current.CancellationToken);
        return profile is { Reference: not null, Unreachable: null };
    }

    private sealed record Seen(IReadOnlyList<(int Status, string Body)> Answers, string Said, bool IsReachable, IReadOnlyList<string> Problems);
}
