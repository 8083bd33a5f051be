using System.Text.RegularExpressions;

namespace KamBot.Tests.Architecture;

/// <summary>Which texts the sources ask for, and where on a card they put them.</summary>
internal static partial class TextUses
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly string Code = Read("*.cs");
    private static readonly HashSet<string> Literals = [.. Literal().Matches(Code).Select(match => match.Groups["text"].Value)];
    private static readonly HashSet<string> Names = new(Name().Matches(Code + Read("commands.json")).Select(match => match.Value), StringComparer.OrdinalIgnoreCase);
    private static readonly Regex[] Built = [.. InterpolatedKey().Matches(Code).Select(match => match.Groups["text"].Value).Distinct().Select(Pattern)];

    /// <summary>Keys of what stands on a button or as one of several choices.</summary>
    public static IReadOnlySet<string> Buttons { get; } = Keys(ButtonText());

    /// <summary>Keys of what stands as a card's headline.</summary>
    public static IReadOnlySet<string> Headlines { get; } = Keys(HeadlineText());

    /// <summary>
    /// The code names the key, or the key before its last part ("Meeting.Overdue" + the party), or builds it from parts
    /// ("Timeline." + the kind) that it names elsewhere.
    /// </summary>
    public static bool Has(string key) =>
        Literals.Contains(key) || key.Count(letter => letter == '.') > 1 && Literals.Contains(key[..key.LastIndexOf('.')])
        || Array.Exists(Built, pattern => pattern.Match(key) is { Success: true } match && match.Groups.Values.Skip(1).SelectMany(part => part.Value.Split('.')).All(Names.Contains));

    private static HashSet<string> Keys(Regex uses) => [.. uses.Matches(Code).Select(match => match.Groups["key"].Value)];

    private static Regex Pattern(string interpolated) =>
        new($"^{string.Join("(.+)", Hole().Split(interpolated).Select(Regex.Escape))}$", RegexOptions.NonBacktracking);

    private static string Read(string files)
    {
        var texts = from folder in Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src", "KamBot"))
                    where Path.GetFileName(folder) is not ("bin" or "obj")
                    from file in Directory.EnumerateFiles(folder, files, SearchOption.AllDirectories)
                    select File.ReadAllText(file);
        return string.Join('\n', texts);
    }

    [GeneratedRegex("""["](?<text>[\w.]+)["]""", Options, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\w+", Options, 1000)]
    private static partial Regex Name();

    /// <summary>An interpolated string that is nothing but a key, and says one of its parts itself.</summary>
    [GeneratedRegex("""\$"(?<text>(\{[^{}"]+\}\.)?[A-Z]\w*(\.\w+)*\.\{[^{}"]+\}(\.\w+|\.\{[^{}"]+\})*)["]""", Options, 1000)]
    private static partial Regex InterpolatedKey();

    [GeneratedRegex(@"\{[^{}]+\}", Options, 1000)]
    private static partial Regex Hole();

    [GeneratedRegex("""\b(Button|CardButton|Choice|Choices\.Of|Form|More)\(\s*[\w.]*\bText\("(?<key>[\w.]+)["]""", Options, 1000)]
    private static partial Regex ButtonText();

    [GeneratedRegex("""\bnew Card\(\s*[\w.]*\b(Text|Plural)\("(?<key>[\w.]+)["]""", Options, 1000)]
    private static partial Regex HeadlineText();
}
