using System.Text.RegularExpressions;
using KamBot.Tests.Architecture;

namespace KamBot.Tests.Infra;

/// <summary>infra/README.md asks for what the templates and the manifest command know.</summary>
public sealed partial class DeployPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "infra", "README.md"));

    [Fact]
    public async Task What_the_page_reads_is_what_the_deployment_tells()
    {
        var outputs = (await BicepFiles.ReadAsync()).Outputs;

        string[] read = [.. Output().Matches(Page).Select(match => match.Groups["name"].Value).Distinct()];

        Assert.Contains("siteName", read);
        Assert.Empty(read.Except(outputs));
    }

    [Fact]
    public void What_the_page_gives_is_a_parameter()
    {
        string[] given = [.. Given().Matches(Page).Select(match => match.Groups["name"].Value).Distinct()];

        Assert.Contains("cloud", given);
        Assert.All(given, name => Assert.Contains($"\nparam {name} ", BicepFiles.Own["main.bicep"], StringComparison.Ordinal));
    }

    /// <summary>A relative link leads to a file, in each page of these folders.</summary>
    [Theory]
    [InlineData("infra")]
    [InlineData("manifest")]
    public void Links_lead_somewhere(string folder)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, folder, "README.md"));

        Assert.All(
            Link().Matches(page).Select(match => match.Groups["file"].Value),
            file => Assert.True(File.Exists(Path.Combine(Repository.Root, folder, file)), file));
    }

    [GeneratedRegex(@"\boutput (?<name>\w+)\.value", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Output();

    [GeneratedRegex(@"(?<=`|--parameters |\bSingleTenant |""\$app"" )(?<name>(app|cloud|instances|monitoring)\w*)=", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Given();

    [GeneratedRegex(@"\]\((?!https?:)(?<file>[^)#]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
