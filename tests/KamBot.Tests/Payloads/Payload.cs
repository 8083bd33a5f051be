using System.Text.Json;
using KamBot.BotBuilder.Schema;

namespace KamBot.Tests.Payloads;

/// <summary>
/// Recorded traffic: <c>in-*</c> is what the Microsoft 365 Agents Playground sent to a bot, <c>reference/*</c> what Microsoft's
/// own connector for JavaScript (4.23.3) sent to the channel.
/// </summary>
internal static class Payload
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Payloads");

    /// <summary>The names of all recorded activities, as a theory takes them.</summary>
    public static TheoryData<string> Incoming() => [.. Names()];

    /// <summary>The names of all recorded activities.</summary>
    public static IEnumerable<string> Names() =>
        [.. Directory.EnumerateFiles(Folder, "in-*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>The names of the requests recorded of Microsoft's own connector.</summary>
    public static IEnumerable<string> References() =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "reference"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>A recorded request: <c>method</c>, <c>url</c> or <c>path</c>, <c>headers</c>, <c>body</c>.</summary>
    public static JsonElement Request(string name)
    {
        using var file = File.OpenRead(Path.Combine(Folder, name + ".json"));
        using var document = JsonDocument.Parse(file);
        return document.RootElement.GetProperty("request").Clone();
    }

    /// <summary>The body of a recorded request.</summary>
    public static JsonElement Body(string name) => Request(name).GetProperty("body");

    /// <summary>The body of a recorded request as an activity.</summary>
    public static Activity Activity(string name) => Body(name).Deserialize(BotJson.Wire.Activity)!;
}
