using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.Conversation.Language;

namespace KamBot.Manifest;

/// <summary>
/// The zip that Teams installs: manifest/manifest.json with its placeholders filled and its command lists worded from the
/// catalogue, and every file that it names. The same settings give the same bytes.
/// </summary>
internal sealed class AppPackage(CommandCatalogue catalogue)
{
    private const string ManifestFile = "manifest.json";

    /// <summary>A zip has dates; a fixed one keeps its bytes the same. Nothing earlier can be written.</summary>
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public byte[] Create(ManifestSettings settings)
    {
        var template = Filled(settings);
        var lists = new CommandLists(catalogue, template["bots"]![0]!["commandLists"]!.AsArray());
        var localization = template["localizationInfo"]!;
        lists.SayIn(localization["defaultLanguageTag"]!.GetValue<string>(), template);

        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, ManifestFile, Json(template));
            foreach (var (_, icon) in template["icons"]!.AsObject())
                Add(zip, icon!.GetValue<string>(), Bytes(icon.GetValue<string>()));
            foreach (var language in localization["additionalLanguages"]!.AsArray())
            {
                var file = language!["file"]!.GetValue<string>();
                var texts = JsonNode.Parse(Bytes(file))!.AsObject();
                lists.AddTo(texts, language["languageTag"]!.GetValue<string>());
                Add(zip, file, Json(texts));
            }
        }
        return bytes.ToArray();
    }

    private static JsonObject Filled(ManifestSettings settings)
    {
        var text = JsonNode.Parse(Bytes(ManifestFile))!.ToJsonString(Readable);
        foreach (var placeholder in settings.Placeholders)
            text = text.Replace($"{{{{{placeholder}}}}}", JsonEncodedText.Encode(settings[placeholder]).ToString(), StringComparison.Ordinal);
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>A file of the folder manifest/, which the program carries.</summary>
    private static byte[] Bytes(string file)
    {
        using var stream = typeof(AppPackage).Assembly.GetManifestResourceStream($"manifest/{file}")
            ?? throw new InvalidOperationException($"manifest/{file} is named in the manifest and missing.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Json(JsonObject node) => JsonSerializer.SerializeToUtf8Bytes(node, Readable);

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        // Stored as it is: another zlib would deflate to other bytes.
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = Date;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
