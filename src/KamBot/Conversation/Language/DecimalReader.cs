using System.Globalization;

namespace KamBot.Conversation.Language;

/// <summary>
/// A number with separators. Which sign groups and which one starts the decimals follows from the number itself where it can
/// (two kinds of sign, several of one kind, groups that are not of three) and otherwise from the locale, with a doubt.
/// </summary>
internal static class DecimalReader
{
    private const int MaxDigits = 15;

    public static Found<decimal>? At(Tokens line, int index, CultureInfo culture)
    {
        if (!line.IsNumber(index))
            return null;
        var parts = new List<string> { line[index].Text };
        var signs = new List<char>();
        var end = index + 1;
        while (end < line.Count && parts.Count < 6)
        {
            if (end + 1 < line.Count && line[end].Kind == TokenKind.Sign && line[end].Text is "." or "," or "'" && line.Glued(end) && line.Glued(end + 1) && line.IsNumber(end + 1))
            {
                signs.Add(line[end].Text[0]);
                parts.Add(line[end + 1].Text);
                end += 2;
            }
            else if (line.IsNumber(end) && line[end].Text.Length == 3 && parts[^1].Length <= 3 && signs.All(sign => sign == ' ') && (parts.Count > 1 || parts[0] != "0"))
            {
                signs.Add(' ');
                parts.Add(line[end].Text);
                end++;
            }
            else
                break;
        }
        return parts.Sum(part => part.Length) > MaxDigits ? null : Read(parts, signs, culture, index, end);
    }

    private static Found<decimal>? Read(List<string> parts, List<char> signs, CultureInfo culture, int first, int end)
    {
        if (signs.Count == 0)
            return new Found<decimal>(Whole(parts), first, end);
        var last = signs[^1];
        var mixed = signs.Any(sign => sign != last);
        var grouped = GroupsFrom(parts, mixed ? parts.Count - 1 : parts.Count);
        if (mixed)
        {
            // 48.000,50: the last sign starts the decimals, the others group.
            return grouped && last != ' ' && signs.Count(sign => sign == last) == 1 ? new Found<decimal>(WithDecimals(parts), first, end) : null;
        }
        if (signs.Count > 1)
            return grouped ? new Found<decimal>(Whole(parts), first, end) : null;
        if (last is ' ' or '\'')
            return grouped ? new Found<decimal>(Whole(parts), first, end) : null;
        if (!grouped || parts[0] == "0")
            return new Found<decimal>(WithDecimals(parts), first, end);
        // One sign and three digits: 48.000 is read by the locale; where the locale says decimals, nobody writes three of them, so ask.
        var local = culture.NumberFormat.NumberDecimalSeparator == last.ToString();
        return local
            ? new Found<decimal>(Whole(parts), first, end, new Doubt("money.separator", [Whole(parts), WithDecimals(parts)]))
            : new Found<decimal>(Whole(parts), first, end);
    }

    private static bool GroupsFrom(List<string> parts, int count) =>
        parts[0].Length is >= 1 and <= 3 && parts.Take(count).Skip(1).All(part => part.Length == 3);

    private static decimal Whole(IEnumerable<string> parts) =>
        decimal.Parse(string.Concat(parts), NumberStyles.None, CultureInfo.InvariantCulture);

    private static decimal WithDecimals(List<string> parts) =>
        decimal.Parse(string.Concat(parts.Take(parts.Count - 1)) + "." + parts[^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
