namespace KamBot.Tests.Infra;

/// <summary>The templates of infra/, read without a compiler: their syntax, where each name leads, and what they must say.</summary>
public sealed class InfraTests
{
    /// <summary>Names that nothing else says: another would do as well.</summary>
    private static readonly string[] SaidOnce = ["monitor", "teams", "logLines", "ready", "mayUseTables", "appSettings", "ftpPassword", "deployPassword", "app"];

    [Fact]
    public async Task The_templates_are_sound() => Assert.Empty(BicepRules.Problems(await BicepFiles.ReadAsync()));

    [Fact]
    public async Task A_template_with_one_wrong_token_is_found()
    {
        var own = await BicepFiles.ReadAsync();
        var copies = own.Tokens.Where(token => token.Kind != "identifier" || !SaidOnce.Contains(token.Text)).SelectMany(Wrong).ToList();

        var readings = await BicepFiles.ReadAsync(copies);

        Assert.InRange(copies.Count, 1000, 5000);
        Assert.Empty(readings.Where(reading => !BicepRules.Problems(reading).Any()).Select(reading => reading.Name));
    }

    [Theory]
    [InlineData("main.bicep", "modules/web.bicep", "modules/wep.bicep")]
    [InlineData("main.bicep", "param botSku string = 'F0'", "param botSku string = 'F0'\n@description('Nobody asks for it.')\nparam spare string = ''")]
    [InlineData("main.bicep", "    sku: botSku\n", "")]
    [InlineData("main.bicep", "identity.outputs.clientId", "identity.outputs.clientID")]
    [InlineData("main.bicep", "@description('Region of the web app", "@descripton('Region of the web app")]
    [InlineData("modules/web.bicep", "Microsoft.Web/sites@2024-11-01", "Microsoft.Web/sites@2024-11-31")]
    [InlineData("modules/web.bicep", "httpsOnly: true", "httpsOnly: false")]
    [InlineData("modules/web.bicep", "minTlsVersion: '1.2'", "minTlsVersion: '1.0'")]
    [InlineData("modules/web.bicep", "Storage__AccountUri", "Storage__AccountUrl")]
    [InlineData("modules/web.bicep", "MicrosoftAppId: appId", "MicrosoftAppId: '4f1c5f0e-7d0b-4c5e-9a53-2f6f3c1f8a10'")]
    [InlineData("modules/web.bicep", "own = {", "own = {\n  MicrosoftAppPassword: 'kQ38Q~Zq0rT5cW2mX8sVb1nL6yJ4hG7fD9aE3uPk'")]
    [InlineData("modules/web.bicep", "serverFarmId", "serverfarmId")]
    [InlineData("modules/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true")]
    [InlineData("modules/storage.bicep", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa4")]
    [InlineData("modules/bot.bicep", "MsTeamsChannel'\n  location", "MSTeamsChannel'\n  location")]
    [InlineData("main.bicepparam", "./main.bicep", "./mein.bicep")]
    [InlineData("main.bicepparam", "planSku", "planSize")]
    public async Task What_is_wrong_is_found(string path, string right, string wrong)
    {
        var start = BicepFiles.Own[path].IndexOf(right, StringComparison.Ordinal);
        Assert.True(start >= 0, $"{path} does not say {right}.");

        var reading = Assert.Single(await BicepFiles.ReadAsync([new BicepChange(path, start, start + right.Length, wrong)]));

        Assert.NotEmpty(BicepRules.Problems(reading));
    }

    /// <summary>A sign or keyword that is missing, and a name with a letter more.</summary>
    private static IEnumerable<BicepChange> Wrong(BicepToken token) => token.Kind switch
    {
        "sign" or "keyword" => [new BicepChange(token.Path, token.Start, token.End, "")],
        "identifier" or "property_identifier" => [new BicepChange(token.Path, token.End, token.End, "x")],
        _ => [],
    };
}
