using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.MessageExtension;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.MessageExtension;

/// <summary>A manager in a chat that KamBot is not in: searches, pastes links, logs messages.</summary>
internal sealed class Elsewhere(Manager manager)
{
    /// <summary>Two people's own chat: Teams calls it personal too.</summary>
    private const string Chat = "19:two-people@unq.gbl.spaces";

    public async Task<JsonNode> SearchesAsync(string? words, int skip = 0, int count = 25)
    {
        JsonArray parameters = [words is null ? new JsonObject { ["name"] = "initialRun", ["value"] = "true" } : new JsonObject { ["name"] = ExtensionCommands.SearchWords, ["value"] = words }];
        var value = new JsonObject { ["commandId"] = ExtensionCommands.Search, ["parameters"] = parameters, ["queryOptions"] = new JsonObject { ["skip"] = skip, ["count"] = count } };
        return (await AsksAsync("composeExtension/query", value))["composeExtension"]!;
    }

    /// <summary>Titles and texts of the list that a search shows.</summary>
    public async Task<IReadOnlyList<string>> FindsAsync(string? words, int skip = 0, int count = 25) => Listed(await SearchesAsync(words, skip, count));

    public static IReadOnlyList<string> Listed(JsonNode result) =>
        [.. (result["attachments"] as JsonArray ?? []).Select(each => $"{each!["preview"]!["content"]!["title"]} | {each["preview"]!["content"]!["text"]}")];

    /// <summary>What others read in the chat.</summary>
    public static CardView Shared(JsonNode result, int at = 0) => new((JsonObject)result["attachments"]![at]!["content"]!, null, null);

    public async Task<JsonNode> PastesAsync(string url, string name = "composeExtension/queryLink") => (await AsksAsync(name, new JsonObject { ["url"] = url }))["composeExtension"]!;

    /// <summary>Opens an action's dialog on a message.</summary>
    public async Task<CardView> OpensAsync(string command, JsonObject? message = null) => Page(await FetchesAsync(command, message));

    public async Task<JsonNode> FetchesAsync(string command, JsonObject? message = null) => await AsksAsync("composeExtension/fetchTask", Action(command, message));

    /// <summary>Presses the dialog's button with its inputs as they stand, but for these.</summary>
    public async Task<JsonNode> SubmitsAsync(string command, CardView dialog, JsonObject? message = null, params (string Name, string? Value)[] inputs) =>
        JsonNode.Parse(await (await PostsAsync(command, dialog, message, inputs)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

    public Task<HttpResponseMessage> PostsAsync(string command, CardView dialog, JsonObject? message = null, params (string Name, string? Value)[] inputs)
    {
        var data = (JsonObject)dialog.Json!["actions"]!.AsArray().Single(action => (string)action!["type"]! == "Action.Submit")!["data"]!.DeepClone();
        foreach (var (input, value) in dialog.Defaults().Select(each => (each.Name, (string?)each.Value)).Concat(inputs))
            data[input] = value;
        var value2 = Action(command, message);
        value2["data"] = data;
        return PostAsync("composeExtension/submitAction", value2);
    }

    public static CardView Page(JsonNode answer)
    {
        Assert.Equal("continue", (string?)answer["task"]!["type"]);
        return new((JsonObject)answer["task"]!["value"]!["card"]!["content"]!, null, null);
    }

    /// <summary>A message of that chat.</summary>
    public static JsonObject Message(string html, string author = "Anna Lis", string link = "https://teams.microsoft.com/l/message/19:two-people/1") => new()
    {
        ["id"] = "1795290156126",
        ["createdDateTime"] = "2026-04-07T15:00:00Z",
        ["from"] = new JsonObject { ["user"] = new JsonObject { ["id"] = "aad-somebody", ["displayName"] = author } },
        ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = html },
        ["linkToMessage"] = link,
    };

    public async Task<JsonNode> AsksAsync(string name, JsonObject? value)
    {
        var response = await PostAsync(name, value);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{name}: {response.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    public Task<HttpResponseMessage> PostAsync(string name, JsonObject? value, Action<Activity>? change = null)
    {
        var activity = manager.Recorded("in-invoke-composeExtension.query-personal");
        activity.Name = name;
        activity.Conversation!.Id = Chat;
        activity.Value = value is null ? null : JsonSerializer.SerializeToElement(value);
        change?.Invoke(activity);
        return manager.PostAsync(activity);
    }

    private static JsonObject Action(string command, JsonObject? message) => new()
    {
        ["commandId"] = command,
        ["commandContext"] = message is null ? "compose" : "message",
        ["messagePayload"] = message?.DeepClone(),
    };
}
