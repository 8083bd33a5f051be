using System.Text.Json.Nodes;
using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Proposals;

/// <summary>How an offer looks: when it was noted, when its call is due, when it nears its end, when it is over.</summary>
public sealed class ProposalCards(ReminderRules rules, SnoozeButtons snooze)
{
    /// <summary>The offer as it is: money, validity, what KamBot will do and why on that day.</summary>
    public Card Offer(ProposalFacts facts, string? headline = null, CardTone tone = CardTone.Plain)
    {
        var (proposal, account, reader, profile, now) = facts;
        var today = facts.Today;
        var card = new Card(headline ?? reader.Text("Proposal.Headline", ("name", proposal.Name), ("client", account.Name)), tone).Facts(
            (reader.Text("Proposal.Amount"), reader.Money(proposal.Current.Amount)),
            (reader.Text("Proposal.Sent"), reader.Text("Proposal.SentBy", ("date", reader.Date(proposal.SentOn, today)), ("channel", reader.Text($"Proposal.By.{proposal.Channel}")))),
            (reader.Text("Proposal.ValidUntil"), proposal.Current.Validity(reader, today)),
            (reader.Text("Proposal.State"), State(facts)),
            (reader.Text("Proposal.NextSteps"), proposal.Answers?.NextSteps),
            (reader.Text("Proposal.Urgency"), proposal.Answers?.Urgency));
        if (proposal.IsOpen)
            AddPlan(card, facts);
        return AddButtons(card, facts);
    }

    /// <summary>PRP-15 to 18: the call, its four questions, and what to press after it.</summary>
    public Card Call(ProposalFacts facts, bool isLate, LocalDateTime dueAt, bool isUnanswered = false, IReadOnlyList<Proposal>? also = null)
    {
        var (proposal, account, reader, _, _) = facts;
        var today = facts.Today;
        var headline = reader.Text(isUnanswered ? "Proposal.CallStill" : "Proposal.CallTitle", ("client", account.Name), ("name", Names(facts, also)));
        var card = new Card(headline, isLate || isUnanswered ? CardTone.Attention : CardTone.Plain);
        if (isLate)
            card.Line(reader.Text("Proposal.Late", ("when", reader.DateTime(dueAt, today))), CardTone.Attention);
        card.Facts(
                (reader.Text("Proposal.Amount"), reader.Money(proposal.Current.Amount)),
                (reader.Text("Proposal.Sent"), reader.Text("Proposal.SentBy", ("date", reader.Date(proposal.SentOn, today)), ("channel", reader.Text($"Proposal.By.{proposal.Channel}")))),
                (reader.Text("Proposal.ValidUntil"), proposal.Current.Validity(reader, today)),
                (reader.Text("Client.Phone"), account.Phone));
        foreach (var other in also ?? [])
            AddOther(card, facts with { Proposal = other });
        card.Input(Inputs.Choice("received", reader.Text("Proposal.Question.Received"), [(reader.Text("Proposal.Yes"), "yes"), (reader.Text("Proposal.NotYet"), "no")], "yes"))
            .Input(Inputs.Text("nextSteps", reader.Text("Proposal.Question.NextSteps"), multiline: true))
            .Input(Inputs.Text("urgency", reader.Text("Proposal.Question.Urgency")))
            .Input(Inputs.Date("interimDate", reader.Text("Proposal.Question.Interim")))
            .Input(Inputs.Time("interimTime", reader.Text("Proposal.Question.InterimTime")))
            .Button(reader.Text("Proposal.Called"), "proposal.called", Data(proposal, also), CardButtonStyle.Positive)
            .Button(reader.Text("Proposal.NoAnswer"), "proposal.noanswer", Data(proposal, also));
        return Later(card, facts);
    }

