using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Platform;
using KamBot.Reminders;
using Microsoft.Extensions.Options;
using NodaTime;

namespace KamBot.Operations;

/// <summary>Tells an operator what is known of a reminder, in English, without names unless they are asked for.</summary>
internal sealed class ReminderLife(ReminderSources sources, Profiles profiles, Readers readers, Journal journal, IOptions<ReminderOptions> options, TimeProvider clock)
{
    public ListedReminder Line(Shelved shelved, string? title)
    {
        var (reminder, _, due) = shelved;
        return new ListedReminder(
            reminder.Version, State(shelved), due?.DueAt ?? reminder.SentAt ?? reminder.PromisedAt, reminder.At, reminder.Zone, reminder.Kind,
            reminder.User.Id, reminder.Subject.Account, reminder.Subject.Row, title);
    }

    /// <summary>waiting, due, overdue or held; or what became of it.</summary>
    public string State(Shelved shelved)
    {
        var (reminder, _, due) = shelved;
        if (reminder.State != ReminderState.Planned)
            return Word(reminder.State);
        if (due is null)
            return "lost";
        var now = clock.GetCurrentInstant();
        if (due.IsHeld(clock.GetUtcNow()))
            return "held";
        return due.DueAt > now ? "waiting" : now - reminder.PromisedAt > Duration.FromMinutes(options.Value.LateAfterMinutes) ? "overdue" : "due";
    }

    /// <summary>What it is about, in its user's own words.</summary>
    public async Task<string?> TitleAsync(Reminder reminder, CancellationToken cancellationToken) =>
        await MomentAsync(reminder, cancellationToken) is { } moment ? (await sources.DescribeAsync(reminder, moment, cancellationToken))?.Title : null;

    /// <summary>Its whole life, a line for each thing that is known.</summary>
    public async Task<IReadOnlyList<LifeLine>> OfAsync(Shelved shelved, bool names, CancellationToken cancellationToken)
    {
        var (reminder, _, due) = shelved;
        var lines = new List<LifeLine> { new("reminder", $"{reminder.Version}, {reminder.Kind}") };
        if (names)
            lines.Add(new("about", await TitleAsync(reminder, cancellationToken) ?? "nothing that is there any more"));
        lines.Add(new("subject", $"{reminder.Subject.Row} of client {reminder.Subject.Account}"));
        lines.Add(new("for", $"user {reminder.User.Id} of tenant {reminder.User.Tenant}"));
        lines.Add(new("planned", await PlannedAsync(reminder, cancellationToken)));
        lines.Add(new("rule", await RuleAsync(reminder, cancellationToken)));
        lines.Add(new("time", FormattableString.Invariant($"{Local(reminder.At)} in {reminder.Zone}, which is {reminder.PromisedAt}{(reminder.Exact ? ", to the minute" : "")}; first planned for {reminder.DueDay:uuuu-MM-dd}")));
        lines.Add(new("of use", $"until {Local(reminder.UsefulUntil)}"));
        if (reminder.State == ReminderState.Planned)
            lines.AddRange(Waiting(reminder, due));
        else
            lines.Add(new("became", Became(reminder)));
        if (reminder.ActivityId is { } message)
            lines.Add(new("message", $"{message}{(reminder.IsInDigest ? ", a digest" : "")}{(reminder.ToldTo is { } other ? $", in the chat of user {other.Id}, who stood in" : "")}"));
        return lines;
    }

    private IEnumerable<LifeLine> Waiting(Reminder reminder, DueRow? due)
    {
        if (due is null)
        {
            yield return new("due row", "missing: nobody will tell it. 'reminders reconcile' gives it back");
            yield break;
        }

        var now = clock.GetUtcNow();
        var owner = due.Entity.GetString("owner") is { } by ? $" by {by}" : "";
        yield return new("due row", due.DueAt == reminder.PromisedAt ? $"{due.DueAt}" : $"{due.DueAt}, put off");
        yield return new("held", due.IsHeld(now) ? $"until {Instant.FromDateTimeOffset(due.LeaseUntil!.Value)}{owner}" : due.LeaseUntil is { } last ? $"by nobody; the latest claim{owner} ended {Instant.FromDateTimeOffset(last)}" : "by nobody");
        yield return new("tried", FormattableString.Invariant($"{due.Claims} claims, {due.Failures} failures, {due.Waits} waits for Teams, {due.Uncertain} sends whose answer was lost"));
    }

    private static string Became(Reminder reminder) => reminder.State switch
    {
        ReminderState.Sent when reminder.Why == "uncertain" => $"sent {reminder.SentAt}, twice without an answer: it may have come twice, and may not have come",
        ReminderState.Sent => $"told {reminder.SentAt}, {(reminder.SentAt - reminder.PromisedAt) ?? Duration.Zero:-D:hh:mm:ss} after its time",
        ReminderState.Withdrawn => $"answered or withdrawn{(reminder.SentAt is { } told ? $", told {told}" : "")}{(reminder.WithdrawnBy is { } by ? $", by operation {by}" : "")}",
        ReminderState.Dropped => $"not told: {Reason(reminder.Why)}{(reminder.SentAt is { } at ? $", {at}" : "")}",
        ReminderState.Undelivered => $"not delivered ({reminder.Why ?? "no reason"}): the user is told when they next write",
        _ => $"sent at most once {reminder.SentAt}, and nobody knows whether it came: the user is asked",
    };

    private static string Reason(string? why) => why switch
    {
        "late" => "its use was over before it could be (R6)",
        "ended" => "what it is about had ended",
        "together" => "another of the same subject said it (R7)",
        "subject" => "its user or the part of the program it belongs to is gone",
        RemindersCommand.Cancelled => "an operator cancelled it",
        null => "no reason is kept",
        _ => why,
    };

    private async Task<string> PlannedAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        if (reminder is not { PlannedAt: { } at, PlannedBy: { } by })
            return "with what became of the occurrence before it, or by an older program";
        var entry = await journal.FindAsync(new AccountKey(reminder.User.Tenant, reminder.Subject.Account), at, new OperationId(by), cancellationToken);
        return $"{at} by operation {by}{(entry is null ? "" : $" ({entry.Kind})")}";
    }

    private async Task<string> RuleAsync(Reminder reminder, CancellationToken cancellationToken) =>
        await MomentAsync(reminder, cancellationToken) is { } moment && await sources.DescribeAsync(reminder, moment, cancellationToken) is { } line
            ? line.Why
            : "not to be told: what it is about is gone, or another reminder stands for it";

    /// <summary>For an operator everything is in English, whatever its user reads.</summary>
    private async Task<ReminderMoment?> MomentAsync(Reminder reminder, CancellationToken cancellationToken) =>
        await profiles.FindAsync(reminder.User, cancellationToken) is { } profile
            ? new ReminderMoment(clock.GetCurrentInstant(), profile, readers.For(profile with { Language = "en", Locale = "en-GB" }))
            : null;

    private static string Local(LocalDateTime time) => NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Format(time);

    private static string Word(ReminderState state) => state switch
    {
        ReminderState.Sent => "sent",
        ReminderState.Withdrawn => "withdrawn",
        ReminderState.Dropped => "dropped",
        ReminderState.Undelivered => "undelivered",
        ReminderState.Uncertain => "uncertain",
        _ => "waiting",
    };
}

/// <summary>One line of the list.</summary>
internal sealed record ListedReminder(string Id, string State, Instant When, LocalDateTime At, string Zone, string Kind, string User, string Client, string Subject, string? Title);

/// <summary>One thing that is known of a reminder.</summary>
internal sealed record LifeLine(string What, string Text);
