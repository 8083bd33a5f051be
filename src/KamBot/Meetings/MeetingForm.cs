using KamBot.Conversation;
using KamBot.Conversation.Forms;
using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Meetings;

/// <summary>A meeting as it is being said: client and day are needed, everything else may be left out.</summary>
public sealed record MeetingDraft
{
    public ClientRef? Client { get; init; }

    public MeetingTime? When { get; init; }

    public IReadOnlyList<string>? Theirs { get; init; }

    public IReadOnlyList<string>? Ours { get; init; }

    public string? Needs { get; init; }

    public string? Objections { get; init; }

    public string? Agreements { get; init; }

    public IReadOnlyList<TaskDraft>? Tasks { get; init; }

    public NextContact? Next { get; init; }
}

/// <param name="IsWeekdayToday">The weekday that was said is today's too: the next one was taken, and is said.</param>
public sealed record TaskDraft(TaskParty Party, string? Who, string What, LocalDate? Due, bool IsWeekdayToday = false);

/// <summary>Walks through the log of a meeting (story 4.1 to 4.3).</summary>
public sealed class MeetingForm(
    Understanding understanding, CommandCatalogue catalogue, IClientFinder clients, MeetingDesk desk, TaskDrafts tasks, NextContacts nextContacts)
    : Form<MeetingDraft>(understanding, catalogue, clients)
{
    public override string Intent => "meeting.log";

    protected override string Name => "Meeting";

    protected override IReadOnlyList<Field<MeetingDraft>> Fields =>
    [
        new("client", form => form.Client, (form, value) => form with { Client = (ClientRef?)value }) { Show = (_, form) => form.Client?.Name },
        new("when", form => form.When, (form, value) => form with { When = (MeetingTime?)value })
        {
            Read = ReadWhen,
            Suggest = (turn, _) =>
            [
                (turn.Text("Meeting.Today"), LocalDatePattern.Iso.Format(turn.Today)),
                (turn.Text("Meeting.Yesterday"), LocalDatePattern.Iso.Format(turn.Today.PlusDays(-1))),
            ],
            Show = (turn, form) => Written(form.When ?? new MeetingTime(turn.Today, null)),
        },
        new("theirs", form => form.Theirs, (form, value) => form with { Theirs = (IReadOnlyList<string>?)value }, IsOptional: true)
        {
            Show = (_, form) => form.Theirs is { } people ? string.Join(", ", people) : null,
        },
        new("ours", form => form.Ours, (form, value) => form with { Ours = (IReadOnlyList<string>?)value }, IsOptional: true)
        {
            Show = (_, form) => form.Ours is { } people ? string.Join(", ", people) : null,
        },
        Words("needs", form => form.Needs, (form, words) => form with { Needs = words }),
        Words("objections", form => form.Objections, (form, words) => form with { Objections = words }),
        Words("agreements", form => form.Agreements, (form, words) => form with { Agreements = words }),
        new("tasks", form => form.Tasks, (form, value) => form with { Tasks = (IReadOnlyList<TaskDraft>?)value }, IsOptional: true)
        {
            IsLong = true,
            Read = (turn, _, value) => tasks.Read(turn, (IReadOnlyList<TaskText>)value),
            Correct = (turn, form, words) => form.Tasks is { } known && tasks.Corrected(turn, known, words) is { } corrected ? form with { Tasks = corrected } : null,
            Show = (turn, form) => form.Tasks is { } known ? TaskDrafts.Show(turn, known) : null,
        },
        new("next", form => form.Next, (form, value) => form with { Next = (NextContact?)value }, IsOptional: true)
        {
            Read = (turn, _, value) => nextContacts.Read(turn, (string)value),
            Correct = (turn, form, words) => form.Next is { } next && nextContacts.Corrected(turn, next, words) is { } corrected ? form with { Next = corrected } : null,
            Show = (_, form) => form.Next?.Words,
        },
    ];

    protected override MeetingDraft New(Turn turn) => new();

    protected override string Title(Turn turn, MeetingDraft form) =>
        form.Client is { } client ? turn.Text("Meeting.FormFor", ("client", client.Name)) : turn.Text("Meeting.Form");

    protected override Task<Reply> CompleteAsync(Turn turn, MeetingDraft form, CancellationToken cancellationToken) =>
        desk.LogAsync(turn, form, cancellationToken);

    /// <summary>A corrected day keeps the time that was said before, and a corrected time the day.</summary>
    private static FieldReading ReadWhen(Turn turn, MeetingDraft form, object value)
    {
        var said = (When)value;
        if (said.Date is null && said.Time is null)
            return FieldReading.Wrong(turn.Text("Meeting.WhenWasIt"));
        var when = new MeetingTime(said.Date ?? form.When?.Day ?? turn.Today, said.Time ?? form.When?.Time);
        return when.Day > turn.Today || when.Day == turn.Today && when.Time > turn.LocalNow.TimeOfDay
            ? FieldReading.Wrong(turn.Text("Meeting.StillAhead", ("when", Shown(turn, when))))
            : FieldReading.Of(when);
    }

    private static Field<MeetingDraft> Words(string name, Func<MeetingDraft, string?> get, Func<MeetingDraft, string?, MeetingDraft> set) =>
        new(name, get, (form, value) => set(form, (string?)value), IsOptional: true) { IsLong = true, Show = (_, form) => get(form) };

    internal static string Shown(Turn turn, MeetingTime when) =>
        when.Time is { } time ? turn.Reader.DateTime(when.Day + time, turn.Today) : turn.Reader.Date(when.Day, turn.Today);

    /// <summary>As it is read back from the card's input.</summary>
    private static string Written(MeetingTime when) =>
        when.Time is { } time ? $"{LocalDatePattern.Iso.Format(when.Day)} {LocalTimePattern.HourMinuteIso.Format(time)}" : LocalDatePattern.Iso.Format(when.Day);
}
