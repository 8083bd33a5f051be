using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Manifest;

/// <summary>Microsoft's own validator, npm @microsoft/app-manifest, offline.</summary>
internal static class ManifestSchemas
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <returns>What is wrong, each beginning with the document's name and a colon.</returns>
    public static Task<IReadOnlyList<string>> ProblemsAsync(IEnumerable<(string Name, JsonNode Document)> documents) => NodePeers.OrSkipAsync(async () =>
    {
        await NodePeers.FileAsync("@microsoft", "app-manifest", "package.json");
        using var node = NodePeers.Start("node", "validate-manifests.mjs");
        using var limit = new CancellationTokenSource(Limit);
        var said = node.StandardOutput.ReadToEndAsync(limit.Token);
        foreach (var (name, document) in documents)
            await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { name, document }).AsMemory(), limit.Token);
        node.StandardInput.Close();
        await node.WaitForExitAsync(limit.Token);
        Assert.True(node.ExitCode == 0, "The schemas could not be checked.");
        return (IReadOnlyList<string>)(await said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    });
}
