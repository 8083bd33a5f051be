using System.Text.Json.Nodes;
using KamBot.Manifest;
using KamBot.Tests.Conversation.Language;

namespace KamBot.Tests.Manifest;

/// <summary>The package that Teams installs: valid by Microsoft's schema, true to the program, and found out when it is not.</summary>
public sealed class ManifestTests
{
    /// <summary>Words for people: nothing but a reader can tell that one is misspelt.</summary>
    private static readonly string[] FreeText = ["$.developer.", "$.name.", "$.description.", "$.composeExtensions[0].commands[0].title", "$.composeExtensions[0].commands[0].description", "$.composeExtensions[0].commands[0].parameters[0].title", "$.composeExtensions[0].commands[0].parameters[0].description"];

    private static readonly PackedApp App = PackedApp.Make();

    [Fact]
    public async Task The_manifest_and_its_localizations_are_valid()
    {
        var documents = App.Localizations.Select(language => (language.Key, (JsonNode)language.Value)).Append(("manifest", App.Manifest));

        Assert.Empty(await ManifestSchemas.ProblemsAsync(documents));
        Assert.Empty(ManifestRules.Problems(App.Manifest, [.. App.Files.Keys]));
        Assert.Empty(App.Localizations.SelectMany(language => ManifestRules.Problems(language.Key, language.Value, App.Manifest)));
    }

    [Fact]
    public async Task A_manifest_with_one_wrong_field_is_found()
    {
        var mutants = Mutant.Misnamed(App.Manifest).Select(mutant => (Name: $"misnamed {mutant.Name}", mutant.Document))
            .Concat(Mutant.OfAnotherKind(App.Manifest).Select(mutant => (Name: $"of another kind {mutant.Name}", mutant.Document)))
            .ToList();

        var problems = await ManifestSchemas.ProblemsAsync(mutants);

        Assert.InRange(mutants.Count, 80, 400);
        Assert.Empty(mutants.Where(mutant => !problems.Any(problem => problem.StartsWith($"{mutant.Name}:", StringComparison.Ordinal))).Select(mutant => mutant.Name));
    }

    [Fact]
    public async Task A_value_that_is_a_letter_off_is_found()
    {
        var mutants = Mutant.Misspelt(App.Manifest).Where(mutant => !FreeText.Any(free => mutant.Name.StartsWith(free, StringComparison.Ordinal))).ToList();

        var problems = await ManifestSchemas.ProblemsAsync(mutants);

        Assert.InRange(mutants.Count, 15, 100);
        Assert.Empty(mutants
            .Where(mutant => !problems.Any(problem => problem.StartsWith($"{mutant.Name}:", StringComparison.Ordinal)))
            .Where(mutant => ManifestRules.Problems(mutant.Document, [.. App.Files.Keys]).Count == 0)
            .Select(mutant => mutant.Name));
    }

    [Fact]
    public async Task A_localization_with_one_wrong_field_is_found()
    {
        var catalan = App.Localizations["ca"];
        var mutants = Mutant.Misnamed(catalan).Concat(Mutant.OfAnotherKind(catalan).Select(mutant => (Name: $"of another kind {mutant.Name}", mutant.Document))).ToList();

        var problems = await ManifestSchemas.ProblemsAsync(mutants);

        Assert.Empty(mutants
            .Where(mutant => !problems.Any(problem => problem.StartsWith($"{mutant.Name}:", StringComparison.Ordinal)))
            .Where(mutant => ManifestRules.Problems("ca", mutant.Document, App.Manifest).Count == 0)
            .Select(mutant => mutant.Name));
    }

    [Theory]
    [InlineData("manifestVersion", "\"1.99\"")]
    [InlineData("id", "\"kambot\"")]
    [InlineData("accentColor", "\"navy\"")]
    [InlineData("defaultInstallScope", "\"everywhere\"")]
    [InlineData("description", """{"short":"A short description that goes on well beyond the eighty characters that Teams allows it.","full":"."}""")]
    [InlineData("bots", """[{"botId":"4f1c5f0e-7d0b-4c5e-9a53-2f6f3c1f8a10","scopes":["nobody"]}]""")]
    [InlineData("bots", """[{"botId":"4f1c5f0e-7d0b-4c5e-9a53-2f6f3c1f8a10"}]""")]
    [InlineData("permissions", """["everything"]""")]
    [InlineData("icons", """{"color":"color.png"}""")]
    public async Task A_value_that_the_schema_does_not_allow_is_found(string property, string value)
    {
        var manifest = App.Manifest;
        manifest[property] = JsonNode.Parse(value);

        Assert.NotEmpty(await ManifestSchemas.ProblemsAsync([("wrong", manifest)]));
    }

    [Fact]
    public void The_same_settings_give_the_same_bytes() => Assert.Equal(App.Bytes, PackedApp.Make().Bytes);

