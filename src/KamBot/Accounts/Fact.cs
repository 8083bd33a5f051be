using System.Globalization;
using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Accounts;

/// <summary>
/// Values of timeline entries, tagged with their type, so that an entry written in one language is read in another with its
/// dates and money as that reader writes them.
/// </summary>
public static class Fact
{
    public static string Text(string? text) => $"t:{text}";

    public static string Date(LocalDate date) => $"d:{LocalDatePattern.Iso.Format(date)}";

    public static string Money(Money money) => $"m:{money.Amount.ToString(CultureInfo.InvariantCulture)} {money.Currency}";

    public static string Word(string key) => $"w:{key}";

    public static string Show(string fact, Reader reader) => (fact.Length > 2 ? fact[..2] : "t:", fact.Length > 2 ? fact[2..] : "") switch
    {
        ("d:", var text) when LocalDatePattern.Iso.Parse(text) is { Success: true } date => reader.ShortDate(date.Value),
        ("m:", var text) when text.Split(' ') is [var amount, var currency] => reader.Money(new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency)),
        ("w:", var key) => reader.Text(key),
        (_, var text) => text,
    };
}

public static class Facts
{
    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    public static IReadOnlyDictionary<string, string> Of(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
            all[name] = value;
        return all;
    }
}