    /// <summary>R5: five and one working days before the end.</summary>
    public Card Nudge(ProposalFacts facts, bool isPostponed = false)
    {
        var (proposal, account, reader, _, _) = facts;
        var today = facts.Today;
        var until = proposal.Current.ValidUntil;
        var left = until is { } end ? WorkingDayArithmetic.Between(today, end, Settings(facts).Manager) : 0;
        var headline = until is null || isPostponed && left > 5
            ? reader.Text("Proposal.PostponedTitle", ("client", account.Name), ("name", proposal.Name))
            : until == today.PlusDays(1) ? reader.Text("Proposal.LastDayTomorrow", ("client", account.Name), ("name", proposal.Name))
            : left == 0 ? reader.Text("Proposal.LastWorkingDayTitle", ("client", account.Name), ("name", proposal.Name))
            : reader.Plural("Proposal.NudgeTitle", left, ("client", account.Name), ("name", proposal.Name));
        var card = new Card(headline, left <= 1 ? CardTone.Attention : CardTone.Warning)
            .Facts(
                (reader.Text("Proposal.Amount"), reader.Money(proposal.Current.Amount)),
                (reader.Text("Proposal.ValidUntil"), proposal.Current.Validity(reader, today)),
                (reader.Text("Proposal.State"), State(facts)),
                (reader.Text("Client.Phone"), account.Phone))
            .Line(OpenCall(facts), CardTone.Warning)
            .Note(reader.Text("Proposal.NudgeWhy", ("days", ProposalRules.NudgeDays(Settings(facts), reader))))
            .Button(reader.Text("Proposal.Extend"), "proposal.extend", Data(proposal), CardButtonStyle.Positive)
            .Button(reader.Text("Proposal.Won"), "proposal.won", Data(proposal))
            .Button(reader.Text("Proposal.Lost"), "proposal.lost", Data(proposal))
            .More(reader.Text("Proposal.More"),
                new CardButton(reader.Text("Proposal.NewVersion"), "proposal.newversion", Data(proposal)),
                new CardButton(reader.Text("Proposal.Called"), "proposal.called", Data(proposal)));
        return Later(card, facts);
    }

    /// <summary>The first working day after the end.</summary>
    public Card Expired(ProposalFacts facts)
    {
        var (proposal, account, reader, _, _) = facts;
        var card = new Card(reader.Text("Proposal.ExpiredTitle", ("client", account.Name), ("name", proposal.Name), ("day", Ended(facts))), CardTone.Attention)
            .Facts(
                (reader.Text("Proposal.Amount"), reader.Money(proposal.Current.Amount)),
                (reader.Text("Proposal.ValidUntil"), proposal.Current.Validity(reader, facts.Today)),
                (reader.Text("Client.Phone"), account.Phone))
            .Line(OpenCall(facts), CardTone.Warning)
            .Button(reader.Text("Proposal.Extend"), "proposal.extend", Data(proposal), CardButtonStyle.Positive)
            .Button(reader.Text("Proposal.NewVersion"), "proposal.newversion", Data(proposal))
            .Button(reader.Text("Proposal.Won"), "proposal.won", Data(proposal))
            .Button(reader.Text("Proposal.Lost"), "proposal.lost", Data(proposal));
        return Later(card, facts);
    }

    /// <summary>Not called on the day, and not the day after.</summary>
    public Card Overdue(ProposalFacts facts, LocalDate callDay, IReadOnlyList<Proposal>? also = null)
    {
        var card = Call(facts, isLate: false, default, also: also);
        return new Card(facts.Reader.Text("Proposal.OverdueTitle", ("client", facts.Account.Name), ("name", Names(facts, also))), CardTone.Attention)
            .Line(facts.Reader.Text("Proposal.OverdueLine", ("date", facts.Reader.Date(callDay, facts.Today))), CardTone.Attention)
            .BodyOf(card);
    }

    /// <summary>PRP-18: the agreed call on interim results.</summary>
    public Card Interim(ProposalFacts facts) =>
        Later(Offer(facts, facts.Reader.Text("Proposal.InterimTitle", ("client", facts.Account.Name), ("name", facts.Proposal.Name), ("time", facts.Reader.Time(facts.Proposal.Interim!.Value.TimeOfDay)))), facts);

    /// <summary>PRP-19: nobody has done anything about it for a while.</summary>
    /// <param name="facts">The offer.</param>
    /// <param name="days">Working days.</param>
    /// <param name="last">The last step, as far as it is known.</param>
    public Card Idle(ProposalFacts facts, int days, TimelineEntry? last)
    {
        var (proposal, account, reader, profile, _) = facts;
        var data = Data(proposal);
        var card = new Card(reader.Plural("Proposal.IdleTitle", days, ("client", account.Name), ("name", proposal.Name)), CardTone.Warning)
            .Facts(
                (reader.Text("Proposal.Amount"), reader.Money(proposal.Current.Amount)),
                (reader.Text("Proposal.ValidUntil"), proposal.Current.Validity(reader, facts.Today)),
                (reader.Text("Proposal.State"), State(facts)),
                (reader.Text("Proposal.LastStep"), last is null ? null : $"{TimelineText.Of(last, reader)} · {reader.Date(last.At.InZone(profile.DateTimeZone).Date, facts.Today)}"),
                (reader.Text("Client.Phone"), account.Phone))
            .Button(reader.Text("Proposal.CallNow"), "proposal.callnow", data, CardButtonStyle.Positive)
            .Button(reader.Text("Proposal.LogMeeting"), "meeting.log", new { client = $"#{account.Id}" })
            .Button(reader.Text("Proposal.Extend"), "proposal.extend", data)
            .More(reader.Text("Proposal.Close"),
                new CardButton(reader.Text("Proposal.Won"), "proposal.won", data),
                new CardButton(reader.Text("Proposal.Lost"), "proposal.lost", data),
                new CardButton(reader.Text("Proposal.Withdraw"), "proposal.withdraw", data));
        return Later(card, facts);
    }

