using System.Globalization;

namespace KamBot.Conversation.Language;

/// <summary>Whole numbers, in digits or in words.</summary>
internal sealed class Numbers(LanguageData data)
{
    private const int MaxDigits = 9;

    private readonly NumberWords words = new(data);

    public Found<int>? At(Tokens line, int index)
    {
        if (!line.IsNumber(index))
            return words.At(line, index) is { } word && decimal.IsInteger(word.Value) ? new Found<int>((int)word.Value, index, word.End) : null;
        return line[index].Text.Length <= MaxDigits && int.TryParse(line[index].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new Found<int>(number, index, index + 1)
            : null;
    }
}
