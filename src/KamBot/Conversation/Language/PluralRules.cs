using System.Collections.Concurrent;
using System.Globalization;

namespace KamBot.Conversation.Language;

/// <summary>The plural category of a number by the rules of CLDR, written like <c>v = 0 and i % 10 = 2..4 and i % 100 != 12..14</c>.</summary>
internal static class PluralRules
{
    private static readonly ConcurrentDictionary<string, (string Form, Relation[][] Rule)[]> ByLanguage = new(StringComparer.Ordinal);

    public static string Form(string language, decimal count)
    {
        var number = new Operands(Math.Abs(count));
        foreach (var (form, rule) in ByLanguage.GetOrAdd(language, Rules))
        {
            if (rule.Any(all => all.All(relation => relation.Holds(number))))
                return form;
        }
        return "other";
    }

    private static (string, Relation[][])[] Rules(string language) =>
        [.. ReaderFormats.Names(language).Plurals.Where(rule => rule.Key != "other").Select(rule => (rule.Key, Parse(rule.Value)))];

    /// <summary>Alternatives of relations that hold together. The samples behind the at sign are for readers and tests.</summary>
    private static Relation[][] Parse(string rule) =>
        [.. rule.Split('@')[0].Split(" or ").Select(all => all.Split(" and ").Select(Relation.Parse).ToArray())];

    /// <summary>CLDR's operands of a number that is shown without needless zeros and not in compact form.</summary>
    private readonly record struct Operands(decimal Number)
    {
        private string Fraction => Number.ToString("0.############", CultureInfo.InvariantCulture).Split('.') is [_, var digits] ? digits : "";

        public decimal Of(char operand) => operand switch
        {
            'n' => Number,
            'i' => decimal.Truncate(Number),
            'v' or 'w' => Fraction.Length,
            'f' or 't' => Fraction.Length == 0 ? 0 : decimal.Parse(Fraction, CultureInfo.InvariantCulture),
            'c' or 'e' => 0,
            _ => throw new FormatException($"A plural rule has the unknown operand '{operand}'."),
        };
    }

    /// <summary><c>i % 100 != 12..14,92</c></summary>
    private sealed record Relation(char Operand, decimal? Modulus, bool Negated, (decimal From, decimal To)[] Ranges)
    {
        public static Relation Parse(string text)
        {
            var negated = text.Contains("!=", StringComparison.Ordinal);
            var sides = text.Split(negated ? "!=" : "=", StringSplitOptions.TrimEntries);
            var left = sides[0].Split('%', StringSplitOptions.TrimEntries);
            return new(left[0][0], left.Length > 1 ? Value(left[1]) : null, negated, [.. sides[1].Split(',').Select(Range)]);
        }

        public bool Holds(Operands number)
        {
            var value = Modulus is { } modulus ? number.Of(Operand) % modulus : number.Of(Operand);
            return Negated != Ranges.Any(range => value >= range.From && value <= range.To && (range.From == range.To || decimal.IsInteger(value)));
        }

        private static (decimal, decimal) Range(string text) => text.Split("..") is [var from, var to] ? (Value(from), Value(to)) : (Value(text), Value(text));

        private static decimal Value(string digits) => decimal.Parse(digits, CultureInfo.InvariantCulture);
    }
}
