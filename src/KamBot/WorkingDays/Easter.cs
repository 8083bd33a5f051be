using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>Easter Sunday in both reckonings, as a date of the Gregorian calendar.</summary>
internal static class Easter
{
    /// <summary>Gregorian computus (the anonymous algorithm of 1876; Meeus, Astronomical Algorithms, chapter 8).</summary>
    public static LocalDate Western(int year)
    {
        var golden = year % 19;
        var century = year / 100;
        var yearOfCentury = year % 100;
        var moonCorrection = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + century - (century / 4) - moonCorrection + 15) % 30;
        var toSunday = (32 + (2 * (century % 4)) + (2 * (yearOfCentury / 4)) - epact - (yearOfCentury % 4)) % 7;
        var lateMoon = (golden + (11 * epact) + (22 * toSunday)) / 451;
        var day = epact + toSunday - (7 * lateMoon) + 114;
        return new LocalDate(year, day / 31, (day % 31) + 1);
    }

    /// <summary>Julian computus (Meeus), the date then read in the Gregorian calendar.</summary>
    public static LocalDate Orthodox(int year)
    {
        var fullMoon = ((19 * (year % 19)) + 15) % 30;
        var toSunday = ((2 * (year % 4)) + (4 * (year % 7)) - fullMoon + 34) % 7;
        var day = fullMoon + toSunday + 114;
        return new LocalDate(year, day / 31, (day % 31) + 1, CalendarSystem.Julian).WithCalendar(CalendarSystem.Iso);
    }
}
