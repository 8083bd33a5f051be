using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>"What do I have today?", "what will you remind me of?", "why?", "remind me on Thursday".</summary>
public sealed class ReminderCommands(
    ReminderStore store, ReminderSources sources, OpenForms forms, ReminderRules rules) : ICommandSet
{
    private const int MostListed = 15;

    /// <summary>Reminders that are looked at for one list.</summary>
    private const int MostRead = 200;

    public IEnumerable<Command> Commands =>
    [
        new("today", TodayAsync),
        new("upcoming", UpcomingAsync),
        new("reminder.snooze", SnoozeAsync),
        new("reminder.why", WhyAsync),
    ];

    private async Task<Reply> TodayAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var all = await OfTurnAsync(turn, cancellationToken);
        // Told on an earlier day and still unanswered: late. A subject shows once, by what stands in the chat or else comes next.
        var late = OncePerSubject(all.Where(each => each.State == ReminderState.Sent && each.ActivityId is not null && each.Day < turn.Today)).ToList();
        var today = OncePerSubject(all.Where(each => each.Day == turn.Today && (each.State is ReminderState.Planned || each is { State: ReminderState.Sent, ActivityId: not null })))
            .Where(each => !late.Exists(other => other.Subject == each.Subject)).ToList();
        var aside = forms.Aside(turn).ToList();
        if (late.Count + today.Count + aside.Count == 0)
            return Reply.Show(new Card(turn.Text("Today.Nothing", ("date", turn.Reader.Date(turn.Today, turn.Today)))).Note(await NextAsync(turn, all, cancellationToken)));

        var card = new Card(turn.Text("Today.Title", ("date", turn.Reader.Date(turn.Today, turn.Today))));
        await AddAsync(card, turn, turn.Text("Today.Late"), late, CardTone.Attention, cancellationToken);
        await AddAsync(card, turn, turn.Text("Today.Now"), today, CardTone.Plain, cancellationToken);
        if (aside.Count > 0)
        {
            card.Section(turn.Text("Form.Unfinished"));
            foreach (var (title, tap) in aside)
                card.Row(title, tap: tap);
            card.Button(aside[^1].Continue);
        }

        return Reply.Show(card);
    }

    /// <summary>Everything planned, or what falls into the days that were named.</summary>
    private async Task<Reply> UpcomingAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var all = await OfTurnAsync(turn, cancellationToken);
        var range = input.Value<DateRange>("range");
        var planned = all.Where(each => each.State == ReminderState.Planned && (range is null || each.Day >= range.From && each.Day <= range.To));
        var lines = new List<(Reminder Reminder, ReminderLine Line)>();
        foreach (var reminder in planned.Take(MostRead))
        {
            if (await DescribeAsync(turn, reminder, cancellationToken) is { } line)
                lines.Add((reminder, line));
        }

        if (lines.Count == 0)
        {
            return Reply.Show(range is null
                ? new Card(turn.Text("Upcoming.Nothing")).Note(turn.Text("Upcoming.Hint"))
                : new Card(turn.Text("Upcoming.NothingIn", ("range", ReminderRanges.Name(turn, range)))).Note(await NextAsync(turn, all.Where(each => each.Day > range.To), cancellationToken)));
        }

        var card = new Card(range is null
            ? turn.Reader.Plural("Upcoming.Title", lines.Count)
            : turn.Reader.Plural("Upcoming.In", lines.Count, ("range", ReminderRanges.Name(turn, range))));
        foreach (var (reminder, line) in lines.Take(MostListed))
            card.Row(line.Title, turn.Reader.DateTime(reminder.At, turn.Today), line.Why, tap: line.Open);
        if (lines.Count > MostListed)
            card.Note(turn.Text("Upcoming.More", ("more", lines.Count - MostListed)));
        return Reply.Show(card);
    }

    private async Task<Reply> WhyAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var told = (await OfTurnAsync(turn, cancellationToken)).Where(each => each.SentAt is not null).MaxBy(each => each.SentAt);
        return told is not null && await DescribeAsync(turn, told, cancellationToken) is { } line
            ? Reply.Show(new Card(line.Title).Line(line.Why).Button(line.Open))
            : Reply.Say(turn.Text("Why.Nothing"));
    }

    /// <summary>About what a button or a name says, or about what was told last.</summary>
    private async Task<Reply> SnoozeAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.Value<When>("when") is not { } when || DayOf(turn, when) is not { } day)
            return Reply.Say(turn.Text("Snooze.When")).Wanting(null, "when");
        if (day <= turn.Today)
            return Reply.Say(turn.Text("Snooze.Past", ("date", turn.Reader.Date(day, turn.Today)))).Wanting(null, "when");
        var all = await OfTurnAsync(turn, cancellationToken);
        var subject = input.Press?.Text("account") is { } account && input.Press.Text("row") is { } pressed
            ? new ReminderSubject(account, pressed)
            : input.ProposalNumber is { } number
            ? all.Where(each => each.Subject.Row.EndsWith($"~{number.ToString("D8", System.Globalization.CultureInfo.InvariantCulture)}", StringComparison.Ordinal)).MaxBy(each => each.At)?.Subject
            : all.Where(each => each is { State: ReminderState.Sent, ActivityId: not null }).MaxBy(each => each.SentAt)?.Subject
                ?? (turn.Memory.Focus is { Row: { } row } focus ? new ReminderSubject(focus.Account, row) : null);
        if (subject is not { } about || sources.Of(about) is not { } source || await source.PostponeAsync(turn, about, day, cancellationToken) is not { } postponed)
            return Reply.Say(turn.Text("Snooze.Nothing"));

        var reply = postponed.Reply;
        if (reply.Card is { } card)
        {
            if (postponed.Day != day)
                card.Note(turn.Text("Snooze.Moved", ("asked", turn.Reader.Date(day, turn.Today)), ("day", turn.Reader.Date(postponed.Day, turn.Today))));
            card.Line(postponed.Warning, CardTone.Warning);
        }

        return reply;
    }

    private LocalDate? DayOf(Turn turn, When when) => when switch
    {
        { Date: { } date } => date,
        { WorkingDays: { } days } => WorkingDayArithmetic.Add(turn.Today, days, rules.Of(turn.Profile).Manager),
        _ => null,
    };

    private async Task AddAsync(Card card, Turn turn, string title, IReadOnlyList<Reminder> reminders, CardTone tone, CancellationToken cancellationToken)
    {
        if (reminders.Count == 0)
            return;
        card.Section(title);
        foreach (var reminder in reminders.Take(MostListed))
        {
            if (await DescribeAsync(turn, reminder, cancellationToken) is { } line)
                card.Row(line.Title, tone == CardTone.Attention ? turn.Reader.ShortDate(reminder.Day, turn.Today) : turn.Reader.Time(reminder.At.TimeOfDay), tone: tone, tap: line.Open);
        }
    }

    private async Task<string?> NextAsync(Turn turn, IEnumerable<Reminder> all, CancellationToken cancellationToken)
    {
        var next = all.FirstOrDefault(each => each.State == ReminderState.Planned);
        return next is not null && await DescribeAsync(turn, next, cancellationToken) is { } line
            ? turn.Text("Today.Next", ("what", line.Title), ("when", turn.Reader.DateTime(next.At, turn.Today)))
            : null;
    }

    private static IEnumerable<Reminder> OncePerSubject(IEnumerable<Reminder> reminders) =>
        reminders.GroupBy(each => each.Subject).Select(group => group.OrderBy(each => each.State != ReminderState.Sent).ThenBy(each => each.At).First()).OrderBy(each => each.At);

    /// <summary>The user's reminders, and those of colleagues they act for, by their time.</summary>
    private async Task<List<Reminder>> OfTurnAsync(Turn turn, CancellationToken cancellationToken)
    {
        var all = (await store.OfUserAsync(turn.User, cancellationToken)).ToList();
        foreach (var owner in turn.Covered)
            all.AddRange((await store.OfUserAsync(owner.User, cancellationToken)).Where(each => IsOfDeputy(turn, owner, each)));
        return turn.Covered.Count == 0 ? all : [.. all.OrderBy(each => each.At)];
    }

    /// <summary>A deputy sees what comes while they act and what they were told, and no card that stands in their colleague's own chat.</summary>
    private static bool IsOfDeputy(Turn turn, Profile owner, Reminder reminder) =>
        reminder.ToldTo == turn.User || reminder.State == ReminderState.Planned && !(reminder.Day > Covering.AbsenceOf(owner, turn.Now)?.To);

    /// <summary>As the one who acts reads it, by the hours of the one whose it is.</summary>
    private async Task<ReminderLine?> DescribeAsync(Turn turn, Reminder reminder, CancellationToken cancellationToken)
    {
        var moment = new ReminderMoment(turn.Now, turn.ProfileOf(reminder.User.Id), turn.Reader);
        var line = await sources.DescribeAsync(reminder, moment, cancellationToken);
        return line is not null && turn.CoveredOf(reminder.User.Id) is { } owner ? line with { Title = $"{line.Title} · {turn.Text("Covered.For", ("owner", owner.Name))}" } : line;
    }
}
