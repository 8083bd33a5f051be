using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>
/// Catalonia's holidays as the Generalitat's yearly orders have them (EMO/168/2015 for 2016, EMT/138/2021 for 2022, EMT/85/2024
/// for 2025 and so on). The two holidays of each town and the Val d'Aran are an administrator's to add.
/// </summary>
internal static class Catalonia
{
    /// <summary>The data file names it in Spanish only.</summary>
    public static readonly CalendarPlace Place = new(CalendarRules.Catalonia, "Catalonia", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ca"] = "Catalunya",
        ["en"] = "Catalonia",
        ["es"] = "Cataluña",
        ["pl"] = "Katalonia",
        ["ro"] = "Catalonia",
    });

    public static IEnumerable<Holiday> In(int year)
    {
        var easter = Easter.Western(year);
        yield return new(new LocalDate(year, 1, 1), "Cap d'Any", "New Year's Day");
        yield return new(new LocalDate(year, 1, 6), "Reis", "Epiphany");
        yield return new(easter.PlusDays(-2), "Divendres Sant", "Good Friday");
        yield return new(easter.PlusDays(1), "Dilluns de Pasqua Florida", "Easter Monday");
        yield return new(new LocalDate(year, 5, 1), "Festa del Treball", "Labour Day");
        if (WhitMondayStandsIn(year))
            yield return new(easter.PlusDays(50), "Dilluns de Pasqua Granada", "Whit Monday");
        yield return new(new LocalDate(year, 6, 24), "Sant Joan", "Saint John's Day");
        yield return new(new LocalDate(year, 8, 15), "L'Assumpció", "Assumption");
        yield return new(new LocalDate(year, 9, 11), "Diada Nacional de Catalunya", "National Day of Catalonia");
        yield return new(new LocalDate(year, 10, 12), "Festa Nacional d'Espanya", "National Day of Spain");
        yield return new(new LocalDate(year, 11, 1), "Tots Sants", "All Saints' Day");
        yield return new(new LocalDate(year, 12, 6), "Dia de la Constitució", "Constitution Day");
        yield return new(new LocalDate(year, 12, 8), "La Immaculada", "Immaculate Conception");
        yield return new(new LocalDate(year, 12, 25), "Nadal", "Christmas Day");
        yield return new(new LocalDate(year, 12, 26), "Sant Esteve", "Saint Stephen's Day");
    }

    // 1 May, 11 September and 25 December always fall on the same weekday. When that is Sunday, three holidays would be lost, and
    // the orders (2011, 2016, 2022) give Whit Monday to everyone; in other years it is a town's own choice.
    private static bool WhitMondayStandsIn(int year) =>
        year >= 2011 && new LocalDate(year, 9, 11).DayOfWeek == IsoDayOfWeek.Sunday;
}
