using KamBot.Conversation;
using KamBot.Conversation.Forms;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Meetings;

/// <summary>"Call Anna on Tuesday at 10": the words are kept, the day and the time are read out of them.</summary>
public sealed class NextContacts(Understanding understanding, ReminderRules rules)
{
    private const int MostWords = 60;

    public FieldReading Read(Turn turn, string words)
    {
        if (Moment(turn, words) is not { } when)
            return FieldReading.Of(new NextContact(words, null, null)) with { Note = turn.Text("Meeting.NextWithoutDay") };
        var next = new NextContact(words, when.Day, when.Time);
        return IsOver(turn, next) ? FieldReading.Wrong(turn.Text("Meeting.NextPast", ("date", turn.Reader.Date(when.Day, turn.Today)))) : FieldReading.Of(next);
    }

    /// <summary>"no, Thursday": the day, the time or both are replaced.</summary>
    public NextContact? Corrected(Turn turn, NextContact next, string words)
    {
        if (understanding.Read(FieldKind.When, words, turn.LineContext)?.Value is not When said || Day(turn, said) is null && said.Time is null)
            return null;
        var corrected = next with { Words = $"{next.Words} ({words})", Day = Day(turn, said) ?? next.Day ?? turn.Today, Time = said.Time ?? next.Time };
        return IsOver(turn, corrected) ? null : corrected;
    }

    /// <summary>The whole answer is a moment, or a moment stands somewhere in it: the longest run of words that is one.</summary>
    private (LocalDate Day, LocalTime? Time)? Moment(Turn turn, string words)
    {
        var parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > MostWords)
            return null;
        for (var length = Math.Min(parts.Length, 8); length > 0; length--)
        {
            for (var start = 0; start + length <= parts.Length; start++)
            {
                if (understanding.Read(FieldKind.When, string.Join(' ', parts.Skip(start).Take(length)).Trim(',', ';', '.'), turn.LineContext)?.Value is When when
                    && Day(turn, when) is { } day)
                    return (day, when.Time);
            }
        }

        return null;
    }

    private LocalDate? Day(Turn turn, When when) => when switch
    {
        { Date: { } date } => date,
        { WorkingDays: { } days } => WorkingDayArithmetic.Add(turn.Today, Math.Clamp(days, 1, 1_000), rules.Of(turn.Profile).Manager),
        _ => null,
    };

    private static bool IsOver(Turn turn, NextContact next) =>
        next.Day < turn.Today || next.Day == turn.Today && next.Time is { } time && time <= turn.LocalNow.TimeOfDay;
}
