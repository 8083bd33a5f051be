using System.Globalization;
using System.Text.Json.Nodes;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Reminders;

/// <summary>"Remind me on Thursday", "in an hour", and the buttons behind "Later …".</summary>
public sealed class SnoozeCommand(
    TurnReminders mine, ReminderSources sources, SnoozeButtons buttons, ReminderRules rules) : ICommandSet
{
    public IEnumerable<Command> Commands => [new("reminder.snooze", SnoozeAsync)];

    /// <summary>About what a button or a name says, or about what was told last.</summary>
    private async Task<Reply> SnoozeAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (SaidBy(turn, input) is not { } when)
            return Ask(turn, input, turn.Text("Snooze.When"));
        var settings = rules.Of(turn.Profile);
        var snooze = SnoozeRules.Of(when, turn.LocalNow, settings);
        if (snooze.Time is not { } time)
        {
            return Ask(turn, input, snooze.Remark == SnoozeRemark.NeedsTime
                ? turn.Text("Snooze.AtWhatTime")
                : turn.Text("Snooze.Past", ("date", when.Time is null ? turn.Reader.Date(snooze.Asked.Date, turn.Today) : turn.Reader.DateTime(snooze.Asked, turn.Today))));
        }

        if (await SubjectAsync(turn, input, cancellationToken) is not { } about || sources.Of(about) is not { } source || await source.PostponeAsync(turn, about, time, cancellationToken) is not { } postponed)
            return Reply.Say(turn.Text("Snooze.Nothing"));

        var reply = postponed.Reply;
        if (reply.Card is { } card)
        {
            var day = turn.Reader.Date(postponed.Day, turn.Today);
            card.Note(snooze.Remark == SnoozeRemark.Quiet
                ? turn.Text("Snooze.Quiet", ("asked", turn.Reader.Time(snooze.Asked.TimeOfDay)), ("from", settings.Quiet.From), ("until", settings.Quiet.Until), ("when", (time with { Day = postponed.Day }).Text(turn.Reader, turn.Today)))
                : postponed.Day != snooze.Asked.Date ? turn.Text("Snooze.Moved", ("asked", turn.Reader.Date(snooze.Asked.Date, turn.Today)), ("day", day)) : null);
            card.Line(postponed.Warning, CardTone.Warning);
        }

        return reply;
    }

    /// <summary>The words, or what the pressed button stands for at this moment.</summary>
    private static When? SaidBy(Turn turn, CommandInput input)
    {
        if (input.Value<When>("when") is { } said)
            return said;
        var hour = turn.LocalNow.PlusHours(1);
        return input.Press?.Text(SnoozeButtons.Choice) switch
        {
            SnoozeButtons.Hour => new When(hour.Date, new LocalTime(hour.Hour, hour.Minute)),
            SnoozeButtons.Afternoon => new When(turn.Today, SnoozeRules.Afternoon),
            SnoozeButtons.Tomorrow => new When(turn.Today.PlusDays(1), null),
            SnoozeButtons.Day when DayOf(input.Press) is { } day => new When(day, TimeOf(input.Press)),
            SnoozeButtons.Day when TimeOf(input.Press) is { } time => new When(null, time),
            _ => null,
        };
    }

    private static LocalDate? DayOf(CardPress press) =>
        press.Text(SnoozeButtons.DayInput) is { } text && LocalDatePattern.Iso.Parse(text) is { Success: true } day ? day.Value : null;

    private static LocalTime? TimeOf(CardPress press) =>
        press.Text(SnoozeButtons.TimeInput) is { } text && LocalTimePattern.HourMinuteIso.Parse(text) is { Success: true } time ? time.Value : null;

    private Reply Ask(Turn turn, CommandInput input, string question)
    {
        var about = About(input);
        return Reply.Ask(new Card(question), [.. buttons.Choices(turn, about)]).Wanting(about, "when");
    }

    /// <summary>What a button or the line named, for the next button.</summary>
    private static JsonObject About(CommandInput input)
    {
        var about = new JsonObject();
        foreach (var name in (string[])["account", "row", "proposal"])
        {
            if (input.Press?.Text(name) is { } value)
                about[name] = value;
        }

        if (input.Text("proposal") is { } proposal)
            about["proposal"] = proposal;
        return about;
    }

    private async Task<ReminderSubject?> SubjectAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.PressedRow is var (account, pressed))
            return new ReminderSubject(account, pressed);
        var all = await mine.OfAsync(turn, cancellationToken);
        if (input.ProposalNumber is { } number)
        {
            var ending = $"~{number.ToString("D8", CultureInfo.InvariantCulture)}";
            return all.Where(each => each.Subject.Row.EndsWith(ending, StringComparison.Ordinal)).MaxBy(each => each.At)?.Subject
                ?? (turn.Memory.Focus is { Row: { } spokenOf } spoken && spoken.Number == number ? new ReminderSubject(spoken.Account, spokenOf) : null);
        }

        return all.Where(each => each is { State: ReminderState.Sent, ActivityId: not null }).MaxBy(each => each.SentAt)?.Subject
            ?? (turn.Memory.Focus is { Row: { } row } focus ? new ReminderSubject(focus.Account, row) : null);
    }
}
