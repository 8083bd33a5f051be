using System.Globalization;
using System.Text.RegularExpressions;

namespace KamBot.Manifest;

/// <summary>What differs from one installation to the next. Each option fills the placeholder of its name in manifest/manifest.json.</summary>
internal sealed partial class ManifestSettings
{
    private const int LongestDeveloper = 32;

    private static readonly Option[] Options =
    [
        new("app-id", "appId", "the bot's Microsoft app id", IsGuid, "a GUID like 00000000-0000-0000-0000-000000000000"),
        new("domain", "domain", "the host KamBot answers on", IsHost, "a host name like kambot.example.com, without https:// or a path"),
        new("teams-app-id", "teamsAppId", "the app's own id in Teams (the app id, if left out)", IsGuid, "a GUID", given => given["appId"]),
        new("version", "version", "to be raised with every upload (the program's)", IsVersion, "three numbers like 1.4.0", _ => ProgramVersion),
        new("developer", "developer", "who is named as its maker (KamBot)", IsDeveloper, $"a name of at most {LongestDeveloper} characters", _ => "KamBot"),
        new("website", "website", "its page (https://<domain>)", IsHttps, "an https address", given => $"https://{given["domain"]}"),
        new("privacy", "privacy", "its privacy statement (<website>/privacy)", IsHttps, "an https address", given => $"{given["website"].TrimEnd('/')}/privacy"),
        new("terms", "terms", "its terms of use (<website>/terms)", IsHttps, "an https address", given => $"{given["website"].TrimEnd('/')}/terms"),
        new("out", "out", "the file to write (kambot.zip)", path => path.Length > 0, "a file name", _ => "kambot.zip"),
    ];

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];

    /// <summary>Each option with what it is and, where it may be left out, what is taken instead.</summary>
    public static string Usage => string.Concat(Options.Select(option =>
        string.Create(CultureInfo.InvariantCulture, $"  --{option.Name,-13} {option.Meaning}{(option.Default is null ? ", required" : "")}\n")));

    public IReadOnlyList<string> Problems => problems;

    public IEnumerable<string> Placeholders => values.Keys;

    public string this[string placeholder] => values[placeholder];

    private static string ProgramVersion => typeof(ManifestSettings).Assembly.GetName().Version!.ToString(3);

    /// <param name="words">Options and values as typed: <c>--app-id value</c> or <c>--app-id=value</c>.</param>
    public static ManifestSettings Read(string[] words)
    {
        var settings = new ManifestSettings();
        var given = settings.Given(words);
        foreach (var option in Options)
            settings.Take(option, given.GetValueOrDefault(option.Name));
        return settings;
    }

    private Dictionary<string, string> Given(string[] words)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] parts = [.. words.SelectMany(word => word.StartsWith("--", StringComparison.Ordinal) ? word.Split('=', 2) : [word])];
        for (var at = 0; at < parts.Length; at += 2)
        {
            if (!Options.Any(option => parts[at] == $"--{option.Name}"))
                problems.Add($"{parts[at]} is not an option.");
            else if (at + 1 == parts.Length)
                problems.Add($"{parts[at]} has no value.");
            else if (!given.TryAdd(parts[at][2..], parts[at + 1].Trim()))
                problems.Add($"{parts[at]} is given twice.");
        }
        return given;
    }

    private void Take(Option option, string? given)
    {
        if (given is null && option.Default is null)
            problems.Add($"--{option.Name} is missing: {option.Meaning}.");
        else if (given is not null && !option.IsValid(given))
            problems.Add($"--{option.Name} {given}: this is not {option.Form}.");
        else if (problems.Count == 0)
            values[option.Placeholder] = given ?? option.Default!(values);
    }

    private static bool IsGuid(string value) => Guid.TryParseExact(value, "D", out var id) && id != Guid.Empty;

    private static bool IsHost(string value) =>
        Uri.CheckHostName(value) == UriHostNameType.Dns && value.Contains('.', StringComparison.Ordinal) && !value.EndsWith('.');

    private static bool IsVersion(string value) => ThreeNumbers().IsMatch(value);

    private static bool IsDeveloper(string value) => value.Length is > 0 and <= LongestDeveloper;

    private static bool IsHttps(string value) => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    [GeneratedRegex(@"^(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ThreeNumbers();

    /// <param name="Default">From those before it; null where the option is required.</param>
    private sealed record Option(
        string Name, string Placeholder, string Meaning, Func<string, bool> IsValid, string Form, Func<Dictionary<string, string>, string>? Default = null);
}
