using KamBot.Conversation;
using KamBot.Conversation.Forms;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Proposals;

/// <summary>"30 days", "end of May", "no expiry because …" as the last day or the reason.</summary>
public sealed class Validities(ReminderRules rules)
{
    private const int LongestYears = 5;

    /// <param name="turn">Whose calendar and words.</param>
    /// <param name="validity">What was said.</param>
    /// <param name="from">Spans count from this day: the sending, or the day an extension begins.</param>
    public FieldReading Read(Turn turn, Validity validity, LocalDate from)
    {
        if (validity is Validity.None none)
            return none.Reason is { } reason ? FieldReading.Of(new Expiry(null, reason)) : FieldReading.Wrong(turn.Text("Proposal.WhyNoExpiry"));
        var until = validity switch
        {
            Validity.Until date => date.Date,
            Validity.Days days => from.PlusDays(Math.Clamp(days.Count, 0, LongestYears * 366)),
            Validity.WorkingDays days => WorkingDayArithmetic.Add(from, Math.Clamp(days.Count, 1, LongestYears * 260), rules.Of(turn.Profile).Manager),
            Validity.Span span => from + span.Period,
            _ => throw new ArgumentOutOfRangeException(nameof(validity)),
        };
        if (until > from.PlusYears(LongestYears))
            return FieldReading.Wrong(turn.Text("Proposal.TooFar", ("date", turn.Reader.ShortDate(until)), ("years", LongestYears)));
        return FieldReading.Of(new Expiry(until, null));
    }
}
