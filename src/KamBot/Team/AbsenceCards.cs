using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Team;

/// <summary>How an absence looks to the manager, and to the colleague who is asked to cover.</summary>
public sealed class AbsenceCards(ReminderRules rules)
{
    /// <summary>The manager's own absence as it stands, and what follows from it.</summary>
    public Card Own(Profile owner, Absence absence, Reader reader, Instant now, string? headline = null, CardTone tone = CardTone.Plain)
    {
        var today = now.InZone(owner.DateTimeZone).Date;
        var back = AbsenceRules.ReturnDay(absence, rules.Of(owner).Manager);
        var card = new Card(headline ?? reader.Text("Absence.Headline", ("days", Days(absence, reader, today))), tone).Facts(
            (reader.Text("Absence.Days"), Days(absence, reader, today)),
            (reader.Text("Absence.Covers"), Covers(absence.Deputy, reader)),
            (reader.Text("Absence.BackOn"), reader.Date(back, today)));
        if (absence.IsOver(now, owner.DateTimeZone))
            return card;
        return card.Note(Follows(absence, reader))
            .Button(reader.Text(absence.Deputy is null ? "Absence.AskSomebody" : "Absence.AskAnother"), "absence.ask", Data(absence))
            .Button(reader.Text(absence.IsOn(now, owner.DateTimeZone) ? "Absence.IAmBack" : "Absence.Cancel"), absence.IsOn(now, owner.DateTimeZone) ? "absence.back" : "absence.cancel", Data(absence));
    }

    /// <summary>To the colleague: the one question there is.</summary>
    public static Card Ask(Profile owner, Absence absence, Reader reader, LocalDate today) =>
        new Card(reader.Text("Absence.AskTitle", ("owner", owner.Name), ("days", Days(absence, reader, today))))
            .Facts((reader.Text("Absence.Days"), Days(absence, reader, today)), (reader.Text("Absence.Away"), owner.Name))
            .Line(reader.Text("Absence.AskMeans", ("owner", owner.Name)))
            .Button(reader.Text("Absence.Accept"), "absence.accept", Data(absence), CardButtonStyle.Positive)
            .Button(reader.Text("Absence.Decline"), "absence.decline", Data(absence));

    /// <summary>What takes the place of the question.</summary>
    public static Card AnsweredByDeputy(Profile owner, Absence absence, Reader reader, LocalDate today)
    {
        var accepted = absence.Deputy!.HasAccepted;
        var card = new Card(reader.Text(accepted ? "Absence.YouCover" : "Absence.YouDeclined", ("owner", owner.Name), ("days", Days(absence, reader, today))), accepted ? CardTone.Good : CardTone.Plain)
            .Line(reader.Text(accepted ? "Absence.YouCoverMeans" : "Absence.YouDeclinedMeans", ("owner", owner.Name)));
        return accepted
            ? card.Button(reader.Text("Absence.AfterAllNot"), "absence.decline", Data(absence))
            : card.Button(reader.Text("Absence.Accept"), "absence.accept", Data(absence));
    }

    /// <summary>To the manager: what the colleague said.</summary>
    public Card Answered(Profile owner, Absence absence, Reader reader, Instant now)
    {
        var deputy = absence.Deputy!;
        var headline = reader.Text(deputy.HasAccepted ? "Absence.HasAccepted" : "Absence.HasDeclined", ("deputy", deputy.Name), ("days", Days(absence, reader, now.InZone(owner.DateTimeZone).Date)));
        return Own(owner, absence, reader, now, headline, deputy.HasAccepted ? CardTone.Good : CardTone.Warning);
    }

    /// <summary>To the manager: it begins, and nobody covers.</summary>
    public Card Unanswered(Profile owner, Absence absence, Reader reader, Instant now)
    {
        var headline = reader.Text(absence.Deputy!.Answer == DeputyAnswer.Declined ? "Absence.StillNobody" : "Absence.NoAnswerYet", ("deputy", absence.Deputy.Name));
        return Own(owner, absence, reader, now, headline, CardTone.Attention);
    }

    /// <summary>To the colleague: not needed any more.</summary>
    public static Card Ended(Profile owner, Reader reader) =>
        new Card(reader.Text("Absence.NoLonger", ("owner", owner.Name))).Line(reader.Text("Absence.NoLongerMeans", ("owner", owner.Name)));

    public static string Days(Absence absence, Reader reader, LocalDate today) => absence.From == absence.To
        ? reader.Date(absence.From, today)
        : reader.Text("Absence.FromTo", ("from", reader.ShortDate(absence.From, today)), ("to", reader.ShortDate(absence.To, today)));

    public static object Data(Absence absence) => new { absence = absence.Id };

    public static string Covers(Deputy? deputy, Reader reader) => deputy switch
    {
        null => reader.Text("Absence.Nobody"),
        { Answer: DeputyAnswer.Accepted } => deputy.Name,
        { Answer: DeputyAnswer.Declined } => reader.Text("Absence.Declined", ("deputy", deputy.Name)),
        _ => reader.Text("Absence.Asked", ("deputy", deputy.Name)),
    };

    private static string Follows(Absence absence, Reader reader) => absence.Deputy switch
    {
        null => reader.Text("Absence.TheyWait"),
        { Answer: DeputyAnswer.Accepted } deputy => reader.Text("Absence.GoTo", ("deputy", deputy.Name)),
        { } deputy => reader.Text("Absence.UntilThen", ("deputy", deputy.Name)),
    };
}
