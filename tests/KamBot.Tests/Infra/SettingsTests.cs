using System.Reflection;
using System.Text.RegularExpressions;
using KamBot.BotBuilder.Hosting;
using KamBot.Tests.Architecture;
using Microsoft.Extensions.Configuration;

namespace KamBot.Tests.Infra;

/// <summary>README's table of settings and the program know the same names.</summary>
public sealed partial class SettingsTests
{
    /// <summary>What .NET and the Azure libraries read by themselves; nothing of them stands in our code.</summary>
    private static readonly string[] Platform = ["AZURE_CLIENT_ID", "ASPNETCORE_FORWARDEDHEADERS_ENABLED"];

    private static readonly Assembly[] Program = [typeof(CloudAdapter).Assembly, typeof(global::Program).Assembly];

    private static readonly string Code = string.Concat(Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(File.ReadAllText));

    [Fact]
    public void Every_setting_of_the_program_is_in_the_table()
    {
        var known = Settings().ToList();

        Assert.True(known.Count > 30, "The registrations of options were not found.");
        string[] unnamed = [.. known.Where(setting => !ReadmeSettings.Names.Any(name => name == setting || name.StartsWith($"{setting}:", StringComparison.Ordinal)))];
        Assert.Empty(unnamed);
    }

    [Fact]
    public void Every_setting_of_the_table_is_one_of_the_program()
    {
        var known = Settings().ToHashSet(StringComparer.Ordinal);

        string[] unknown =
        [
            .. ReadmeSettings.Names.Where(name => !Platform.Contains(name) && !Code.Contains(Literal(name), StringComparison.Ordinal)
                && !known.Any(setting => name == setting || name.StartsWith($"{setting}:", StringComparison.Ordinal))),
        ];
        Assert.Empty(unknown);
    }

    /// <summary>The properties of all options, by their sections.</summary>
    private static IEnumerable<string> Settings() =>
        from Match registration in Registration().Matches(Code)
        let type = Program.SelectMany(assembly => assembly.GetTypes()).Single(type => type.Name == registration.Groups["type"].Value)
        let section = registration.Groups["section"] is { Success: true } text ? text.Value : (string)type.GetField("Section")!.GetValue(null)!
        from property in type.GetProperties()
        where property.SetMethod is not null || IsFilled(property)
        select property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? (section.Length == 0 ? property.Name : $"{section}:{property.Name}");

    /// <summary>The name between quotes; of a family (<c>OTEL_*</c>) its beginning.</summary>
    private static string Literal(string name) => name.EndsWith('*') ? $"\"{name[..^1]}" : $"\"{name}\"";

    /// <summary>A list or table that configuration adds to, not one that is computed.</summary>
    private static bool IsFilled(PropertyInfo property) =>
        property.PropertyType.IsGenericType && property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    [GeneratedRegex(@"AddOptions<(?<type>\w+)>\(\)[^;]*?\.BindConfiguration\((""(?<section>[^""]*)""|\w+\.Section)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Registration();
}
