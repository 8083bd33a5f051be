using System.Globalization;

namespace KamBot.Proposals;

/// <summary>The currency that an amount without one means: that of the manager's country. The card names it, so it is seen.</summary>
public sealed class Currencies
{
    public string Of(string calendar)
    {
        try
        {
            return new RegionInfo(calendar.Split('-')[0]).ISOCurrencySymbol;
        }
        catch (ArgumentException)
        {
            return "EUR";
        }
    }
}
