using System.Text.RegularExpressions;
using KamBot.Tests.Architecture;

namespace KamBot.Tests.Infra;

/// <summary>The settings that README's table names.</summary>
internal static partial class ReadmeSettings
{
    /// <summary>
    /// In full: <c>`Reminders:QuietFrom`, `:QuietUntil`</c> are two of one section, <c>`WorkingDays:IcsFiles:n:{Calendar,Path}`</c>
    /// are two of each element of a list.
    /// </summary>
    public static IReadOnlySet<string> Names { get; } = Read();

    private static HashSet<string> Read()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));
        foreach (var row in lines.SkipWhile(line => line != "## Settings").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var section = "";
            foreach (var name in Name().Matches(row.Split('|')[1]).Select(match => match.Groups["name"].Value))
            {
                var full = name.StartsWith(':') ? section + name : name;
                names.UnionWith(Expanded(full));
                section = full.LastIndexOf(':') is var end and >= 0 ? full[..end] : "";
            }
        }
        return names;
    }

    private static IEnumerable<string> Expanded(string name)
    {
        var open = name.IndexOf('{', StringComparison.Ordinal);
        return open < 0 ? [name] : name[(open + 1)..^1].Split(',').Select(last => name[..open] + last.Trim());
    }

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
