using System.Globalization;
using System.Text.Json.Nodes;
using KamBot.Conversation.Language;
using KamBot.MessageExtension;
using KamBot.Tests.Conversation.Language;

namespace KamBot.Tests.Manifest;

/// <summary>What no schema can know: that the manifest speaks of this program, this package and this installation.</summary>
internal static class ManifestRules
{
    /// <summary>Teams cuts what is longer (its schema allows 128 and 4,000).</summary>
    private const int LongestTitle = 32;
    private const int LongestDescription = 128;

    public static IReadOnlyList<string> Problems(JsonNode manifest, IReadOnlyCollection<string> files)
    {
        var problems = new List<string>();
        Expect("version", typeof(CommandCatalogue).Assembly.GetName().Version!.ToString(3));
        Expect("id", PackedApp.AppId);
        Expect("botId", PackedApp.AppId, manifest["bots"]![0]!);
        ExpectAll("validDomains", [PackedApp.Domain], Texts(manifest["validDomains"]));
        problems.AddRange(ExtensionProblems(manifest["composeExtensions"]![0]!));
        ExpectAll("languages", English.Catalogue.Languages, [Text(manifest["localizationInfo"]!["defaultLanguageTag"]), .. Languages(manifest, "languageTag")]);
        ExpectAll("files", files, ["manifest.json", .. manifest["icons"]!.AsObject().Select(icon => Text(icon.Value)), .. Languages(manifest, "file")]);
        foreach (var list in manifest["bots"]![0]!["commandLists"]!.AsArray())
        {
            foreach (var command in list!["commands"]!.AsArray())
                problems.AddRange(CommandProblems("en", Text(command!["title"]), Text(command["description"])));
        }
        return problems;

        void Expect(string name, string expected, JsonNode? within = null)
        {
            if (Text((within ?? manifest)[name]) != expected)
                problems.Add($"{name} is not {expected}.");
        }

        void ExpectAll(string name, IEnumerable<string> expected, IEnumerable<string> found)
        {
            if (!expected.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal), StringComparer.Ordinal))
                problems.Add($"{name} are not {string.Join(", ", expected)}.");
        }
    }

    /// <summary>The message extension's commands are those that KamBot answers, declared as it answers them.</summary>
    private static IEnumerable<string> ExtensionProblems(JsonNode extension)
    {
        string[] expected =
        [
            $$"""{"id":"{{ExtensionCommands.Search}}","type":"query","context":["compose","commandBox"],"initialRun":true,"parameters":[{"name":"{{ExtensionCommands.SearchWords}}","inputType":"text"}]}""",
            .. new[] { ExtensionCommands.LogNote, ExtensionCommands.LogTask, ExtensionCommands.LogComplaint }
                .Select(id => $$"""{"id":"{{id}}","type":"action","context":["message","compose"],"fetchTask":true}"""),
        ];
        if (Text(extension["botId"]) != PackedApp.AppId)
            yield return "The message extension is another bot's.";
        if (extension["messageHandlers"]!.ToJsonString() != $$$"""[{"type":"link","value":{"domains":["{{{PackedApp.Domain}}}"]}}]""")
            yield return "The message extension shows other links than KamBot's.";
        if (!extension["commands"]!.AsArray().Select(command => WithoutWords(command!).ToJsonString()).SequenceEqual(expected, StringComparer.Ordinal))
            yield return "The message extension has other commands than KamBot answers.";
    }

    private static JsonNode WithoutWords(JsonNode node)
    {
        var copy = node.DeepClone();
        foreach (var worded in (copy["parameters"]?.AsArray() ?? []).Append(copy).Select(worded => worded!.AsObject()))
        {
            worded.Remove("title");
            worded.Remove("description");
        }
        return copy;
    }

    /// <summary>A localization has each text of the manifest that a user reads, and no other; the commands are the same, in its language.</summary>
    public static IReadOnlyList<string> Problems(string language, JsonNode localization, JsonNode manifest)
    {
        var problems = new List<string>();
        var found = localization.AsObject().Select(text => text.Key).Where(key => key != "$schema").ToHashSet(StringComparer.Ordinal);
        var expected = Readable(manifest).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(expected.Except(found).Select(key => $"{language}: {key} is missing."));
        problems.AddRange(found.Except(expected).Select(key => $"{language}: {key} is nowhere in the manifest."));
        foreach (var (list, at, english) in Commands(manifest))
        {
            var path = Path(list, at);
            if (localization[$"{path}.title"] is not { } title || localization[$"{path}.description"] is not { } description)
                continue;
            problems.AddRange(CommandProblems(language, Text(title), Text(description)));
            if (Intent(language, Text(title)) != Intent("en", Text(english["title"])))
                problems.Add($"{language}: {path} is another command.");
        }
        return problems;
    }

    private static IEnumerable<string> CommandProblems(string language, string title, string description)
    {
        if (title.Length > LongestTitle || description.Length > LongestDescription)
            yield return $"{language}: '{title}' is too long.";
        if (Intent(language, title) is not { } intent)
            yield return $"{language}: '{title}' is not understood.";
        else if (English.Catalogue.Opening(intent, language) != title || English.Catalogue.Describe(intent, language).Summary != description)
            yield return $"{language}: '{title}' is not what the catalogue says of {intent}.";
    }

    private static string? Intent(string language, string line) =>
        English.Understanding.Understand(line, new LineContext(language, English.Catalogue.LocaleOf(language), English.Wednesday.Today, English.Wednesday.Time)).Intent;

    private static IEnumerable<string> Readable(JsonNode manifest) =>
        [
            "name.short", "name.full", "description.short", "description.full",
            .. Commands(manifest).Select(command => Path(command.List, command.At)).Concat(ExtensionPaths(manifest)).SelectMany(path => new[] { $"{path}.title", $"{path}.description" }),
        ];

    private static IEnumerable<string> ExtensionPaths(JsonNode manifest) =>
        from command in manifest["composeExtensions"]![0]!["commands"]!.AsArray().Index()
        let path = string.Create(CultureInfo.InvariantCulture, $"composeExtensions[0].commands[{command.Index}]")
        from worded in (command.Item!["parameters"]?.AsArray() ?? []).Index().Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{path}.parameters[{parameter.Index}]")).Prepend(path)
        select worded;

    private static IEnumerable<(int List, int At, JsonNode Command)> Commands(JsonNode manifest) =>
        from list in manifest["bots"]![0]!["commandLists"]!.AsArray().Index()
        from command in list.Item!["commands"]!.AsArray().Index()
        select (list.Index, command.Index, command.Item!);

    private static string Path(int list, int at) => string.Create(CultureInfo.InvariantCulture, $"bots[0].commandLists[{list}].commands[{at}]");

    private static string[] Languages(JsonNode manifest, string property) =>
        [.. manifest["localizationInfo"]!["additionalLanguages"]!.AsArray().Select(language => Text(language![property]))];

    private static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(Text)];

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
}
