using System.Text.RegularExpressions;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.CompanyHolidays;

/// <summary>"Add holiday 24 September "La Mercè" for ES-CT": days off that a company adds and removes while KamBot runs (E11).</summary>
public sealed partial class HolidayCommands(CompanyDays days, CompanyRights rights, WorkingCalendars calendars) : ICommandSet
{
    private const int MostListed = 20;
    private const int LongestName = 60;
    private const int MostYearsAhead = 3;

    /// <summary>How long a day that is over still counts in working days of the past.</summary>
    private static readonly Period Kept = Period.FromYears(1);

    public IEnumerable<Command> Commands =>
    [
        new("dayoff.add", (turn, input, token) => ChangeAsync(turn, input, DayDeed.Added, token)),
        new("dayoff.remove", (turn, input, token) => ChangeAsync(turn, input, DayDeed.Removed, token)),
        new("dayoff.worked", (turn, input, token) => ChangeAsync(turn, input, DayDeed.Worked, token)),
        new("dayoff.list", (turn, _, _) => Task.FromResult(Reply.Show(List(turn)))),
    ];

    private async Task<Reply> ChangeAsync(Turn turn, CommandInput input, DayDeed deed, CancellationToken cancellationToken)
    {
        if (!await rights.MaySetDaysOffAsync(turn, cancellationToken))
            return Reply.Say(turn.Text("DayOff.NoRight"));
        if (input.Date("date") is not { } date)
            return Reply.Say(turn.Text("DayOff.AskDate")).Wanting(null, "date");
        if (date < turn.Today)
            return Reply.Say(turn.Text("DayOff.Past", ("date", turn.Reader.Date(date, turn.Today)))).Wanting(null, "date");
        if (date > turn.Today.PlusYears(MostYearsAhead))
            return Reply.Say(turn.Text("DayOff.TooFar", ("date", turn.Reader.Date(date, turn.Today)), ("years", MostYearsAhead))).Wanting(null, "date");
        if (input.Text("calendar") is not { } words)
            return Reply.Say(turn.Text("DayOff.AskCalendar", ("code", turn.Profile.Calendar))).Wanting(null, "calendar");
        if (!calendars.TryGet(words, out var configured))
            return Reply.Say(turn.Text("DayOff.UnknownCalendar", ("words", words), ("code", turn.Profile.Calendar))).Wanting(null, "calendar");

        string? problem = null;
        var done = await days.ChangeAsync(turn.User.Tenant, turn.Operation, now => Changed(turn, now, configured, date, NameOf(turn, input), deed, out problem), cancellationToken);
        if (done is null)
            return Reply.Say(problem!);
        var place = Place(turn, done.Day.Calendar);
        var when = turn.Reader.Date(done.Day.Date, turn.Today);
        var headline = done.Deed switch
        {
            DayDeed.Added => turn.Text("DayOff.Added", ("date", when), ("name", done.Day.Name), ("place", place)),
            DayDeed.Removed => turn.Text("DayOff.Removed", ("date", when), ("name", done.Day.Name), ("place", place)),
            _ => turn.Text("DayOff.Worked", ("date", when), ("place", place)),
        };
        return Reply.Show(new Card(headline, CardTone.Good).Line(turn.Text("DayOff.Follows")).Button(turn.Text("DayOff.All"), "dayoff.list"));
    }

    /// <summary>What the deed makes of the company's days; null, with the reason in words, when there is nothing to do.</summary>
    private (DayDeed, CalendarChange, IEnumerable<CalendarChange>)? Changed(Turn turn, CompanyDaysRow now, WorkingCalendar configured, LocalDate date, string name, DayDeed deed, out string? problem)
    {
        problem = null;
        var calendar = configured.With(now.Days);
        var own = now.Of(configured.Code, date);
        var others = now.Days.Where(day => day != own && day.Date > turn.Today - Kept).ToList();
        var (when, place) = (turn.Reader.Date(date, turn.Today), Place(turn, configured.Code));
        switch (deed)
        {
            case DayDeed.Added when !calendar.IsWorkingDay(date):
                problem = calendar.HolidayOn(date) is { } off
                    ? turn.Text("DayOff.AlreadyOff", ("date", when), ("place", place), ("name", off.Name))
                    : turn.Text("DayOff.Weekend", ("date", when), ("place", place));
                return null;

            case DayDeed.Removed when own is not null:
                return (own.IsWorking ? DayDeed.Added : DayDeed.Removed, own, others);

            case DayDeed.Removed:
                problem = calendar.IsWorkingDay(date)
                    ? turn.Text("DayOff.NoDayOff", ("date", when), ("place", place))
                    : turn.Text("DayOff.NotOwn", ("date", when), ("place", place), ("name", calendar.HolidayOn(date)?.Name ?? turn.Text("DayOff.WeekendName")), ("code", configured.Code));
                return null;

            case DayDeed.Worked when calendar.IsWorkingDay(date):
                problem = turn.Text("DayOff.AlreadyWorked", ("date", when), ("place", place));
                return null;
        }

        if (others.Count >= CompanyDays.MostDays)
        {
            problem = turn.Text("DayOff.TooMany", ("most", CompanyDays.MostDays));
            return null;
        }

        var day = new CalendarChange(configured.Code, date, deed == DayDeed.Worked, deed == DayDeed.Worked ? calendar.HolidayOn(date)?.Name ?? "" : name);
        return (deed, day, others.Append(day));
    }

    private Card List(Turn turn)
    {
        var own = days.Of(turn.User.Tenant).Days.Select(day => (Day: day, IsOwn: true));
        var all = own.Concat(calendars.Configured.Select(day => (Day: day, IsOwn: false))).Where(each => each.Day.Date >= turn.Today)
            .OrderBy(each => each.Day.Date).ThenBy(each => each.Day.Calendar, StringComparer.Ordinal).ToList();
        if (all.Count == 0)
            return new Card(turn.Text("DayOff.None")).Note(turn.Text("DayOff.How", ("code", turn.Profile.Calendar)));
        var card = new Card(turn.Text("DayOff.List"));
        foreach (var (day, isOwn) in all.Take(MostListed))
        {
            var place = Place(turn, day.Calendar);
            card.Row(day.IsWorking ? turn.Text("DayOff.IsWorked", ("name", day.Name)) : day.Name, turn.Reader.Date(day.Date, turn.Today), isOwn ? place : turn.Text("DayOff.FromSettings", ("place", place)));
        }

        return all.Count > MostListed ? card.Note(turn.Text("DayOff.More", ("more", all.Count - MostListed))) : card;
    }

    /// <summary>In quotation marks, or what the line says besides.</summary>
    private static string NameOf(Turn turn, CommandInput input)
    {
        var name = Quoted().Match(input.Line) is { Success: true } quoted ? quoted.Groups["name"].Value : input.Text("name") ?? "";
        name = name.Trim(' ', '"', '“', '”', '„', '«', '»', '\'', ',', '.', ';', ':');
        return name.Any(char.IsLetterOrDigit) ? Excerpt.Shortened(name, LongestName) : turn.Text("DayOff.Name");
    }

    private string Place(Turn turn, string code) => DayNames.Place(calendars, code, turn.Reader);

    [GeneratedRegex("""["“”„«](?<name>[^"“”„«»]{1,200})["“”»]""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
