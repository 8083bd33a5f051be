using System.Globalization;

namespace KamBot.Conversation.Language;

/// <summary>Money: €48,000 · 48.000 € · 48k · 1.2m PLN · 120,000 lei.</summary>
internal sealed class Amounts(LanguageData data)
{
    /// <summary>Above it no offer is meant, but a telephone number.</summary>
    private const decimal Largest = 1_000_000_000_000m;

    public Found<Money>? At(Tokens line, int index, LineContext context)
    {
        var before = data.Currencies.At(line, index);
        var start = before?.End ?? index;
        if (start > index && line.Is(start, "."))
            start++;
        if (DecimalReader.At(line, start, Cultures.Of(context.Locale)) is not { } number)
            return null;
        var end = number.End;
        var factor = 1m;
        if (data.Magnitudes.At(line, end) is { } magnitude && !Continues(line, magnitude.End))
        {
            factor = magnitude.Value;
            end = magnitude.End;
        }
        var after = before is null ? data.Currencies.At(line, end) : null;
        if (after is not null && Continues(line, after.End))
            after = null;
        end = after?.End ?? end;
        if (number.Value > Largest || number.Value * factor > Largest)
            return null;
        var currency = before?.Value ?? after?.Value;
        // 1.250k: with a magnitude a single separator starts decimals.
        if (factor > 1 && number.Doubt is not null)
            number = number with { Value = (decimal)number.Doubt.Readings[1], Doubt = null };
        var doubt = number.Doubt?.Select(value => new Money((decimal)value * factor, currency));
        return new Found<Money>(new Money(Normal(number.Value * factor), currency), index, end, doubt);
    }

    /// <summary>The unit is only the beginning of a word or is followed by its apostrophe.</summary>
    private static bool Continues(Tokens line, int index) => line.Glued(index) && (line.IsWord(index) || line.IsNumber(index));

    /// <summary>Without the zeros that a multiplication leaves behind the point.</summary>
    private static decimal Normal(decimal amount) => amount / 1.0000000000000000000000000000m;
}

internal static class Cultures
{
    /// <summary>The culture of a locale that Teams sends; the invariant one for a name nobody knows.</summary>
    public static CultureInfo Of(string locale)
    {
        try
        {
            return CultureInfo.GetCultureInfo(locale);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }
}
