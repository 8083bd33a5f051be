using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>
/// Romania: article 139 of the labour code (Law 53/2003), each day from the year its law reached. Bridge days that the
/// government gives to the public sector are an administrator's to add.
/// </summary>
internal static class Romania
{
    public static IEnumerable<Holiday> In(int year)
    {
        var easter = Easter.Orthodox(year);
        yield return new(new LocalDate(year, 1, 1), "Anul Nou", "New Year's Day");
        yield return new(new LocalDate(year, 1, 2), "A doua zi de Anul Nou", "Second Day of New Year");
        // Law 52/2023.
        if (year >= 2024)
        {
            yield return new(new LocalDate(year, 1, 6), "Botezul Domnului (Boboteaza)", "Epiphany");
            yield return new(new LocalDate(year, 1, 7), "Soborul Sfântului Ioan Botezătorul", "Saint John the Baptist");
        }
        // Law 176/2016.
        if (year >= 2017)
            yield return new(new LocalDate(year, 1, 24), "Ziua Unirii Principatelor Române", "Unification Day");
        // Law 64/2018.
        if (year >= 2018)
            yield return new(easter.PlusDays(-2), "Vinerea Mare", "Orthodox Good Friday");
        yield return new(easter, "Paștele", "Orthodox Easter Sunday");
        yield return new(easter.PlusDays(1), "A doua zi de Paști", "Orthodox Easter Monday");
        yield return new(new LocalDate(year, 5, 1), "Ziua Muncii", "Labour Day");
        // Law 220/2016.
        if (year >= 2017)
            yield return new(new LocalDate(year, 6, 1), "Ziua Copilului", "Children's Day");
        // Law 202/2008.
        if (year >= 2009)
        {
            yield return new(easter.PlusDays(49), "Rusaliile", "Orthodox Pentecost");
            yield return new(easter.PlusDays(50), "A doua zi de Rusalii", "Orthodox Whit Monday");
            yield return new(new LocalDate(year, 8, 15), "Adormirea Maicii Domnului", "Dormition of the Mother of God");
        }
        // Law 147/2012.
        if (year >= 2012)
            yield return new(new LocalDate(year, 11, 30), "Sfântul Andrei", "Saint Andrew's Day");
        yield return new(new LocalDate(year, 12, 1), "Ziua Națională a României", "National Day");
        yield return new(new LocalDate(year, 12, 25), "Crăciunul", "Christmas Day");
        yield return new(new LocalDate(year, 12, 26), "A doua zi de Crăciun", "Second Day of Christmas");
    }
}