    /// <summary>What takes the place of a reminder's card once it is answered.</summary>
    public Card Closed(ProposalFacts facts)
    {
        var proposal = facts.Proposal;
        var key = proposal switch
        {
            { IsOpen: false } => $"Proposal.Closed.{proposal.State}",
            { CalledAt: not null } => "Proposal.Closed.Called",
            { ConfirmedAt: not null } => "Proposal.Closed.Confirmed",
            _ => "Proposal.Closed.Moved",
        };
        return Offer(facts, facts.Reader.Text(key, ("client", facts.Account.Name), ("name", proposal.Name)), CardTone.Good);
    }

    /// <summary>The day of the call that is still planned; null once it is due, made or needless.</summary>
    public LocalDate? CallStillToCome(ProposalFacts facts) =>
        ProposalRules.Plan(facts.Proposal, Settings(facts))
            .FirstOrDefault(reminder => reminder.Kind == ProposalRules.Call && facts.Instant(reminder.At) > facts.Now)?.At.Date;

    /// <summary>What a planned reminder is, in two or three words.</summary>
    public string PlanLabel(string kind, LocalDate day, ProposalFacts facts)
    {
        if (kind != ProposalRules.Nudge)
            return facts.Reader.Text($"Proposal.Plan.{kind}");
        if (facts.Proposal.Current.ValidUntil is not { } until)
            return facts.Reader.Text("Proposal.NoEnd");
        var left = WorkingDayArithmetic.Between(day, until, Settings(facts).Manager);
        return left == 0 ? facts.Reader.Text("Proposal.PlanLast") : facts.Reader.Plural("Proposal.PlanNudge", left);
    }

    /// <summary>The call that would have been reminded of at the same time, or is overdue; null when it is made, or still ahead.</summary>
    private string? OpenCall(ProposalFacts facts) =>
        facts.Proposal is { ConfirmedAt: null, CalledAt: null }
        && ProposalRules.CallDay(facts.Proposal, Settings(facts)) <= facts.Today
            ? facts.Reader.Text("Proposal.CallOpen")
            : null;

    private ReminderSettings Settings(ProposalFacts facts) => rules.Of(facts.Profile, facts.Account);

    private Card Later(Card card, ProposalFacts facts) => snooze.AddTo(card, facts.Reader, facts.Profile, facts.Now, new JsonObject { ["proposal"] = facts.Proposal.Name });

    public static object Data(Proposal proposal) => new { proposal = proposal.Name };

    /// <summary>With the further offers that one call is about (E9).</summary>
    public static object Data(Proposal proposal, IReadOnlyList<Proposal>? also) =>
        also is { Count: > 0 } ? new { proposal = proposal.Name, also = string.Join(' ', also.Select(other => other.Name)) } : Data(proposal);

    /// <summary>Another offer of the client that the card is about too.</summary>
    public static void AddOther(Card card, ProposalFacts facts) => card.Row(
        $"{facts.Proposal.Name} · {facts.Reader.Money(facts.Proposal.Current.Amount)}", facts.Proposal.Current.Validity(facts.Reader, facts.Today), State(facts),
        tap: new CardButton(facts.Proposal.Name, "proposal.show", Data(facts.Proposal)));

    /// <summary>"P-1 and P-2".</summary>
    public static string Names(ProposalFacts facts, IReadOnlyList<Proposal>? also) =>
        facts.Reader.List([facts.Proposal.Name, .. (also ?? []).Select(other => other.Name)]);

