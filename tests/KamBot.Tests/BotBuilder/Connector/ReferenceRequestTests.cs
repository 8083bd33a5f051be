using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Hosting;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Fakes;
using KamBot.Tests.Payloads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KamBot.Tests.BotBuilder.Connector;

/// <summary>
/// The thirteen calls that Microsoft's connector for JavaScript (4.23.3) was recorded making, made by KamBot's own: method,
/// path with its escapes, query, headers, body. Whatever differs stands in one table with its reason. (The recordings are
/// kept without the headers that differ from call to call or name the machine.)
/// </summary>
public sealed class ReferenceRequestTests : IAsyncLifetime
{
    /// <summary>Each difference there is, and why it is meant.</summary>
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["body.serviceUrl is left out"] = "A bot should not send it (A2304): it is the channel's own address.",
        ["11: path is /v3/conversations/a%3Apersonal-chat-1/activities"] = "The SDK answers the continuation, whose id it made up; KamBot sends to the end of the chat.",
        ["11: body.replyToId is left out"] = "As above: there is nothing it could be an answer to.",
        ["13: path is /v3/conversations/a%3Anew/activities"] = "The SDK answers the new conversation's id as if it were a message; KamBot sends to the end of the chat.",
        ["13: body.replyToId is left out"] = "As above.",
        ["13: body.recipient is more"] = "KamBot opens a chat again only with somebody it knows.",
        ["13: body.locale is more"] = "As above.",
        ["13: body.conversation.conversationType is more"] = "As above.",
        ["13: body.conversation.isGroup is left out"] = "As above: the type says it.",
    };

    /// <summary>Calls KamBot has no use for, so it does not have them.</summary>
    private static readonly Dictionary<string, string> NotMade = new(StringComparer.Ordinal)
    {
        ["06-members-GET"] = "Teams retired the unpaged list of members; KamBot reads pages (07).",
        ["09-team-GET"] = "KamBot keeps nothing about a team.",
        ["10-teamchannels-GET"] = "KamBot never writes into a channel unasked.",
    };

    private FakeTeams _teams = null!;
    private IHost _host = null!;

    public static TheoryData<string> Recorded => [.. Payload.References()];

    private IConnectorClient Client => _host.Services.GetRequiredService<IConnectorClient>();

    public async ValueTask InitializeAsync()
    {
        _teams = await FakeTeams.StartAsync();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Development", DisableDefaults = true });
        builder.AddBotBuilder();
        _host = builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _teams.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task A_request_is_the_one_Microsofts_own_connector_makes_or_differs_for_a_reason(string name)
    {
        var differences = await DifferencesAsync(name);

        Assert.DoesNotContain(differences, difference => !Reasons.ContainsKey(difference) && !Reasons.ContainsKey(difference[4..]));
    }

    [Fact]
    public async Task The_table_of_differences_lists_nothing_that_is_not_so()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in Payload.References())
        {
            foreach (var difference in await DifferencesAsync(name))
                found.UnionWith([difference, difference[4..]]);
        }

        Assert.DoesNotContain(Reasons.Keys, reason => !found.Contains(reason));
        Assert.Equal(13, Payload.References().Count());
        Assert.Empty(NotMade.Keys.Except(Payload.References()));
    }

    private async Task<List<string>> DifferencesAsync(string name)
    {
        if (NotMade.ContainsKey(name))
            return [];
        var expected = Payload.Request("reference/" + name);
        var before = _teams.Calls.Count;
        await MakeAsync(name, expected.GetProperty("body"));
        var call = Assert.Single(_teams.Calls.Skip(before));

        var differences = new List<string>();
        Compare(differences, "method", expected.GetProperty("method").GetString(), call.Method);
        Compare(differences, "path", expected.GetProperty("url").GetString(), call.RawTarget);
        Compare(differences, "header ", HeadersOf(expected), call.Headers.Where(IsOfTheCall).ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value, StringComparer.Ordinal));
        Compare(differences, "body", Flat(expected.GetProperty("body")), call.Body is { } body ? Flat(body) : []);
        return [.. differences.Select(difference => $"{name[..2]}: {difference}")];
    }

    /// <summary>The call as the product makes it: nothing is taken from the recording but who talks to whom.</summary>
    private Task MakeAsync(string name, JsonElement recorded) => name[..2] switch
    {
        "01" => Client.ReplyToActivityAsync(MessageFactory.Text("Echo").ApplyConversationReference(ReferenceOf(recorded))),
        "02" => Client.ReplyToActivityAsync(EmptyCard().ApplyConversationReference(ReferenceOf(recorded))),
        "03" => Client.ReplyToActivityAsync(new Activity { Type = ActivityTypes.Typing }.ApplyConversationReference(ReferenceOf(recorded))),
        "04" => Client.UpdateActivityAsync(Replacement("r1", "v2").ApplyConversationReference(ReferenceOf(recorded))),
        "05" => Client.DeleteActivityAsync(_teams.ServiceUrl, "a:personal-chat-1", "r1"),
        "07" => Client.GetPagedMembersAsync(_teams.ServiceUrl, "a:personal-chat-1", 100),
        "08" => Client.GetConversationMemberAsync(_teams.ServiceUrl, "a:personal-chat-1", "29:user-alex"),
        "11" => Client.SendToConversationAsync(MessageFactory.Text("proactive").ApplyConversationReference(Unasked())),
        "12" => Client.CreateConversationAsync(_teams.ServiceUrl, ConversationParameters.PersonalChat(Unasked())),
        "13" => Client.SendToConversationAsync(MessageFactory.Text("hi 1:1").ApplyConversationReference(Unasked().With(conversation: Unasked().Conversation!.WithId("a:new")))),
        _ => throw new InvalidOperationException($"{name} is neither made nor listed as not made."),
    };

    /// <summary>How KamBot keeps the way to somebody: without the message it came with.</summary>
    private ConversationReference Unasked()
    {
        var reference = ReferenceOf(Payload.Request("reference/01-reply-POST").GetProperty("body"));
        reference.ActivityId = null;
        return reference;
    }

    /// <summary>The way back to whoever the recorded answer was for.</summary>
    private ConversationReference ReferenceOf(JsonElement answer)
    {
        var activity = answer.Deserialize(BotJson.Wire.Activity)!;
        return new ConversationReference
        {
            ActivityId = activity.ReplyToId,
            Bot = activity.From,
            User = activity.Recipient,
            Conversation = activity.Conversation,
            ChannelId = activity.ChannelId,
            Locale = activity.Locale,
            ServiceUrl = _teams.ServiceUrl,
        };
    }

    private static Activity Replacement(string id, string text)
    {
        var activity = MessageFactory.Text(text);
        activity.Id = id;
        return activity;
    }

    private static Activity EmptyCard() =>
        MessageFactory.AdaptiveCard(JsonNode.Parse("""{"type":"AdaptiveCard","version":"1.5","body":[]}""")!);

    private static Dictionary<string, string> HeadersOf(JsonElement request) =>
        request.GetProperty("headers").EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.GetString()!)).Where(IsOfTheCall).ToDictionary(StringComparer.Ordinal);

    /// <summary>The others belong to the connection.</summary>
    private static bool IsOfTheCall(KeyValuePair<string, string> header) => header.Key.ToLowerInvariant() is not ("host" or "connection" or "content-length" or "traceparent");

    private static void Compare(List<string> differences, string what, string? expected, string? actual)
    {
        if (expected != actual)
            differences.Add($"{what} is {actual}");
    }

    private static void Compare(List<string> differences, string what, Dictionary<string, string> expected, Dictionary<string, string> actual)
    {
        differences.AddRange(expected.Keys.Except(actual.Keys).Select(key => $"{what}{key} is left out"));
        differences.AddRange(actual.Keys.Except(expected.Keys).Select(key => $"{what}{key} is more"));
        differences.AddRange(expected.Keys.Intersect(actual.Keys).Where(key => expected[key] != actual[key]).Select(key => $"{what}{key} is {actual[key]}"));
    }

    /// <summary>Each value of the body by its way there; an object that only one side has counts once.</summary>
    private static Dictionary<string, string> Flat(JsonElement body)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (body.ValueKind == JsonValueKind.Object)
            Add(body, "");
        return values;

        void Add(JsonElement element, string path)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Object && property.Name is "conversation" or "from")
                    Add(property.Value, $"{path}.{property.Name}");
                else
                    values[$"{path}.{property.Name}"] = property.Value.GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);
            }
        }
    }
}
