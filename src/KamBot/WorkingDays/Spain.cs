using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>
/// The holidays of the whole of Spain (Real Decreto 2001/1983, article 45, as changed by RD 1346/1989). Regions may exchange
/// Epiphany and move what falls on a Sunday; that is for the regions' calendars.
/// </summary>
internal static class Spain
{
    public static IEnumerable<Holiday> In(int year)
    {
        yield return new(new LocalDate(year, 1, 1), "Año Nuevo", "New Year's Day");
        yield return new(new LocalDate(year, 1, 6), "Epifanía del Señor", "Epiphany");
        yield return new(Easter.Western(year).PlusDays(-2), "Viernes Santo", "Good Friday");
        yield return new(new LocalDate(year, 5, 1), "Fiesta del Trabajo", "Labour Day");
        yield return new(new LocalDate(year, 8, 15), "Asunción de la Virgen", "Assumption");
        yield return new(new LocalDate(year, 10, 12), "Fiesta Nacional de España", "National Day of Spain");
        yield return new(new LocalDate(year, 11, 1), "Todos los Santos", "All Saints' Day");
        yield return new(new LocalDate(year, 12, 6), "Día de la Constitución Española", "Constitution Day");
        yield return new(new LocalDate(year, 12, 8), "Inmaculada Concepción", "Immaculate Conception");
        yield return new(new LocalDate(year, 12, 25), "Natividad del Señor", "Christmas Day");
    }
}
