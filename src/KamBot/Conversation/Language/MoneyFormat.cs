using System.Globalization;

namespace KamBot.Conversation.Language;

/// <summary>An amount in the reader's format: decimals only when there are any, the ISO code where a sign is not one currency's alone.</summary>
internal static class MoneyFormat
{
    /// <summary>The dollar, the crown and the yen sign stand for several currencies; the word lei says its currency better than RON.</summary>
    private static readonly Dictionary<string, string> ClearSigns = new(StringComparer.Ordinal) { ["EUR"] = "€", ["GBP"] = "£", ["PLN"] = "zł", ["RON"] = "lei" };

    public static string Write(Money money, CultureInfo culture)
    {
        var number = money.Amount.ToString(Pattern(money.Amount), culture);
        if (money.Currency is null)
            return number;
        var sign = ClearSigns.GetValueOrDefault(money.Currency);
        var before = culture.NumberFormat.CurrencyPositivePattern is 0 or 2;
        return sign is "€" or "£" && before ? Signed(number, sign) : $"{number}\u00a0{sign ?? money.Currency}";
    }

    private static string Signed(string number, string sign) => number.StartsWith('-') ? $"-{sign}{number[1..]}" : sign + number;

    private static string Pattern(decimal amount) =>
        decimal.IsInteger(amount) ? "#,##0" : decimal.IsInteger(amount * 100) ? "#,##0.00" : "#,##0.############";
}