    /// <summary>"Open · confirmed 18:05".</summary>
    public static string State(ProposalFacts facts)
    {
        var (proposal, _, reader, _, _) = facts;
        if (!proposal.IsOpen)
            return reader.Text($"Proposal.State.{proposal.State}", ("date", proposal.EndedOn is { } on ? reader.ShortDate(on, facts.Today) : ""), ("reason", proposal.EndReason ?? "")).TrimEnd(' ', '·', ':');
        if (proposal.CalledAt is { } called)
            return reader.Text("Proposal.State.Called", ("when", reader.DateTime(called, facts.Today)));
        return proposal.ConfirmedAt is { } confirmed
            ? reader.Text("Proposal.State.Confirmed", ("when", reader.DateTime(confirmed, facts.Today)))
            : reader.Text("Proposal.State.Open");
    }

    private void AddPlan(Card card, ProposalFacts facts)
    {
        var (proposal, account, reader, _, now) = facts;
        var settings = Settings(facts);
        var coming = ProposalRules.Plan(proposal, settings).Where(each => each.Kind is not (ProposalRules.Unanswered or ProposalRules.Overdue or ProposalRules.Expired or ProposalRules.Idle)
            && facts.Instant(each.At) > now).OrderBy(each => each.At).ToList();
        if (coming.Count > 0)
        {
            card.Section(reader.Text("Proposal.IWillRemind"));
            foreach (var reminder in coming)
                card.Row(PlanLabel(reminder.Kind, reminder.At.Date, facts), reader.DateTime(reminder.At, facts.Today));
        }

        if (coming.Exists(each => each.Kind == ProposalRules.Call) && proposal.CallOn is null)
            card.Note(ProposalTexts.Holidays(ProposalRules.DaysOffBefore(ProposalRules.CallDay(proposal, settings), proposal, settings), reader));
        if (account.Calendar is null)
            card.Note(reader.Text("Proposal.YourCalendar", ("client", account.Name)));
        if (proposal.Current.ValidUntil is { } until)
            card.Note(ExpiryNote(until, facts, settings.Manager));
    }

    private static string? ExpiryNote(LocalDate until, ProposalFacts facts, WorkingCalendar manager)
    {
        if (until < facts.Today)
            return facts.Reader.Text("Proposal.AlreadyOver", ("date", facts.Reader.Date(until, facts.Today)));
        if (manager.IsWorkingDay(until))
            return null;
        var last = WorkingDayArithmetic.LastBefore(until, manager);
        return facts.Reader.Text("Proposal.LastWorkingDay", ("end", facts.Reader.Date(until, facts.Today)), ("last", facts.Reader.Date(last, facts.Today)));
    }

    private static Card AddButtons(Card card, ProposalFacts facts)
    {
        var (proposal, _, reader, _, _) = facts;
        var data = Data(proposal);
        if (!proposal.IsOpen)
            return card.Button(reader.Text("Proposal.History"), "proposal.history", data).Button(reader.Text("Undo.Button"), "undo", new { account = facts.Account.Id });
        if (proposal.ConfirmedAt is null && proposal.CalledAt is null)
            card.Button(reader.Text("Proposal.Confirmed"), "proposal.confirmed", data, CardButtonStyle.Positive);
        return card
            .Button(reader.Text("Proposal.Extend"), "proposal.extend", data)
            .Button(reader.Text("Undo.Button"), "undo", new { account = facts.Account.Id })
            .More(reader.Text("Proposal.More"),
                new CardButton(reader.Text("Proposal.Called"), "proposal.called", data),
                new CardButton(reader.Text("Proposal.Won"), "proposal.won", data),
                new CardButton(reader.Text("Proposal.Lost"), "proposal.lost", data),
                new CardButton(reader.Text("Proposal.NewVersion"), "proposal.newversion", data),
                new CardButton(reader.Text("Proposal.Withdraw"), "proposal.withdraw", data),
                new CardButton(reader.Text("Proposal.History"), "proposal.history", data));
    }

    private static string Ended(ProposalFacts facts) =>
        facts.Proposal.Current.ValidUntil is { } until ? facts.Reader.Date(until, facts.Today) : "";
}

/// <summary>An offer, its client, and who reads about it when.</summary>
public sealed record ProposalFacts(Proposal Proposal, Account Account, Reader Reader, Profile Profile, Instant Now)
{
    public LocalDate Today => Now.InZone(Profile.DateTimeZone).Date;

    public Instant Instant(LocalDateTime local) => Profile.DateTimeZone.AtLeniently(local).ToInstant();
}
