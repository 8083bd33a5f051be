using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>Poland: the law of 18 January 1951 on days free of work, with its changes. Good Friday is a working day.</summary>
internal static class Poland
{
    public static IEnumerable<Holiday> In(int year)
    {
        var easter = Easter.Western(year);
        yield return new(new LocalDate(year, 1, 1), "Nowy Rok", "New Year's Day");
        if (year >= 2011)
            yield return new(new LocalDate(year, 1, 6), "Święto Trzech Króli", "Epiphany");
        yield return new(easter, "Pierwszy dzień Wielkiej Nocy", "Easter Sunday");
        yield return new(easter.PlusDays(1), "Drugi dzień Wielkiej Nocy", "Easter Monday");
        yield return new(new LocalDate(year, 5, 1), "Święto Państwowe", "Labour Day");
        yield return new(new LocalDate(year, 5, 3), "Święto Narodowe Trzeciego Maja", "Constitution Day");
        yield return new(easter.PlusDays(49), "Pierwszy dzień Zielonych Świątek", "Pentecost");
        yield return new(easter.PlusDays(60), "Dzień Bożego Ciała", "Corpus Christi");
        yield return new(new LocalDate(year, 8, 15), "Wniebowzięcie Najświętszej Maryi Panny", "Assumption");
        yield return new(new LocalDate(year, 11, 1), "Wszystkich Świętych", "All Saints' Day");
        yield return new(new LocalDate(year, 11, 11), "Narodowe Święto Niepodległości", "Independence Day");
        // Once, by the law of 7 November 2018, for the hundredth anniversary.
        if (year == 2018)
            yield return new(new LocalDate(year, 11, 12), "Święto Narodowe z okazji Setnej Rocznicy Odzyskania Niepodległości", "Independence Centenary");
        // By the law of 6 December 2024.
        if (year >= 2025)
            yield return new(new LocalDate(year, 12, 24), "Wigilia Bożego Narodzenia", "Christmas Eve");
        yield return new(new LocalDate(year, 12, 25), "Pierwszy dzień Bożego Narodzenia", "Christmas Day");
        yield return new(new LocalDate(year, 12, 26), "Drugi dzień Bożego Narodzenia", "Second Day of Christmas");
    }
}
