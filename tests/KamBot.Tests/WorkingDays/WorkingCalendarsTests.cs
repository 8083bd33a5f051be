using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Tests.WorkingDays;

public sealed class WorkingCalendarsTests
{
    private readonly WorkingCalendars _calendars = new();

    [Theory]
    [InlineData("ES-CT", "ES-CT")]
    [InlineData("es_ct", "ES-CT")]
    [InlineData(" pl ", "PL")]
    [InlineData("Catalonia", "ES-CT")]
    [InlineData("catalunya", "ES-CT")]
    [InlineData("Cataluña", "ES-CT")]
    [InlineData("Cataluna", "ES-CT")]
    [InlineData("Poland", "PL")]
    [InlineData("Polska", "PL")]
    [InlineData("Polònia", "PL")]
    [InlineData("polonia", "PL")]
    [InlineData("România", "RO")]
    [InlineData("Romania", "RO")]
    [InlineData("Niemcy", "DE")]
    [InlineData("Deutschland", "DE")]
    [InlineData("Bayern", "DE-BY")]
    [InlineData("Bavaria", "DE-BY")]
    [InlineData("Georgia", "GE")] // the country before the state
    [InlineData("Côte d'Ivoire", "CI")]
    public void A_calendar_is_found_by_code_and_by_name(string asked, string code)
    {
        Assert.True(_calendars.TryGet(asked, out var calendar));
        Assert.Equal(code, calendar.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("Atlantis")]
    [InlineData("ES-")]
    [InlineData("Punjab")] // in India or in Pakistan
    public void What_is_no_calendar_is_not_found(string? asked)
    {
        Assert.False(_calendars.TryGet(asked, out var calendar));
        Assert.Null(calendar);
    }

    [Fact]
    public void No_text_whatever_makes_a_search_throw()
    {
        string[] pieces = ["ES", "-", "_", "CT", "\ud83d", "\u0301", "ł", "'", " ", "\0", new string('x', 90)];
        Prop.ForAll(Gen.ListOf(Gen.Elements(pieces)).Select(string.Concat).ToArbitrary(), text =>
            _calendars.TryGet(text, out var calendar) == calendar is not null).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Asking_for_a_calendar_that_must_be_there_says_which_is_not() =>
        Assert.Contains("'Atlantis'", Assert.Throws<KeyNotFoundException>(() => _calendars.Get("Atlantis")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ca-ES", "Europe/Madrid", "ES-CT")]
    [InlineData("ca", null, "ES-CT")]
    [InlineData("ca-AD", "Europe/Andorra", "AD")]
    [InlineData("es-ES", "Europe/Madrid", "ES")]
    [InlineData("pl-PL", "Europe/Warsaw", "PL")]
    [InlineData("pl-PL", "Europe/London", "PL")]
    [InlineData("ro_RO", "Europe/Bucharest", "RO")]
    [InlineData("ro-MD", "Europe/Chisinau", "MD")]
    [InlineData("en-US", "Europe/Madrid", "ES")]
    [InlineData("en-GB", "Europe/Warsaw", "PL")]
    [InlineData("en-GB", null, "GB")]
    [InlineData("en-GB", "Etc/UTC", "GB")]
    [InlineData("en-GB", "Not/AZone", "GB")]
    [InlineData("nb-NO", "Europe/Oslo", "NO")] // an alias of Europe/Berlin, which is in Germany
    [InlineData("en-IN", "Asia/Calcutta", "IN")] // an old name
    [InlineData(null, "Europe/Bucharest", "RO")]
    [InlineData("zh-Hant-TW", null, "TW")]
    [InlineData("en", null, null)]
    [InlineData("en-ZZ", null, null)]
    [InlineData(null, null, null)]
    [InlineData("", "", null)]
    public void R1_a_persons_calendar_is_guessed_from_language_then_zone_then_locale(string? locale, string? zone, string? code) =>
        Assert.Equal(code, _calendars.For(locale, zone));

    [Theory]
    [InlineData("en-GB", "Catalonia")]
    [InlineData("ca-ES", "Catalunya")]
    [InlineData("ro-RO", "Catalonia")]
    public void All_lists_every_country_and_region_once_in_the_readers_language_and_each_can_be_had(string locale, string catalonia)
    {
        var culture = CultureInfo.GetCultureInfo(locale);
        var all = _calendars.All(culture);
        Assert.True(all.Count > 550, $"only {all.Count} calendars");
        Assert.Equal(all.Count, all.Select(info => info.Code).Distinct().Count());
        Assert.Contains(new CalendarInfo("ES-CT", catalonia), all);
        Assert.All(all, info => Assert.Equal(info.Name, _calendars.Get(info.Code).DisplayName(culture)));
    }

    [Theory]
    [InlineData("ES-CT", "ca", "Catalunya")]
    [InlineData("ES-CT", "pl-PL", "Katalonia")]
    [InlineData("ES-CT", "en-GB", "Catalonia")]
    [InlineData("PL", "ca-ES", "Polònia")]
    [InlineData("PL", "ro", "Polonia")]
    [InlineData("RO", "pl", "Rumunia")]
    [InlineData("DE", "de-DE", "Deutschland")]
    [InlineData("DE-BY", "de-DE", "Bayern")]
    [InlineData("DE-BY", "ca-ES", "Bavaria")]
    public void A_name_is_shown_in_the_readers_language_or_in_English(string code, string culture, string name) =>
        Assert.Equal(name, _calendars.Get(code).DisplayName(CultureInfo.GetCultureInfo(culture)));

    [Theory]
    [InlineData("SA", "Friday, Saturday")]
    [InlineData("BD", "Friday, Saturday")]
    [InlineData("BN", "Friday, Sunday")]
    [InlineData("NP", "Saturday")]
    [InlineData("IN", "Sunday")]
    [InlineData("MY-03", "Friday, Saturday")]
    [InlineData("MY-14", "Saturday, Sunday")]
    [InlineData("ES-CT", "Saturday, Sunday")]
    public void A_weekend_is_the_places_own(string code, string days) =>
        Assert.Equal(days, string.Join(", ", Days.AllOf(2026).Skip(4).Take(7).Where(_calendars.Get(code).IsWeekend).Select(date => date.DayOfWeek)));

    [Fact]
    public void A_calendar_from_data_knows_its_years_and_outside_them_only_weekends()
    {
        var germany = _calendars.Get("DE");
        Assert.False(germany.IsWorkingDay(Days.Day("25 Dec 2040")));
        Assert.True(germany.Knows(2024) && germany.Knows(2040));
        Assert.False(germany.Knows(2023) || germany.Knows(2041));
        Assert.True(germany.IsWorkingDay(Days.Day("25 Dec 2041")));
        Assert.False(germany.IsWorkingDay(Days.Day("28 Dec 2041"))); // a Saturday
    }

    [Fact]
    public void A_country_without_holiday_data_still_has_its_weekend()
    {
        var qatar = _calendars.Get("QA");
        Assert.False(qatar.Knows(2026));
        Assert.False(qatar.IsWorkingDay(Days.Day("3 Apr 2026"))); // a Friday
        Assert.True(qatar.IsWorkingDay(Days.Day("5 Apr 2026")));
    }

    [Fact]
    public void E11_a_day_that_is_added_or_removed_counts_from_the_next_question_on()
    {
        var merce = new CalendarChange("ES-CT", Days.Day("24 Sep 2026"), IsWorking: false, "La Mercè");
        var before = _calendars.Get("ES-CT");
        _calendars.Change([merce]);
        Assert.Equal(new Holiday(merce.Date, "La Mercè", "La Mercè"), _calendars.Get("ES-CT").HolidayOn(merce.Date));
        Assert.False(_calendars.Get("ES-CT").IsWorkingDay(merce.Date));
        Assert.True(before.IsWorkingDay(merce.Date));
        _calendars.Change([]);
        Assert.True(_calendars.Get("ES-CT").IsWorkingDay(merce.Date));
    }

    [Fact]
    public void Configured_days_stay_when_the_administrator_changes_his()
    {
        var calendars = new WorkingCalendars([new("PL", Days.Day("2 Jan 2026"), IsWorking: false, "Bridge")]);
        calendars.Change([new("PL", Days.Day("5 Jan 2026"), IsWorking: false, "Bridge")]);
        Assert.False(calendars.Get("PL").IsWorkingDay(Days.Day("2 Jan 2026")));
        Assert.False(calendars.Get("PL").IsWorkingDay(Days.Day("5 Jan 2026")));
    }

    [Fact]
    public void A_Saturday_or_a_holiday_can_be_made_a_working_day()
    {
        var poland = _calendars.Get("PL").With(
        [
            new("PL", Days.Day("11 Apr 2026"), IsWorking: true, "Worked instead of 2 January"),
            new("pl", Days.Day("11 Nov 2026"), IsWorking: true, "Not kept here"),
        ]);
        Assert.True(poland.IsWorkingDay(Days.Day("11 Apr 2026")));
        Assert.True(poland.IsWorkingDay(Days.Day("11 Nov 2026")));
        Assert.Null(poland.HolidayOn(Days.Day("11 Nov 2026")));
    }

    [Fact]
    public void A_countrys_change_holds_in_its_regions_and_the_regions_own_wins()
    {
        var (mourning, bridge) = (Days.Day("13 May 2026"), Days.Day("7 Dec 2026"));
        CalendarChange[] changes =
        [
            new("ES-CT", bridge, IsWorking: true, "Worked"),
            new("ES", mourning, IsWorking: false, "Mourning"),
            new("ES", bridge, IsWorking: false, "Bridge"),
            new("PL", Days.Day("14 May 2026"), IsWorking: false, "Elsewhere"),
        ];
        var catalonia = _calendars.Get("ES-CT").With(changes);
        Assert.False(catalonia.IsWorkingDay(mourning));
        Assert.True(catalonia.IsWorkingDay(bridge));
        Assert.True(catalonia.IsWorkingDay(Days.Day("14 May 2026")));
        Assert.False(_calendars.Get("ES").With(changes).IsWorkingDay(bridge));
    }

    [Fact]
    public void A_change_of_another_calendar_leaves_a_calendar_as_it_is()
    {
        var poland = _calendars.Get("PL");
        Assert.Same(poland, poland.With([new("RO", Days.Day("14 May 2026"), IsWorking: false, "Elsewhere")]));
    }
}
