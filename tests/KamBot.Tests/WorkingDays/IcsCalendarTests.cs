using FsCheck;
using FsCheck.Fluent;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Tests.WorkingDays;

public sealed class IcsCalendarTests
{
    [Fact]
    public void An_all_day_event_is_a_day_off_of_that_calendar()
    {
        var reading = Read("DTSTART;VALUE=DATE:20260924", "DTEND;VALUE=DATE:20260925", "SUMMARY:La Mercè");
        Assert.Equal([new CalendarChange("ES-CT", Days.Day("24 Sep 2026"), IsWorking: false, "La Mercè")], reading.Changes);
        Assert.Empty(reading.Problems);
    }

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20261207", "X-NONE:", "7 Dec 2026")]
    [InlineData("DTSTART:20261207", "DTEND:20261207", "7 Dec 2026")]
    [InlineData("DTSTART:20261207", "DTEND:20261210", "7 Dec 2026, 8 Dec 2026, 9 Dec 2026")]
    [InlineData("DTSTART:20261231", "DTEND:20270102", "31 Dec 2026, 1 Jan 2027")]
    [InlineData("DTSTART:20261207", "DURATION:P2D", "7 Dec 2026, 8 Dec 2026")]
    [InlineData("DTSTART;TZID=\"Romance: Standard Time\":20261207T000000", "DTEND;TZID=x:20261208T000000", "7 Dec 2026")]
    [InlineData("dtstart;value=date:20261207", "dtend;value=date:20261208", "7 Dec 2026")]
    public void An_event_lasts_until_its_exclusive_end(string start, string end, string days) =>
        Assert.Equal(days.Split(", ").Select(Days.Day), DatesOf(start, end, "SUMMARY:Closed"));

    [Theory]
    [InlineData("FREQ=YEARLY;COUNT=3", "24 Sep 2026, 24 Sep 2027, 24 Sep 2028")]
    [InlineData("FREQ=YEARLY;INTERVAL=2;COUNT=2", "24 Sep 2026, 24 Sep 2028")]
    [InlineData("FREQ=YEARLY;UNTIL=20270924", "24 Sep 2026, 24 Sep 2027")]
    [InlineData("FREQ=YEARLY;UNTIL=20270924T000000Z", "24 Sep 2026, 24 Sep 2027")]
    [InlineData("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=24;COUNT=2;WKST=MO", "24 Sep 2026, 24 Sep 2027")]
    [InlineData("freq=yearly;bymonth=9;byday=4TH;count=2", "24 Sep 2026, 23 Sep 2027")]
    [InlineData("FREQ=YEARLY;BYMONTH=9;BYDAY=-1MO;COUNT=2", "28 Sep 2026, 27 Sep 2027")]
    [InlineData("FREQ=YEARLY;BYMONTH=5;BYDAY=1MO;COUNT=2", "3 May 2027, 1 May 2028")]
    public void A_yearly_event_comes_again(string rule, string days) =>
        Assert.Equal(days.Split(", ").Select(Days.Day), DatesOf("DTSTART:20260924", $"RRULE:{rule}", "SUMMARY:La Mercè"));

    [Fact]
    public void A_yearly_event_without_an_end_stops_with_the_century()
    {
        var days = DatesOf("DTSTART:20260924", "RRULE:FREQ=YEARLY", "SUMMARY:La Mercè");
        Assert.Equal(75, days.Count);
        Assert.Equal(Days.Day("24 Sep 2100"), days[^1]);
    }

    [Fact]
    public void A_29_February_comes_in_leap_years_only() =>
        Assert.Equal(
            [Days.Day("29 Feb 2028"), Days.Day("29 Feb 2032")],
            DatesOf("DTSTART:20280229", "RRULE:FREQ=YEARLY;COUNT=2", "SUMMARY:Leap day"));

    [Fact]
    public void A_repeated_event_of_several_days_leaves_out_its_exceptions() =>
        Assert.Equal(
            [Days.Day("24 Sep 2026"), Days.Day("25 Sep 2026"), Days.Day("24 Sep 2028"), Days.Day("25 Sep 2028")],
            DatesOf("DTSTART:20260924", "DTEND:20260926", "RRULE:FREQ=YEARLY;COUNT=3", "EXDATE;VALUE=DATE:20270924", "SUMMARY:La Mercè"));

    [Fact]
    public void Lines_are_unfolded_and_texts_unescaped()
    {
        var reading = Read("DTSTART:20260924", "SUMMARY;LANGUAGE=ca:Festa major\\, dia\\; s", "  enter\\n(Barce", "\tlona) \\\\ C\\: x");
        Assert.Equal(@"Festa major, dia; s enter (Barcelona) \ C: x", Assert.Single(reading.Changes).Name);
    }

    [Fact]
    public void An_alarm_in_an_event_does_not_change_it()
    {
        var reading = Read("DTSTART:20260924", "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:P9D", "SUMMARY:Wake up", "END:VALARM", "SUMMARY:La Mercè");
        Assert.Equal([new CalendarChange("ES-CT", Days.Day("24 Sep 2026"), IsWorking: false, "La Mercè")], reading.Changes);
    }

    [Fact]
    public void A_cancelled_event_is_no_day_off() =>
        Assert.Empty(DatesOf("DTSTART:20260924", "STATUS:CANCELLED", "SUMMARY:La Mercè"));

