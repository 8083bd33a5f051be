using System.Globalization;
using System.Text.Json.Nodes;
using KamBot.Conversation.Language;

namespace KamBot.Manifest;

/// <summary>The lists Teams shows above the box one types in. The template names intents; their words are the catalogue's.</summary>
internal sealed class CommandLists
{
    private readonly CommandCatalogue catalogue;
    private readonly string[][] intents;

    public CommandLists(CommandCatalogue catalogue, JsonArray template)
    {
        this.catalogue = catalogue;
        intents = [.. template.Select(list => list!["commands"]!.AsArray().Select(intent => intent!.GetValue<string>()).ToArray())];
    }

    /// <summary>Puts words in the place of the intents.</summary>
    public void SayIn(string language, JsonObject manifest)
    {
        var lists = manifest["bots"]![0]!["commandLists"]!.AsArray();
        for (var list = 0; list < intents.Length; list++)
            lists[list]!["commands"] = new JsonArray([.. intents[list].Select(intent => new JsonObject { ["title"] = Title(intent, language), ["description"] = Description(intent, language) })]);
    }

    /// <summary>Adds the words to a localization file, by their paths in the manifest.</summary>
    public void AddTo(JsonObject texts, string language)
    {
        for (var list = 0; list < intents.Length; list++)
        {
            for (var at = 0; at < intents[list].Length; at++)
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"bots[0].commandLists[{list}].commands[{at}]");
                texts[$"{path}.title"] = Title(intents[list][at], language);
                texts[$"{path}.description"] = Description(intents[list][at], language);
            }
        }
    }

    /// <summary>Teams writes the title into the box: it is the line itself, or its beginning.</summary>
    private string Title(string intent, string language) => catalogue.Opening(intent, language);

    private string Description(string intent, string language) => catalogue.Describe(intent, language).Summary;
}
