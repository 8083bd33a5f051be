using System.Text.Json;
using KamBot.Tests.Architecture;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Infra;

/// <summary>The templates of infra/, by their paths there.</summary>
internal static class BicepFiles
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyDictionary<string, string> Own { get; } = Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "infra"), "*.bicep*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(Path.Combine(Repository.Root, "infra"), path).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);

    /// <summary>Has a script read the templates (tests/peers/read-bicep.mjs); there is no compiler.</summary>
    public static async Task<BicepReading> ReadAsync() => (await RunAsync([("own", Own)]))[0];

    /// <summary>Has it read copies of the templates in which one place is another text.</summary>
    public static async Task<IReadOnlyList<BicepReading>> ReadAsync(IEnumerable<BicepChange> changes) =>
        [.. (await RunAsync([("own", Own), .. changes.Select(change => (change.Name, Changed(change)))])).Skip(1)];

    private static Dictionary<string, string> Changed(BicepChange change) =>
        new(StringComparer.Ordinal) { [change.Path] = Own[change.Path][..change.Start] + change.Text + Own[change.Path][change.End..] };

    private static Task<IReadOnlyList<BicepReading>> RunAsync(IEnumerable<(string Name, IReadOnlyDictionary<string, string> Files)> sets) => NodePeers.OrSkipAsync(async () =>
    {
        await NodePeers.FileAsync("tree-sitter-bicep", "package.json");
        using var node = NodePeers.Start("node", "read-bicep.mjs");
        using var limit = new CancellationTokenSource(Limit);
        var said = node.StandardOutput.ReadToEndAsync(limit.Token);
        foreach (var (name, files) in sets)
            await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { name, files }).AsMemory(), limit.Token);
        node.StandardInput.Close();
        await node.WaitForExitAsync(limit.Token);
        Assert.True(node.ExitCode == 0, "The templates could not be read.");
        return (IReadOnlyList<BicepReading>)[.. (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<BicepReading>(line, Json)!)];
    });
}

/// <param name="Problems">What is wrong with the syntax, or with a name that leads nowhere; file and line first.</param>
/// <param name="Reads">What is asked of a resource.</param>
/// <param name="Outputs">What main.bicep tells whoever deployed it.</param>
/// <param name="Settings">The web app's settings by name.</param>
/// <param name="Literals">What stands between quotes.</param>
/// <param name="Tokens">Everything that is not a comment; of the own templates only.</param>
internal sealed record BicepReading(
    string Name, string[] Problems, BicepResource[] Resources, BicepRead[] Reads, string[] Outputs, string[] Settings, BicepToken[] Literals, BicepToken[] Tokens);

/// <param name="Properties">By path: "properties.siteConfig.alwaysOn".</param>
internal sealed record BicepResource(string Path, string Name, string Type, bool Existing, Dictionary<string, string> Properties);

internal sealed record BicepRead(string Type, string Property);

/// <summary>Another text from one place of a file to another.</summary>
internal sealed record BicepChange(string Path, int Start, int End, string Text)
{
    public string Name => $"{Path} '{BicepFiles.Own[Path][Start..End]}' at {Start} is '{Text}'";
}

/// <param name="Kind">sign, keyword, identifier, property_identifier, string_content, number …</param>
internal sealed record BicepToken(string Path, int Start, int End, string Kind, string Text);
