using System.Globalization;

namespace KamBot.Conversation.Language;

/// <summary>Money: €48,000 · 48.000 € · 48k · 1.2m PLN · 120,000 lei · mig milió d'euros · półtora miliona złotych.</summary>
internal sealed class Amounts(LanguageData data)
{
    /// <summary>Above it no offer is meant, but a telephone number.</summary>
    private const decimal Largest = 1_000_000_000_000m;

    /// <summary>Smaller numbers in words are hardly amounts, unless a currency or a magnitude says so.</summary>
    private const decimal SmallestInWords = 100;

    private readonly NumberWords numbers = new(data);

    public Found<Money>? At(Tokens line, int index, LineContext context)
    {
        var minus = IsMinus(line, index) && !line.Glued(index);
        var first = minus ? index + 1 : index;
        var before = data.Currencies.At(line, first);
        var start = before?.End ?? first;
        if (before is not null && line.Is(start, "."))
            start++;
        if (before is not null && !minus && IsMinus(line, start))
        {
            minus = true;
            start++;
        }

        if (line.IsJoined(start) || Sum(line, start, context) is not { } number || line.IsJoined(number.End + 1))
            return null;
        var after = before is null ? Currency(line, number.End) ?? CodeApart(line, number.End) : null;
        if (number.Value > Largest || (!line.IsNumber(start) && before is null && after is null && number.Value < SmallestInWords))
            return null;
        var currency = before?.Value ?? after?.Value;
        var sign = minus ? -1 : 1;
        return new Found<Money>(
            new Money(sign * Normal(number.Value), currency), index, after?.End ?? number.End, number.Doubt?.Select(value => new Money(sign * (decimal)value, currency)));
    }

    /// <summary>"-5 EUR", "€-5", "-€5": a dash that touches the amount and nothing before it. Nobody means it, and it must not be taken for 5.</summary>
    private bool IsMinus(Tokens line, int index) =>
        line.Is(index, "-") && line.Glued(index + 1) && (line.IsNumber(index + 1) || data.Currencies.At(line, index + 1) is not null);

    /// <summary>"Quaranta-vuit mil", "1 million and 200 thousand", "dwa tysiące pięćset": each magnitude smaller than the one before.</summary>
    private Found<decimal>? Sum(Tokens line, int index, LineContext context)
    {
        Found<decimal>? sum = null;
        var last = decimal.MaxValue;
        for (var at = index; ;)
        {
            if (Group(line, at, context) is not { } count)
                return sum;
            var magnitude = Magnitude(line, numbers.WithHalf(line, count).End)?.Value ?? 1;
            // "48k 30 days": digits after the amount belong to it only with a magnitude of their own.
            if (sum is not null && (count.Value * magnitude >= last || !decimal.IsInteger(count.Value) || (magnitude == 1 && line.IsNumber(at))))
                return sum;
            // 1.250k: with a magnitude a single separator starts decimals.
            if (magnitude > 1 && count.Doubt is { } doubt)
                count = count with { Value = (decimal)doubt.Readings[1], Doubt = null };
            if (count.Value > Largest)
                return null;
            var group = Magnified(line, count) ?? count;
            sum = group with { Value = (sum?.Value ?? 0) + group.Value, First = index };
            if (magnitude == 1)
                return sum;
            (last, at) = (magnitude, data.Skip("hundredsAnd", line, group.End));
        }
    }

    private Found<decimal>? Group(Tokens line, int index, LineContext context) =>
        DecimalReader.At(line, index, Cultures.Of(context.Locale)) ?? numbers.At(line, index) ?? OneOf(line, index);

    /// <summary>"Mil euros", "tysiąc pięćset": one of it, where a currency or a smaller number follows.</summary>
    private Found<decimal>? OneOf(Tokens line, int index) =>
        data.Magnitudes.At(line, index) is { } magnitude && line[index].Text.Length > 2 && (Currency(line, magnitude.End) ?? (object?)numbers.At(line, magnitude.End)) is not null
            ? new Found<decimal>(1, index, index)
            : null;

    /// <summary>"2 and a half million", "un milió i mig", "48 de mii".</summary>
    private Found<decimal>? Magnified(Tokens line, Found<decimal> number)
    {
        var count = numbers.WithHalf(line, number);
        if (Magnitude(line, count.End) is not { } magnitude)
            return null;
        var total = numbers.WithHalf(line, new Found<decimal>(count.Value, count.First, magnitude.End));
        return number with { Value = total.Value * magnitude.Value, End = total.End };
    }

    private Found<decimal>? Magnitude(Tokens line, int index) =>
        data.Magnitudes.At(line, data.Skip("of", line, index)) is { } found && !Continues(line, found.End) ? found : null;

    private Found<string>? Currency(Tokens line, int index) =>
        data.Currencies.At(line, data.Skip("of", line, index)) is { } found && !Continues(line, found.End) ? found : null;

    /// <summary>"30 grand, USD": a currency's code in capitals may stand behind a comma.</summary>
    private Found<string>? CodeApart(Tokens line, int index) =>
        line.Is(index, ",") && index + 1 < line.Count && line[index + 1] is { Capital: true, Text.Length: 3 } ? Currency(line, index + 1) : null;

    /// <summary>The unit is only the beginning of a word.</summary>
    private static bool Continues(Tokens line, int index) => line.GoesOn(index) || (line.Glued(index) && line.IsNumber(index));

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
