using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Meetings;
using KamBot.Proposals;
using KamBot.Reminders;
using KamBot.Service;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Dossier;

/// <summary>All that is known of a client on one card, of one range query and what comes next: read between two calls.</summary>
public sealed class DossierCard(
    Journal journal, ReminderStore reminders, ReminderSources sources, WorkingCalendars calendars, ProposalOverview offers, MeetingCards meetings,
    AppLinks links, QuietOffers quiet)
{
    private const int MostOffers = 4;
    private const int MostTasks = 4;
    private const int MostPeople = 6;
    private const int MostComplaints = 3;
    private const int EntriesLookedAt = 30;

    public async Task<Card> OfAsync(Turn turn, AccountKey key, AccountFile file, Account account, CancellationToken cancellationToken)
    {
        var open = file.All<Proposal>(Proposal.RowPrefix).Where(offer => offer.IsOpen).OrderBy(offer => offer.Current.ValidUntil ?? LocalDate.MaxIsoValue).ToList();
        var tasks = file.All<MeetingTask>(MeetingTask.RowPrefix).Where(task => task.IsOpen).OrderBy(task => task.Due ?? LocalDate.MaxIsoValue).ToList();
        var people = file.All<Person>(Person.RowPrefix).OrderByDescending(person => person.LastMet).ThenBy(person => person.Name, StringComparer.Ordinal).ToList();
        var timeline = await journal.TimelineAsync(key, EntriesLookedAt, cancellationToken);
        var card = new Card(turn.Text(account.IsSample ? "Dossier.SampleHeadline" : "Dossier.Headline", ("client", account.Name))).Facts(
            (turn.Text("Client.Owner"), account.OwnerName),
            (turn.Text("Dossier.LastContact"), LastContact(turn, timeline)),
            (turn.Text("Dossier.NextReminder"), await NextReminderAsync(turn, account, cancellationToken)),
            (turn.Text("Client.Phone"), account.Phone),
            (turn.Text("Client.Calendar"), Calendar(turn, account)));
        AddComplaints(card, turn, [.. file.All<Complaint>(Complaint.RowPrefix).Where(complaint => complaint.IsOpen).OrderBy(complaint => complaint.SaidOn)]);
        AddOffers(card, turn, account, open, timeline);
        AddTasks(card, turn, account, tasks);
        AddPeople(card, turn, people);
        foreach (var missing in Missing(turn, account, people))
            card.Note(missing);
        card.Note(AppLinks.Line(turn, links.Client(account.Id)));
        var data = new { client = $"#{account.Id}" };
        return card
            .Button(turn.Text("Dossier.LogMeeting"), "meeting.log", data, CardButtonStyle.Positive)
            .Button(turn.Text("Dossier.History"), "history", data)
            .Button(turn.Text("Dossier.Offers"), "proposal.list", data);
    }

    /// <summary>"2 days ago, called about P-1".</summary>
    private static string LastContact(Turn turn, IReadOnlyList<TimelineEntry> timeline)
    {
        var last = timeline.FirstOrDefault(entry => entry.IsContact);
        if (last is null)
            return turn.Text("Dossier.NoContact");
        var days = Period.DaysBetween(last.At.InZone(turn.Profile.DateTimeZone).Date, turn.Today);
        var ago = days switch
        {
            <= 0 => turn.Text("Dossier.ContactToday"),
            1 => turn.Text("Dossier.ContactYesterday"),
            _ => turn.Reader.Plural("Dossier.DaysAgo", days),
        };
        return turn.Text("Dossier.Contact", ("ago", ago), ("what", TimelineText.Of(last, turn.Reader)));
    }

    private async Task<string?> NextReminderAsync(Turn turn, Account account, CancellationToken cancellationToken)
    {
        var moment = new ReminderMoment(turn.Now, turn.ProfileOf(account.Owner), turn.Reader);
        var planned = (await reminders.OfAccountAsync(account.OwnerIn(turn.User.Tenant), account.Id, cancellationToken)).Where(each => each.State == ReminderState.Planned);
        foreach (var reminder in planned)
        {
            if (sources.Of(reminder.Subject) is { } source && !(source.IsPersonal && turn.CoveredOf(account.Owner) is not null)
                && await source.DescribeAsync(reminder, moment, cancellationToken) is { } line)
                return turn.Text("Dossier.Reminder", ("when", turn.Reader.DateTime(reminder.At, turn.Today)), ("what", line.Title.Replace($" · {account.Name}", "", StringComparison.Ordinal)));
        }

        return null;
    }

    /// <summary>First of all: nobody calls about an offer before they know what the client is cross about.</summary>
    private static void AddComplaints(Card card, Turn turn, List<Complaint> open)
    {
        if (open.Count == 0)
            return;
        card.Section(turn.Reader.Plural("Complaint.OpenCount", open.Count));
        foreach (var complaint in open.Take(MostComplaints))
            ComplaintCards.AddLine(card, complaint, ComplaintDesk.Moment(turn), complaint.Who);
        if (open.Count > MostComplaints)
            card.Note(turn.Text("Dossier.More", ("more", open.Count - MostComplaints)));
    }

    private void AddOffers(Card card, Turn turn, Account account, List<Proposal> open, IReadOnlyList<TimelineEntry> timeline)
    {
        if (open.Count == 0)
            return;
        card.Section(turn.Reader.Plural("Dossier.OpenOffers", open.Count));
        foreach (var offer in open.Take(MostOffers))
            offers.AddLine(card, turn, offer, account, quiet.Days(turn, offer, account, timeline), namesClient: false);
        if (open.Count > MostOffers)
            card.Note(turn.Text("Dossier.More", ("more", open.Count - MostOffers)));
    }

    private void AddTasks(Card card, Turn turn, Account account, List<MeetingTask> tasks)
    {
        if (tasks.Count == 0)
            return;
        card.Section(turn.Reader.Plural("Dossier.OpenTasks", tasks.Count));
        foreach (var task in tasks.Take(MostTasks))
            meetings.AddTask(card, task, account, MeetingDesk.Moment(turn), detail: null);
        if (tasks.Count > MostTasks)
            card.Note(turn.Text("Dossier.More", ("more", tasks.Count - MostTasks)));
    }

    private static void AddPeople(Card card, Turn turn, List<Person> people)
    {
        if (people.Count == 0)
            return;
        card.Section(turn.Text("Dossier.People"));
        foreach (var person in people.Take(MostPeople))
            card.Row(person.Role is { } role ? $"{person.Name}, {role}" : person.Name, person.LastMet is { } met ? turn.Reader.ShortDate(met, turn.Today) : null);
        if (people.Count > MostPeople)
            card.Note(turn.Text("Dossier.More", ("more", people.Count - MostPeople)));
    }

    /// <summary>What would make the dossier better, with the words that do it.</summary>
    private static IEnumerable<string> Missing(Turn turn, Account account, List<Person> people)
    {
        if (people.Count == 0)
            yield return turn.Text("Dossier.NoPeople", ("client", account.Name));
        if (account.Phone is null)
            yield return turn.Text("Dossier.NoPhone", ("client", account.Name));
        if (account.Calendar is null)
            yield return turn.Text("Client.CalendarHint", ("client", account.Name));
    }

    private string Calendar(Turn turn, Account account) =>
        calendars.TryGet(account.Calendar, out var known) ? $"{known.DisplayName(turn.Reader.Culture)} ({known.Code})" : turn.Text("Client.YourCalendar", ("calendar", turn.Profile.Calendar));
}
