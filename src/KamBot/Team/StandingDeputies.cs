using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Team;

/// <summary>"My deputy is Joan": who takes over if the user ever leaves without a word. Asked and answered as an absence is.</summary>
public sealed class StandingDeputies(Profiles profiles, ReminderPlans plans)
{
    public const string RowPrefix = "deputy~";
    public const string Ask = "deputy.ask";
    public const string Answered = "deputy.answered";

    private const int UsefulDays = 60;

    /// <summary>In a button's data: which request is answered.</summary>
    public const string Request = "standing";

    /// <summary>Names whose request it is, without saying who.</summary>
    public static string RequestOf(UserKey owner) => $"standing-{OperationId.Of(owner.Partition)}";

    public static ReminderSubject Subject(string request) => new(AbsencePlans.Account, RowPrefix + request);

    public async Task<Reply> SetAsync(Turn turn, Profile deputy, CancellationToken cancellationToken)
    {
        var before = turn.Profile.StandingDeputy;
        if (before is { Answer: not DeputyAnswer.Declined } && before.Is(deputy.User) && before.AskedAt != turn.Now)
            return Reply.Show(Own(turn, before, turn.Text("Absence.Already")));
        await AbsenceBook.CoverAsync(profiles, deputy.User, new Cover(turn.User.Id, RequestOf(turn.User), null, null), cancellationToken);
        turn.Profile = await profiles.ChangeAsync(turn.User, now => now! with { StandingDeputy = new Deputy(deputy.User.Id, deputy.Name, turn.Now) }, cancellationToken);
        await PlanAsync(turn.Profile, before, turn.Now, turn.Operation, cancellationToken);
        return Reply.Show(Own(turn, turn.Profile.StandingDeputy!, turn.Text("Absence.AskedNow", ("deputy", deputy.Name))));
    }

    public async Task<Reply> ClearAsync(Turn turn, CancellationToken cancellationToken)
    {
        var before = turn.Profile.StandingDeputy;
        turn.Profile = await profiles.ChangeAsync(turn.User, now => now! with { StandingDeputy = null }, cancellationToken);
        await PlanAsync(turn.Profile, before, turn.Now, turn.Operation, cancellationToken);
        return Reply.Show(new Card(turn.Text("Standing.None")).Note(turn.Text("Standing.NoneMeans")));
    }

    public async Task<Reply> AnswerAsync(Turn turn, string request, DeputyAnswer answer, CancellationToken cancellationToken)
    {
        if (await FindAsync(turn.User, request, cancellationToken) is not { StandingDeputy: { } asked } owner || !asked.Is(turn.User))
            return Reply.Say(turn.Text("Absence.NotNeeded"));
        owner = await profiles.ChangeAsync(
            owner.User, now => now!.StandingDeputy is { } deputy && deputy.Is(turn.User) ? now with { StandingDeputy = deputy.With(answer, turn.Now) } : now, cancellationToken);
        await PlanAsync(owner, null, turn.Now, turn.Operation, cancellationToken);
        return Reply.Show(AnsweredByDeputy(owner, turn.Reader));
    }

    /// <summary>The user whose request it is, as they are known now; null for a request that the colleague never got.</summary>
    public async Task<Profile?> FindAsync(UserKey colleague, string request, CancellationToken cancellationToken)
    {
        if (RequestOf(colleague) == request)
            return await profiles.FindAsync(colleague, cancellationToken);
        return await profiles.FindAsync(colleague, cancellationToken) is { } profile && profile.Covers.FirstOrDefault(cover => cover.Request == request) is { } hint
            ? await profiles.FindAsync(new UserKey(colleague.Tenant, hint.Owner), cancellationToken)
            : null;
    }

    public static Card AskCard(Profile owner, Reader reader) =>
        new Card(reader.Text("Standing.AskTitle", ("owner", owner.Name)))
            .Line(reader.Text("Standing.AskMeans", ("owner", owner.Name)))
            .Button(reader.Text("Absence.Accept"), "absence.accept", new { standing = RequestOf(owner.User) }, CardButtonStyle.Positive)
            .Button(reader.Text("Absence.Decline"), "absence.decline", new { standing = RequestOf(owner.User) });

    public static Card AnsweredByDeputy(Profile owner, Reader reader) => owner.StandingDeputy?.HasAccepted == true
        ? new Card(reader.Text("Standing.YouAre", ("owner", owner.Name)), CardTone.Good).Line(reader.Text("Standing.YouAreMeans"))
            .Button(reader.Text("Absence.AfterAllNot"), "absence.decline", new { standing = RequestOf(owner.User) })
        : new Card(reader.Text("Standing.YouAreNot", ("owner", owner.Name)));

    public static Card AnsweredCard(Deputy deputy, Reader reader) => deputy.HasAccepted
        ? new Card(reader.Text("Standing.HasAccepted", ("deputy", deputy.Name)), CardTone.Good)
        : new Card(reader.Text("Standing.HasDeclined", ("deputy", deputy.Name)), CardTone.Warning);

    /// <summary>The question to the colleague, the answer to the user; nothing to who was asked before.</summary>
    public async Task<IReadOnlyList<Reminder>> PlanAsync(Profile owner, Deputy? before, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        var subject = Subject(RequestOf(owner.User));
        var deputy = owner.StandingDeputy;
        var news = deputy?.AnsweredAt is { } at ? [News(Answered, at, owner.DateTimeZone)] : (IReadOnlyList<PlannedReminder>)[];
        var closed = await plans.PlanAsync(owner.User, owner.DateTimeZone, subject, news, now, operation, cancellationToken);
        foreach (var id in new[] { before?.User, deputy?.User }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (await profiles.FindAsync(new UserKey(owner.User.Tenant, id), cancellationToken) is { } colleague)
                await PlanForAsync(colleague, owner, now, operation, cancellationToken);
        }

        return closed;
    }

    public Task<IReadOnlyList<Reminder>> PlanForAsync(Profile colleague, Profile owner, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        IReadOnlyList<PlannedReminder> plan = owner.StandingDeputy is { Answer: DeputyAnswer.Asked } asked && asked.Is(colleague.User) ? [News(Ask, asked.AskedAt, colleague.DateTimeZone)] : [];
        return plans.PlanAsync(colleague.User, colleague.DateTimeZone, Subject(RequestOf(owner.User)), plan, now, operation, cancellationToken);
    }

    private static PlannedReminder News(string kind, Instant at, DateTimeZone zone)
    {
        var local = PlannedReminder.JustAfter(at, zone);
        return new(kind, local, local.PlusDays(UsefulDays));
    }

    private static Card Own(Turn turn, Deputy deputy, string headline) =>
        new Card(headline, CardTone.Good).Facts((turn.Text("Standing.Deputy"), AbsenceCards.Covers(deputy, turn.Reader))).Note(turn.Text("Standing.Means"));
}
