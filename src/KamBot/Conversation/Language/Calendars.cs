namespace KamBot.Conversation.Language;

/// <summary>Holiday calendars by code ("ES-CT", "pl") or by the country's or region's name. Whether there is such a calendar, the product says.</summary>
internal sealed class Calendars(LanguageData data)
{
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
        return expected && (line.Count == 1 || line.Original[line[index].Start..line[index].End] == country) ? new Found<string>(country, index, index + 1) : null;
    }

    private static bool IsCode(Tokens line, int index, int length) => line[index].Text.Length == length && line[index].Text.All(char.IsAsciiLetterLower);
}