    [Fact]
    public void Ten_commands_stand_over_a_personal_chat_and_in_a_room_only_what_works_there()
    {
        var lists = App.Manifest["bots"]![0]!["commandLists"]!.AsArray();

        Assert.Equal(["personal", "team", "groupChat"], lists.SelectMany(list => list!["scopes"]!.AsArray()).Select(scope => scope!.GetValue<string>()));
        Assert.Equal(10, lists[0]!["commands"]!.AsArray().Count);
        Assert.Equal(["help"], lists[1]!["commands"]!.AsArray().Select(command => command!["title"]!.GetValue<string>()));
    }

    [Fact]
    public void What_differs_between_installations_is_given()
    {
        var app = PackedApp.Make(
            "--teams-app-id=0d8a2f7e-1c1d-4a55-8a0e-6a1f0f3d9b77", "--version", "2.0.1", "--developer", "Vila Nord \"SA\"",
            "--website", "https://vilanord.example", "--terms", "https://legal.vilanord.example/terms");

        Assert.Equal("0d8a2f7e-1c1d-4a55-8a0e-6a1f0f3d9b77", app.Manifest["id"]!.GetValue<string>());
        Assert.Equal(PackedApp.AppId, app.Manifest["bots"]![0]!["botId"]!.GetValue<string>());
        Assert.Equal("2.0.1", app.Manifest["version"]!.GetValue<string>());
        Assert.Equal(
            """{"name":"Vila Nord \u0022SA\u0022","websiteUrl":"https://vilanord.example","privacyUrl":"https://vilanord.example/privacy","termsOfUseUrl":"https://legal.vilanord.example/terms"}""",
            app.Manifest["developer"]!.ToJsonString());
        Assert.Contains("2.0.1", app.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Files, file => file.Key.EndsWith(".json", StringComparison.Ordinal) && file.Value.AsSpan().IndexOf("{{"u8) >= 0);
    }

    [Theory]
    [InlineData("--app-id is missing", "--domain", "kambot.example.com")]
    [InlineData("--domain is missing", "--app-id", PackedApp.AppId)]
    [InlineData("not a GUID", "--app-id", "kambot", "--domain", "kambot.example.com")]
    [InlineData("not a GUID", "--app-id", "00000000-0000-0000-0000-000000000000", "--domain", "kambot.example.com")]
    [InlineData("not a host name", "--app-id", PackedApp.AppId, "--domain", "https://kambot.example.com")]
    [InlineData("not a host name", "--app-id", PackedApp.AppId, "--domain", "localhost")]
    [InlineData("not three numbers", "--app-id", PackedApp.AppId, "--domain", "kambot.example.com", "--version", "1.0")]
    [InlineData("not an https address", "--app-id", PackedApp.AppId, "--domain", "kambot.example.com", "--privacy", "http://kambot.example.com")]
    [InlineData("not a name of at most 32", "--app-id", PackedApp.AppId, "--domain", "kambot.example.com", "--developer", "A company with quite a long name Ltd")]
    [InlineData("--colour is not an option", "--app-id", PackedApp.AppId, "--domain", "kambot.example.com", "--colour", "blue")]
    [InlineData("--domain has no value", "--app-id", PackedApp.AppId, "--domain")]
    [InlineData("given twice", "--app-id", PackedApp.AppId, "--domain", "kambot.example.com", "--domain", "kambot.example.org")]
    [InlineData("--out", "--app-id", PackedApp.AppId, "--domain", "kambot.example.com", "--out", "/no/such/folder/kambot.zip")]
    public void What_is_missing_or_wrong_is_said_and_nothing_is_made(string said, params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(1, ManifestCommand.Run(words, output, error));

        Assert.Contains(said, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void The_colour_icon_is_192_pixels_wide_and_high_and_opaque()
    {
        var icon = PngImage.Read(App.Files["color.png"]);

        Assert.Equal((192, 192), (icon.Width, icon.Height));
        Assert.All(icon.Pixels, pixel => Assert.Equal(byte.MaxValue, pixel.Alpha));
    }

    [Fact]
    public void The_outline_icon_is_32_pixels_wide_and_high_white_on_nothing()
    {
        var icon = PngImage.Read(App.Files["outline.png"]);

        Assert.Equal((32, 32), (icon.Width, icon.Height));
        Assert.All(icon.Pixels.Where(pixel => pixel.Alpha > 0), pixel => Assert.Equal((byte.MaxValue, byte.MaxValue, byte.MaxValue), (pixel.Red, pixel.Green, pixel.Blue)));
        Assert.InRange(icon.Pixels.Count(pixel => pixel.Alpha == 0), 32 * 32 / 2, 32 * 32 - 1);
        Assert.Contains(icon.Pixels, pixel => pixel.Alpha == byte.MaxValue);
    }

    [Fact]
    public void A_command_of_the_lists_is_the_beginning_of_a_line_that_works()
    {
        Assert.Equal("log meeting with", English.Catalogue.Opening("meeting.log", "en"));
        Assert.Equal("oferta wysłana do", English.Catalogue.Opening("proposal.sent", "pl"));
        Assert.Equal("què tinc avui?", English.Catalogue.Opening("today", "ca"));
    }
}
