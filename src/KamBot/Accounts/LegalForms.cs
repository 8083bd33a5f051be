using System.Reflection;

namespace KamBot.Accounts;

/// <summary>Legal forms that people leave out when they type a client's name (a list in Data, so that one more is one line).</summary>
public sealed class LegalForms
{
    private readonly string[][] _forms;

    public LegalForms()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("KamBot.Accounts.legal-forms.txt")!);
        // Longest first: "sp z oo" before "oo".
        _forms = [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Trim().Split(' ')).OrderByDescending(words => words.Length)];
    }

    /// <summary>The words without a legal form at their end; all of them if nothing else would be left.</summary>
    public List<string> Strip(List<string> words)
    {
        foreach (var form in _forms)
        {
            if (words.Count > form.Length && words.TakeLast(form.Length).SequenceEqual(form, StringComparer.Ordinal))
                return words[..^form.Length];
        }

        // "S.A." and "S. L." come as single letters.
        var letters = words.AsEnumerable().Reverse().TakeWhile(word => word.Length == 1).Count();
        return letters is > 1 and < 5 && words.Count > letters ? words[..^letters] : words;
    }
}
