using KamBot.Conversation;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Proposals;

/// <summary>The four answers of a call, from the card's inputs or from what was typed after "called P-1".</summary>
internal static class CallAnswersOf
{
    private const int LongestAnswer = 2_000;

    private static readonly LocalTime UsualTime = new(9, 0);

    /// <returns>The answers with the agreed time, or what is wrong with them.</returns>
    public static (CallAnswers Answers, LocalDateTime? Interim, string? Problem) Press(CommandInput input, Turn turn)
    {
        var press = input.Press;
        var answers = new CallAnswers(
            press?.Text("received") switch { "yes" => true, "no" => false, _ => null },
            press?.Text("nextSteps"), press?.Text("urgency"), input.Text("note"));
        if (Array.Find([answers.NextSteps, answers.Urgency, answers.Note], text => text?.Length > LongestAnswer) is { } tooLong)
            return (answers, null, turn.Text("Form.TooLong", ("length", tooLong.Length), ("most", LongestAnswer)));
        if (press?.Text("interimDate") is not { } date)
            return (answers, null, null);
        if (LocalDatePattern.Iso.Parse(date) is not { Success: true } day)
            return (answers, null, turn.Text("Form.NotUnderstood", ("words", date)));
        var time = press.Text("interimTime") is { } words && LocalTimePattern.HourMinuteIso.Parse(words) is { Success: true } at ? at.Value : UsualTime;
        var interim = day.Value + time;
        return interim <= turn.LocalNow
            ? (answers, null, turn.Text("Proposal.InterimPast", ("date", turn.Reader.DateTime(interim, turn.Today))))
            : (answers, interim, null);
    }
}
