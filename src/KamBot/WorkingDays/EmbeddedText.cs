namespace KamBot.WorkingDays;

/// <summary>The lines of one of the generated data files.</summary>
internal static class EmbeddedText
{
    public static IEnumerable<string> Lines(string file)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream($"KamBot.WorkingDays.{file}")
            ?? throw new InvalidOperationException($"The program was built without {file}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }
}
