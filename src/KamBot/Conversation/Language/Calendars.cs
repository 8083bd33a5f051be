namespace KamBot.Conversation.Language;

/// <summary>Holiday calendars by code ("ES-CT", "pl") or by the country's or region's name. Whether there is such a calendar, the product says.</summary>
internal sealed class Calendars(LanguageData data)
{
    public Found<string>? At(Tokens line, int index)
    {
        if (data.Calendars.At(line, index) is { } named)
            return named;
        if (!line.IsWord(index) || !IsCode(line, index, 2))
            return null;
        var country = line[index].Text.ToUpperInvariant();
        if (line.Is(index + 1, "-") && line.Glued(index + 1) && line.Glued(index + 2) && index + 2 < line.Count && line[index + 2].Text.Length is >= 1 and <= 3)
            return new Found<string>($"{country}-{line[index + 2].Text.ToUpperInvariant()}", index, index + 3);
        // A bare "es" or "pl" counts in capitals only: in small letters it is too often a word.
        return line.Original[line[index].Start..line[index].End] == country ? new Found<string>(country, index, index + 1) : null;
    }

    private static bool IsCode(Tokens line, int index, int length) => line[index].Text.Length == length && line[index].Text.All(char.IsAsciiLetterLower);
}
