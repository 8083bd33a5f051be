using System.Text.Json;
using KamBot.Tests.Architecture;
using KamBot.Tests.Drivers;

namespace KamBot.EndToEnd.Cards;

/// <summary>The published JSON schema of Adaptive Cards 1.5, checked by ajv.</summary>
internal static class CardSchema
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static Task<IReadOnlyList<string>> ProblemsAsync(IEnumerable<SeenCard> cards) => NodePeers.OrSkipAsync(async () =>
    {
        await NodePeers.FileAsync("ajv", "package.json");
        using var node = NodePeers.Start("node", "validate-cards.mjs", Path.Combine(Repository.Root, "tests", "KamBot.EndToEnd", "Cards", "adaptive-card-1.5.0.json"));
        using var limit = new CancellationTokenSource(Limit);
        var said = node.StandardOutput.ReadToEndAsync(limit.Token);
        foreach (var card in cards)
            await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { step = card.Step, card = card.Json }).AsMemory(), limit.Token);
        node.StandardInput.Close();
        await node.WaitForExitAsync(limit.Token);
        Assert.True(node.ExitCode == 0, "The schema could not be checked.");
        return (IReadOnlyList<string>)(await said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    });
}
