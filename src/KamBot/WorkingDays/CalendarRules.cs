namespace KamBot.WorkingDays;

/// <summary>The calendars that have rules of their own.</summary>
internal static class CalendarRules
{
    public const string Spain = "ES";
    public const string Catalonia = "ES-CT";
    public const string Poland = "PL";
    public const string Romania = "RO";

    public static Func<int, IEnumerable<Holiday>>? Of(string code) => code switch
    {
        Spain => WorkingDays.Spain.In,
        Catalonia => WorkingDays.Catalonia.In,
        Poland => WorkingDays.Poland.In,
        Romania => WorkingDays.Romania.In,
        _ => null,
    };
}
