namespace KamBot.WorkingDays;

/// <summary>"PL" is a country's code, "ES-CT" a region's.</summary>
internal static class CalendarCode
{
    /// <summary>The usual spelling: "es_ct" is ES-CT.</summary>
    public static string Of(string text) => text.Trim().Replace('_', '-').ToUpperInvariant();

    public static bool IsCountry(string code) => !code.Contains('-', StringComparison.Ordinal);

    public static string CountryOf(string code) => IsCountry(code) ? code : code[..code.IndexOf('-', StringComparison.Ordinal)];
}
