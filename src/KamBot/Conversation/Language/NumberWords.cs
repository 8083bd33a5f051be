namespace KamBot.Conversation.Language;

/// <summary>Numbers in words, composed of hundreds, tens and units: "vint-i-cinc", "dwadzieścia pięć", "two hundred and fifty".</summary>
internal sealed class NumberWords(LanguageData data)
{
    public Found<decimal>? At(Tokens line, int index)
    {
        if (data.Numbers.At(line, index) is not { } number)
            return null;
        if (IsTens(number.Value))
            return With(number, Units(line, number.End, "tensAnd"));
        if (number.Value is < 100 or >= 1000 || number.Value % 100 != 0)
            return number;
        var rest = data.Numbers.At(line, data.Skip("hundredsAnd", line, number.End));
        if (rest is not { Value: >= 1 and < 100 } || !decimal.IsInteger(rest.Value))
            return number;
        return With(number, IsTens(rest.Value) ? With(rest, Units(line, rest.End, "tensAnd")) : rest);
    }

    /// <summary>A whole number, in digits or words, and perhaps "and a half".</summary>
    public Found<decimal> WithHalf(Tokens line, Found<decimal> number)
    {
        var end = data.Skip("andHalf", line, number.End);
        return end > number.End && decimal.IsInteger(number.Value) ? number with { Value = number.Value + 0.5m, End = end } : number;
    }

    /// <summary>"First", "dwudziestego czwartego", "twenty-fourth": the last word alone is an ordinal, or each is.</summary>
    public Found<int>? Ordinal(Tokens line, int index)
    {
        if (data.Ordinals.At(line, index) is { } ordinal)
        {
            var units = IsTens(ordinal.Value) ? data.Ordinals.At(line, data.Skip("tensAnd", line, ordinal.End)) : null;
            return units is { Value: >= 1 and <= 9 } ? new Found<int>(ordinal.Value + units.Value, index, units.End) : ordinal;
        }
        return data.Numbers.At(line, index) is { } tens && IsTens(tens.Value) && data.Ordinals.At(line, data.Skip("tensAnd", line, tens.End)) is { Value: >= 1 and <= 9 } unit
            ? new Found<int>((int)tens.Value + unit.Value, index, unit.End)
            : null;
    }

    private Found<decimal>? Units(Tokens line, int index, string and) =>
        data.Numbers.At(line, data.Skip(and, line, index)) is { Value: >= 1 and <= 9 } units && decimal.IsInteger(units.Value) ? units : null;

    private static Found<decimal> With(Found<decimal> number, Found<decimal>? rest) =>
        rest is null ? number : number with { Value = number.Value + rest.Value, End = rest.End };

    private static bool IsTens(decimal value) => value is >= 20 and <= 90 && value % 10 == 0;
}
