using System.Xml.Linq;

namespace KamBot.Tests.Architecture;

/// <summary>The texts of all slices: keys are unique, and no sentence stands in code.</summary>
public sealed class TextTests
{
    [Fact]
    public void A_key_stands_in_one_file_only()
    {
        var keys = from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "KamBot"), "*Texts.resx", SearchOption.AllDirectories)
                   from data in XDocument.Load(file).Root!.Elements("data")
                   group Path.GetFileName(file) by (string)data.Attribute("name")! into files
                   where files.Count() > 1
                   select $"{files.Key}: {string.Join(", ", files)}";

        Assert.Empty(keys);
    }

    [Fact]
    public void Plurals_have_their_other_form()
    {
        var keys = (from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "KamBot"), "*Texts.resx", SearchOption.AllDirectories)
                    from data in XDocument.Load(file).Root!.Elements("data")
                    select (string)data.Attribute("name")!).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(keys.Where(key => key.EndsWith(".one", StringComparison.Ordinal) && !keys.Contains(key[..^4] + ".other")));
    }
}
