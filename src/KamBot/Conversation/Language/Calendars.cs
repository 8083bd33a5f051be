namespace KamBot.Conversation.Language;

/// <summary>Holiday calendars by code ("ES-CT", "pl") or by the country's or region's name. Whether there is such a calendar, the product says.</summary>
internal sealed class Calendars(LanguageData data)
{
    /// <summary>Legal forms that are country codes too (Saudi Arabia, Sierra Leone, Antigua …).</summary>
    private static readonly HashSet<string> LegalForms = new(StringComparer.Ordinal) { "sa", "sl", "ag", "se", "as", "sc", "co", "kg", "nv", "bv" };

    /// <param name="expected">A bare "PL" is enough; elsewhere two capitals are more often the end of a company's name.</param>
    public Found<string>? At(Tokens line, int index, bool expected)
    {
        if (data.Calendars.At(line, index) is { } named)
            return named;
        if (!line.IsWord(index) || !IsCode(line, index, 2))
            return null;
        var country = line[index].Text.ToUpperInvariant();
        if (line.Is(index + 1, "-") && line.Glued(index + 1) && line.Glued(index + 2) && index + 2 < line.Count && line[index + 2].Text.Length is >= 1 and <= 3)
            return new Found<string>($"{country}-{line[index + 2].Text.ToUpperInvariant()}", index, index + 3);
        // In small letters too many words are codes ("is", "in", "no"), unless it is the whole answer.
        return (expected || StandsAlone(line, index)) && (line.Count == 1 || line.Original[line[index].Start..line[index].End] == country) ? new Found<string>(country, index, index + 1) : null;
    }

    /// <summary>"…, RO": a fact of its own between commas, unless the letters are a company's legal form.</summary>
    private static bool StandsAlone(Tokens line, int index) =>
        line.Is(index - 1, ",") && (index + 1 == line.Count || line.Is(index + 1, ",")) && !LegalForms.Contains(line[index].Text);

    private static bool IsCode(Tokens line, int index, int length) => line[index].Text.Length == length && line[index].Text.All(char.IsAsciiLetterLower);
}
