using System.Text.RegularExpressions;

namespace KamBot.Tests.Architecture;

/// <summary>
/// Imports point down only (design.md, Layout): slices that compose → slices → Reminders → Accounts → Conversation,
/// WorkingDays → Platform, KamBot.BotBuilder. Slices on one level do not know each other.
/// </summary>
public sealed partial class ImportTests
{
    /// <summary>Lower may not import higher; equal may not import equal, but for the two foundations of Conversation.</summary>
    private static readonly Dictionary<string, int> Level = new(StringComparer.Ordinal)
    {
        ["BotBuilder"] = 0,
        ["Platform"] = 1,
        ["WorkingDays"] = 1,
        ["Conversation"] = 2,
        ["Accounts"] = 3,
        ["Reminders"] = 4,
        ["Meetings"] = 5,
        ["Recurring"] = 5,
        ["Proposals"] = 5,
        ["Service"] = 5,
        ["Rules"] = 5,
        ["CompanyHolidays"] = 5,
        ["Dossier"] = 6,
        ["MessageExtension"] = 6,
        ["Team"] = 6,
        ["Samples"] = 6,
        ["Chat"] = 6,
        ["Manifest"] = 6,
        ["Operations"] = 6,
    };

    public static TheoryData<string> Folders => [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src", "KamBot")).Select(folder => Path.GetFileName(folder)!)
        .Where(name => name is not ("bin" or "obj" or "Properties"))];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_slice_imports_only_what_lies_below_it(string folder)
    {
        Assert.True(Level.ContainsKey(folder), $"Say in this test where the new slice {folder} stands.");
        var wrong = from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "KamBot", folder), "*.cs", SearchOption.AllDirectories)
                    from Match match in Using().Matches(File.ReadAllText(file))
                    let imported = match.Groups["slice"].Value
                    where imported != folder && Level.TryGetValue(imported, out var level) && level >= Level[folder]
                    select $"{Path.GetFileName(file)} imports KamBot.{imported}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_bot_builder_knows_nothing_of_the_product()
    {
        var wrong = from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "KamBot.BotBuilder"), "*.cs", SearchOption.AllDirectories)
                    where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                    from Match match in Using().Matches(File.ReadAllText(file))
                    where match.Groups["slice"].Value != "BotBuilder"
                    select $"{Path.GetFileName(file)} imports KamBot.{match.Groups["slice"].Value}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Program_fits_on_a_phone_screen() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Repository.Root, "src", "KamBot", "Program.cs")).Length, 5, 55);

    [GeneratedRegex(@"^using KamBot\.(?<slice>\w+)", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Using();
}
