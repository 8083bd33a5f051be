using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KamBot.BotBuilder.Schema;

/// <summary>The value of <c>task/fetch</c> and <c>task/submit</c>. Source: msteams-docs, "Use dialogs with bots".</summary>
public sealed class TaskModuleRequest
{
    public JsonElement? Data { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>The answer to <c>task/fetch</c> and <c>task/submit</c>. Without a task the dialog closes.</summary>
public sealed class TaskModuleResponse
{
    public TaskModuleResponseBase? Task { get; set; }
}

/// <summary>What a dialog does next.</summary>
public sealed class TaskModuleResponseBase
{
    public string? Type { get; set; }

    /// <summary>A <see cref="TaskModuleTaskInfo"/> or a sentence, as <see cref="Type"/> says.</summary>
    public JsonNode? Value { get; set; }

    /// <summary>Opens the dialog, or shows another page of it.</summary>
    public static TaskModuleResponseBase Continue(TaskModuleTaskInfo page) =>
        new() { Type = "continue", Value = JsonSerializer.SerializeToNode(page, BotJson.Wire.TaskModuleTaskInfo) };

    /// <summary>Shows a sentence and nothing else.</summary>
    public static TaskModuleResponseBase Message(string text) => new() { Type = "message", Value = text };
}

/// <summary>A page of a dialog.</summary>
public sealed class TaskModuleTaskInfo
{
    public string? Title { get; set; }

    /// <summary><c>small</c>, <c>medium</c> or <c>large</c>.</summary>
    public string? Height { get; set; }

    /// <inheritdoc cref="Height"/>
    public string? Width { get; set; }

    public Attachment? Card { get; set; }
}

/// <summary>The answer to <c>config/fetch</c> and <c>config/submit</c>. Source: msteams-docs, "Bot configuration experience".</summary>
public sealed class ConfigResponse
{
    public string ResponseType { get; set; } = "config";

    public TaskModuleResponseBase? Config { get; set; }
}
