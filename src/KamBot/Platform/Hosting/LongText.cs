using System.Text;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>Text that may be longer than one property can be: it goes on in properties of the same name with a number.</summary>
internal static class LongText
{
    /// <summary>Below the 32 Ki characters a property holds.</summary>
    private const int ChunkLength = 30_000;

    /// <summary>Leaves room in a row of 1 MiB for everything else.</summary>
    public const int MaxLength = 480_000;

    public static void Write(TableEntity row, string name, string? text)
    {
        if (text?.Length > MaxLength)
            throw new ArgumentException($"{name} has {text.Length} characters; a row keeps {MaxLength}.", nameof(text));

        var chunk = 0;
        for (var start = 0; start < text?.Length; chunk++)
        {
            var end = Math.Min(start + ChunkLength, text.Length);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
                end--; // both halves of a character stay together
            row[Name(name, chunk)] = text[start..end];
            start = end;
        }

        for (; row[Name(name, chunk)] is not null; chunk++)
            row[Name(name, chunk)] = null; // what a longer text left behind
    }

    public static string? Read(TableEntity row, string name)
    {
        if (row.GetString(name) is not { } first || row.GetString(Name(name, 1)) is null)
            return row.GetString(name);

        var text = new StringBuilder(first);
        for (var chunk = 1; row.GetString(Name(name, chunk)) is { } next; chunk++)
            text.Append(next);
        return text.ToString();
    }

    private static string Name(string name, int chunk) =>
        chunk == 0 ? name : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}{chunk}");
}