    [Theory]
    [InlineData("the event has no usable day of start, or has an hour as well", "DTSTART:20260924T090000Z", "SUMMARY:Meeting with Anna")]
    [InlineData("the event has no usable day of start, or has an hour as well", "DTSTART:20261324", "SUMMARY:Anna")]
    [InlineData("the event has no usable day of start, or has an hour as well", "DTSTART:99991231", "SUMMARY:Anna")]
    [InlineData("the event has no usable day of start, or has an hour as well", "SUMMARY:Anna")]
    [InlineData("the event's end makes no sense", "DTSTART:20260924", "DTEND:20260901", "SUMMARY:Anna")]
    [InlineData("the event's end makes no sense", "DTSTART:20260924", "DTEND:soon", "SUMMARY:Anna")]
    [InlineData("the event's end makes no sense", "DTSTART:20260924", "DURATION:PT2H", "SUMMARY:Anna")]
    [InlineData("the event's end makes no sense", "DTSTART:20260924", "DURATION:P9999W", "SUMMARY:Anna")]
    [InlineData("the event has no name", "DTSTART:20260924")]
    public void An_event_that_is_no_day_off_is_said_without_its_words_and_the_others_are_kept(string problem, params string[] lines)
    {
        var text = Calendar([.. Event(lines), .. Event("DTSTART:20260924", "SUMMARY:La Mercè")]);
        var reading = IcsCalendar.Read(new StringReader(text), "ES-CT");
        Assert.Equal("La Mercè", Assert.Single(reading.Changes).Name);
        Assert.Equal([$"line 3: {problem}"], reading.Problems);
    }

    [Theory]
    [InlineData("FREQ=WEEKLY")]
    [InlineData("FREQ=YEARLY;BYDAY=MO")]
    [InlineData("FREQ=YEARLY;BYDAY=2MO")]
    [InlineData("FREQ=YEARLY;BYMONTH=13")]
    [InlineData("FREQ=YEARLY;BYSETPOS=1")]
    [InlineData("FREQ=YEARLY;INTERVAL=0")]
    [InlineData("COUNT=2")]
    [InlineData("nonsense")]
    public void A_repetition_that_is_not_understood_gives_its_first_day_and_is_said(string rule)
    {
        var reading = Read("DTSTART:20260924", $"RRULE:{rule}", "SUMMARY:La Mercè");
        Assert.Single(reading.Changes);
        Assert.Equal(["line 3: the event's repetition is not understood; only its first day was taken"], reading.Problems);
    }

    [Fact]
    public void A_file_that_is_no_calendar_gives_problems_and_no_days()
    {
        var reading = IcsCalendar.Read(new StringReader("<html>\n<body>Not found</body>\n"), "ES-CT");
        Assert.Empty(reading.Changes);
        Assert.Equal(["line 1: not a line of a calendar", "line 2: not a line of a calendar"], reading.Problems);
    }

    [Fact]
    public void An_event_that_never_ends_is_said()
    {
        var reading = IcsCalendar.Read(new StringReader("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260924\nBEGIN:VEVENT\n"), "ES-CT");
        Assert.Empty(reading.Changes);
        Assert.Equal(["line 2: an event without an end", "line 4: an event without an end"], reading.Problems);
    }

    [Fact]
    public void Days_and_problems_are_bounded()
    {
        var days = string.Concat(Enumerable.Repeat(Calendar(Event("DTSTART:20260101", "DURATION:P365D", "SUMMARY:Closed")), 30));
        var many = IcsCalendar.Read(new StringReader(days), "ES-CT");
        Assert.Equal(10_000, many.Changes.Count);
        Assert.Equal(["more than 10000 days; the rest was left out"], many.Problems);

        var broken = IcsCalendar.Read(new StringReader(string.Concat(Enumerable.Repeat("?\n", 500))), "ES-CT");
        Assert.Equal(101, broken.Problems.Count);
        Assert.Equal("and more", broken.Problems[^1]);
    }

    [Fact]
    public void A_line_without_an_end_is_cut_and_said()
    {
        var reading = Read("DTSTART:20260924", "SUMMARY:" + new string('x', 9_000), " and more");
        Assert.Equal(8_192 - "SUMMARY:".Length, Assert.Single(reading.Changes).Name.Length);
        Assert.Equal(["line 5: the line is too long; its end was left out"], reading.Problems);
    }

    [Fact]
    public void No_text_whatever_makes_it_throw()
    {
        string[] pieces =
        [
            "BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END", "DTSTART:20260924", "DTSTART;VALUE=DATE:00000000",
            "DTEND:99991231", "DURATION:P", "DURATION:P-1D", "RRULE:FREQ=YEARLY;UNTIL=99991231", "RRULE:=;", "RRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=5SU",
            "EXDATE:,,x", "SUMMARY:\\", "SUMMARY:a", " folded", ":", "\"", "\0", "",
        ];
        var texts = Gen.ListOf(Gen.Elements(pieces)).Select(lines => string.Join("\r\n", lines));
        Prop.ForAll(texts.ToArbitrary(), text => IcsCalendar.Read(new StringReader(text), "ES-CT") is not null).QuickCheckThrowOnFailure();
    }

    private static IReadOnlyList<LocalDate> DatesOf(params string[] lines)
    {
        var reading = Read(lines);
        Assert.Empty(reading.Problems);
        return [.. reading.Changes.Select(change => change.Date)];
    }

    private static IcsReading Read(params string[] lines) =>
        IcsCalendar.Read(new StringReader(Calendar(Event(lines))), "es_ct");

    private static string[] Event(params string[] lines) => ["BEGIN:VEVENT", .. lines, "END:VEVENT"];

    private static string Calendar(params string[] lines) =>
        string.Concat(((string[])["BEGIN:VCALENDAR", "VERSION:2.0", .. lines, "END:VCALENDAR"]).Select(line => line + "\r\n"));
}
