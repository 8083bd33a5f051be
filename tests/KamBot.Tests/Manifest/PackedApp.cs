using System.IO.Compression;
using System.Text.Json.Nodes;
using KamBot.Manifest;

namespace KamBot.Tests.Manifest;

/// <summary>A package as the command makes it, opened.</summary>
internal sealed class PackedApp
{
    public const string AppId = "4f1c5f0e-7d0b-4c5e-9a53-2f6f3c1f8a10";
    public const string Domain = "kambot.example.com";

    private PackedApp(byte[] bytes, string said)
    {
        Bytes = bytes;
        Said = said;
        using var zip = new ZipArchive(new MemoryStream(bytes));
        Files = zip.Entries.ToDictionary(entry => entry.FullName, Content, StringComparer.Ordinal);
    }

    public byte[] Bytes { get; }

    /// <summary>What the command said of it.</summary>
    public string Said { get; }

    public IReadOnlyDictionary<string, byte[]> Files { get; }

    public JsonObject Manifest => Json("manifest.json");

    /// <summary>By language tag.</summary>
    public IReadOnlyDictionary<string, JsonObject> Localizations => Manifest["localizationInfo"]!["additionalLanguages"]!.AsArray()
        .ToDictionary(language => language!["languageTag"]!.GetValue<string>(), language => Json(language!["file"]!.GetValue<string>()), StringComparer.Ordinal);

    /// <param name="more">Options besides the two that are required.</param>
    public static PackedApp Make(params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("kambot-manifest-");
        try
        {
            var path = Path.Combine(folder.FullName, "kambot.zip");
            using var output = new StringWriter();
            using var error = new StringWriter();
            var exitCode = ManifestCommand.Run(["--app-id", AppId, "--domain", Domain, "--out", path, .. more], output, error);
            Assert.True(exitCode == 0, error.ToString());
            return new PackedApp(File.ReadAllBytes(path), output.ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private JsonObject Json(string file) => JsonNode.Parse(Files[file])!.AsObject();
}
