using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.BotBuilder.Authentication;

/// <summary>
/// What KamBot's endpoint says to a request, beside what Microsoft's connector for JavaScript (4.23.3) said to the same when it
/// was recorded (token-rules.txt) and says now. Where they differ KamBot is stricter, and the case says why.
/// </summary>
public sealed class TokenConformanceTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private GuardedBot _bot = null!;

    public static TheoryData<string> Cases => [.. TokenCase.OfReference.Concat(TokenCase.OfOurOwn).Select(each => each.Name)];

    public async ValueTask InitializeAsync() => _bot = await GuardedBot.StartAsync(TokenCase.Published);

    public async ValueTask DisposeAsync() => await _bot.DisposeAsync();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_request_gets_its_status_and_nothing_else(string name)
    {
        var it = TokenCase.OfReference.Concat(TokenCase.OfOurOwn).Single(each => each.Name == name);
        var attempt = it.Attempt(_bot.Login);

        using var response = await _bot.PostAsync(attempt.Authorization, attempt.Activity);

        Assert.Equal(it.Status, (int)response.StatusCode);
        Assert.Equal(it.Status == 200 ? 1 : 0, _bot.Runs);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(it.Status == 401, response.Headers.WwwAuthenticate.Count == 1);
    }

    [Fact]
    public void KamBot_never_lets_in_whom_the_reference_keeps_out_and_says_why_it_is_stricter()
    {
        var recorded = Recorded();

        Assert.Equal(recorded.Keys.Order(), TokenCase.OfReference.Select(each => each.Name).Order());
        foreach (var it in TokenCase.OfReference)
        {
            Assert.True(it.Status != 200 || recorded[it.Name], $"{it.Name}: accepted, and the reference rejects it.");
            Assert.True((it.Stricter is not null) == (recorded[it.Name] && it.Status != 200), $"{it.Name}: {it.Stricter ?? "differs without a reason"}");
        }
    }

    [Fact]
    public async Task The_reference_itself_accepts_what_KamBot_accepts()
    {
        var verdicts = await AskReferenceAsync(TokenCase.OfReference);

        Assert.Equal(Recorded(), verdicts);
        Assert.All(TokenCase.OfReference.Where(each => each.Status == 200), each => Assert.True(verdicts[each.Name], each.Name));
    }

    /// <summary>True: accepted. The lines about a bot without an app id are left out: such a KamBot does not start.</summary>
    private static SortedDictionary<string, bool> Recorded() => Read(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "BotBuilder", "Authentication", "token-rules.txt")));

    private static SortedDictionary<string, bool> Read(IEnumerable<string> lines) => new(
        lines.Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(columns => columns[0] is "ACCEPT" or "REJECT")
            .ToDictionary(columns => columns[1], columns => columns[0] == "ACCEPT"),
        StringComparer.Ordinal);

    private static Task<SortedDictionary<string, bool>> AskReferenceAsync(IEnumerable<TokenCase> cases) => NodePeers.OrSkipAsync(async () =>
    {
        await NodePeers.FileAsync("botframework-connector", "package.json");
        var login = new FakeLogin(TimeProvider.System) { Published = TokenCase.Published }; // it knows no clock but the machine's
        using var node = NodePeers.Start("node", "validate-tokens.mjs");
        using var limit = new CancellationTokenSource(Patience);
        var said = node.StandardOutput.ReadToEndAsync(limit.Token);
        var settings = JsonNode.Parse(login.Document("/keys"))!.AsObject();
        settings["appId"] = Registration.AppId;
        settings["issuer"] = BotCloud.Commercial.TokenIssuer;
        await node.StandardInput.WriteLineAsync(settings.ToJsonString().AsMemory(), limit.Token);
        foreach (var each in cases)
        {
            var attempt = each.Attempt(login);
            var request = new JsonObject { ["name"] = each.Name, ["authorization"] = attempt.Authorization, ["activity"] = JsonSerializer.SerializeToNode(attempt.Activity, BotJson.Wire.Activity) };
            await node.StandardInput.WriteLineAsync(request.ToJsonString().AsMemory(), limit.Token);
        }

        node.StandardInput.Close();
        await node.WaitForExitAsync(limit.Token);
        Assert.True(node.ExitCode == 0, "The reference could not be asked.");
        return Read((await said).Split('\n'));
    });
}
