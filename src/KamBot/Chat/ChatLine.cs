using System.Globalization;
using System.Text.RegularExpressions;

namespace KamBot.Chat;

/// <summary>A typed line that the terminal itself understands; everything else is said to KamBot.</summary>
internal abstract partial record ChatLine
{
    /// <summary><c>1</c>, <c>#1</c> or <c>#1 name=value; name2=value</c>.</summary>
    public sealed record Press(int Number, bool IsBare, IReadOnlyList<(string Name, string Value)> Values) : ChatLine;

    /// <summary><c>name=value</c>, if there is such an input.</summary>
    public sealed record Fill(string Name, string Value) : ChatLine;

    public sealed record Clock(string Argument) : ChatLine;

    public sealed record User(string Argument) : ChatLine;

    public sealed record Quit : ChatLine;

    public sealed record Said(string Text) : ChatLine;

    public static ChatLine Read(string line)
    {
        if (line is "/quit")
            return new Quit();
        if (ClockWord.ArgumentOf(line) is { } time)
            return new Clock(time);
        if (line.StartsWith("/user ", StringComparison.Ordinal))
            return new User(line["/user ".Length..].Trim());
        if (PressWord().Match(line) is { Success: true } press && int.TryParse(press.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new Press(number, press.Groups["mark"].Length == 0, [.. Assignments(press.Groups["values"].Value)]);
        if (FillWord().Match(line) is { Success: true } fill)
            return new Fill(fill.Groups["name"].Value, fill.Groups["value"].Value);
        return new Said(line);
    }

    private static IEnumerable<(string Name, string Value)> Assignments(string text)
    {
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (FillWord().Match(part) is { Success: true } fill)
                yield return (fill.Groups["name"].Value, fill.Groups["value"].Value);
        }
    }

    [GeneratedRegex(@"^(?<mark>#?)(?<number>[0-9]{1,4})(?<values>(\s+\w+\s*=.*)?)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PressWord();

    [GeneratedRegex(@"^(?<name>\w+)\s*=\s*(?<value>.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FillWord();
}
