using System.Text.Json.Nodes;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Team;

/// <summary>"Away 20–24 April, Joan covers", and what the colleague says to it. Words and buttons arrive here alike.</summary>
public sealed class AbsenceCommands(AbsenceDesk desk, AbsenceBook book, AbsenceCards cards, DeputyChoice choice, StandingDeputies standing) : ICommandSet
{
    private const int MostListed = 8;

    public IEnumerable<Command> Commands =>
    [
        new("absence.away", AwayAsync),
        new("absence.ask", AskAsync),
        new("absence.who", WhoAsync),
        new("absence.back", BackAsync),
        new("absence.cancel", CancelAsync),
        new("absence.accept", (turn, input, token) => AnswerAsync(turn, input, DeputyAnswer.Accepted, token)),
        new("absence.decline", (turn, input, token) => AnswerAsync(turn, input, DeputyAnswer.Declined, token)),
    ];

    private async Task<Reply> AwayAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (DaysOf(input) is not { } days)
            return Reply.Say(turn.Text("Absence.Which")).Wanting(null, "range", "deputy");
        if (Problem(turn, days) is { } problem)
            return Reply.Say(problem).Wanting(null, "range");
        // What has begun already counts from today.
        days = days with { From = LocalDate.Max(days.From, turn.Today) };
        var again = new JsonObject { ["from"] = LocalDatePattern.Iso.Format(days.From), ["to"] = LocalDatePattern.Iso.Format(days.To), ["replaces"] = input.Press?.Text("replaces") };
        var (deputy, instead) = await choice.ResolveAsync(turn, input, again, cancellationToken);
        if (instead is not null)
            return instead;
        var coming = Coming(turn).Where(absence => absence.Id != turn.Operation.Step(AbsenceDesk.Step).Value && absence.Id != input.Press?.Text("replaces")).ToList();
        if (coming.Find(absence => absence.From == days.From && absence.To == days.To) is { } same)
            return deputy is null ? Show(turn, same, turn.Text("Absence.Already")) : await desk.AskAsync(turn, same, deputy, cancellationToken);
        if (coming.Find(absence => absence.From <= days.To && absence.To >= days.From) is { } other)
            return Overlap(turn, other, days, deputy, again);
        if (coming.Count >= AbsenceBook.MostComing)
            return Reply.Say(turn.Text("Absence.TooMany", ("most", AbsenceBook.MostComing)));
        return await desk.AddAsync(turn, days, deputy, input.Press?.Text("replaces"), cancellationToken);
    }

    /// <summary>Two absences on one day would say two things of who covers: the user says which counts.</summary>
    private static Reply Overlap(Turn turn, Absence other, DateRange days, Profile? deputy, JsonObject again)
    {
        var data = (JsonObject)again.DeepClone();
        data["replaces"] = other.Id;
        data[DeputyChoice.Colleague] = deputy?.User.Id;
        var card = new Card(turn.Text("Absence.Overlaps", ("days", AbsenceCards.Days(other, turn.Reader, turn.Today)))).Line(turn.Text("Absence.OverlapsWhy"));
        var wanted = new Absence { Id = "", From = days.From, To = days.To };
        return Reply.Ask(
            card,
            Choices.Of(turn.Text("Absence.Replace", ("days", AbsenceCards.Days(wanted, turn.Reader, turn.Today))), "absence.away", data, answer: true),
            Choices.Of(turn.Text("Absence.Keep"), "absence.who", answer: false));
    }

    /// <summary>Somebody, or somebody else, for an absence that is noted.</summary>
    private async Task<Reply> AskAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var coming = Coming(turn);
        var absence = input.Press?.Text("absence") is { } id ? coming.Find(each => each.Id == id) : coming.FirstOrDefault();
        if (absence is null)
            return Reply.Say(turn.Text("Absence.None")).Wanting(null, "deputy");
        var again = new JsonObject { ["absence"] = absence.Id };
        var (deputy, instead) = await choice.ResolveAsync(turn, input, again, cancellationToken);
        if (instead is not null)
            return instead;
        return deputy is null
            ? Reply.Say(turn.Text("Absence.WhoCovers", ("days", AbsenceCards.Days(absence, turn.Reader, turn.Today)))).Wanting(again, "deputy")
            : await desk.AskAsync(turn, absence, deputy, cancellationToken);
    }

    /// <summary>Own absences with who covers, and what the user covers for others.</summary>
    private async Task<Reply> WhoAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var own = Coming(turn);
        var covered = await book.CoveredAsync(turn.Profile, turn.Now, cancellationToken);
        if (input.Press?.Text("absence") is { } id)
        {
            if (own.Find(each => each.Id == id) is { } mine)
                return Show(turn, mine, null);
            if (covered.FirstOrDefault(each => each.Absence.Id == id) is { } of)
            {
                return Reply.Show(of.Absence.Deputy!.Answer == DeputyAnswer.Asked
                    ? AbsenceCards.Ask(of.Owner, of.Absence, turn.Reader, turn.Today)
                    : AbsenceCards.AnsweredByDeputy(of.Owner, of.Absence, turn.Reader, turn.Today));
            }
        }

        if (own is [var only] && covered.Count == 0)
            return Show(turn, only, null);
        var card = new Card(own.Count + covered.Count == 0 ? turn.Text("Absence.None") : turn.Text("Absence.List"));
        foreach (var absence in own.Take(MostListed))
            card.Row(AbsenceCards.Days(absence, turn.Reader, turn.Today), AbsenceCards.Covers(absence.Deputy, turn.Reader));
        if (covered.Count > 0)
            card.Section(turn.Text("Absence.YouCoverFor"));
        foreach (var (owner, absence) in covered.Take(MostListed))
            card.Row(owner.Name, AbsenceCards.Days(absence, turn.Reader, turn.Today), turn.Text($"Absence.State.{absence.Deputy!.Answer}"), tap: new CardButton(owner.Name, "absence.who", AbsenceCards.Data(absence)));
        return Reply.Show(own.Count == 0 ? card.Note(turn.Text("Absence.How")) : card);
    }

    private async Task<Reply> BackAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        // Ended by an earlier run of this turn: the same answer once more.
        var on = turn.Profile.Absences.FirstOrDefault(absence => absence.EndedBy == turn.Operation.Value) ?? Covering.AbsenceOf(turn.Profile, turn.Now);
        return on is null ? Reply.Say(turn.Text("Absence.NotAway")) : await desk.BackAsync(turn, on, cancellationToken);
    }

    private async Task<Reply> CancelAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var coming = turn.Profile.Absences.Where(absence => absence.EndedBy == turn.Operation.Value || !absence.IsOver(turn.Now, turn.Profile.DateTimeZone)).ToList();
        var absence = input.Press?.Text("absence") is { } id ? coming.Find(each => each.Id == id) : coming.Find(each => each.EndedBy == turn.Operation.Value) ?? (coming is [var only] ? only : null);
        if (absence is null)
        {
            return coming.Count == 0 || input.Press is not null
                ? Reply.Say(turn.Text("Absence.None"))
                : Reply.Ask(new Card(turn.Text("Absence.WhichCancel")), [.. coming.Select(each => Choices.Of(AbsenceCards.Days(each, turn.Reader, turn.Today), "absence.cancel", AbsenceCards.Data(each)))]);
        }

        return absence.CancelledAt is null && absence.IsOn(turn.Now, turn.Profile.DateTimeZone)
            ? await desk.BackAsync(turn, absence, cancellationToken)
            : await desk.CancelAsync(turn, absence, cancellationToken);
    }

    private async Task<Reply> AnswerAsync(Turn turn, CommandInput input, DeputyAnswer answer, CancellationToken cancellationToken)
    {
        if (input.Press?.Text(StandingDeputies.Request) is { } request)
            return await standing.AnswerAsync(turn, request, answer, cancellationToken);
        if (input.Press?.Text("absence") is { } id)
        {
            return await book.FindAsync(turn.User, id, cancellationToken) is { } asked && asked.Absence.Deputy?.Is(turn.User) == true && !asked.Absence.IsOver(turn.Now, asked.Owner.DateTimeZone)
                ? await desk.AnswerAsync(turn, asked, answer, cancellationToken)
                : Reply.Say(turn.Text("Absence.NotNeeded"));
        }

        var open = (await book.CoveredAsync(turn.Profile, turn.Now, cancellationToken)).Where(each => each.Absence.Deputy!.Answer != answer || each.Absence.Deputy.AnsweredAt == turn.Now).ToList();
        return open switch
        {
            [] => Reply.Say(turn.Text("Absence.NobodyAsks")),
            [var only] => await desk.AnswerAsync(turn, only, answer, cancellationToken),
            _ => Reply.Ask(
                new Card(turn.Text("Absence.WhichAnswer")),
                [.. open.Take(MostListed).Select(each => Choices.Of($"{each.Owner.Name} · {AbsenceCards.Days(each.Absence, turn.Reader, turn.Today)}", input.Intent, AbsenceCards.Data(each.Absence)))]),
        };
    }

    private Reply Show(Turn turn, Absence absence, string? headline) => Reply.Show(cards.Own(turn.Profile, absence, turn.Reader, turn.Now, headline));

    private static List<Absence> Coming(Turn turn) => [.. turn.Profile.Absences.Where(absence => !absence.IsOver(turn.Now, turn.Profile.DateTimeZone))];

    private static string? Problem(Turn turn, DateRange days)
    {
        if (days.To < turn.Today)
            return turn.Text("Absence.Past", ("date", turn.Reader.Date(days.To, turn.Today)));
        return Period.DaysBetween(days.From, days.To) >= AbsenceRules.LongestDays ? turn.Text("Absence.TooLong", ("most", AbsenceRules.LongestDays)) : null;
    }

    /// <summary>As they were said, or as a button of ours carries them.</summary>
    private static DateRange? DaysOf(CommandInput input)
    {
        if (input.Value<DateRange>("range") is { } said)
            return said;
        return input.Press?.Text("from") is { } from && input.Press.Text("to") is { } to
            && LocalDatePattern.Iso.Parse(from) is { Success: true } first && LocalDatePattern.Iso.Parse(to) is { Success: true } last && first.Value <= last.Value
            ? new DateRange(first.Value, last.Value)
            : null;
    }
}
