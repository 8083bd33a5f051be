using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Meetings;
using KamBot.Proposals;
using NodaTime;

namespace KamBot.Samples;

/// <summary>Writes the invented clients through the slices' own stores, dated back, and plans what is still to come.</summary>
public sealed class SampleLoading(
    AccountStore accounts, AccountNames names, ProposalStore proposals, ProposalDesk proposalDesk, MeetingStore meetings, MeetingDesk meetingDesk)
{
    /// <returns>The clients that were made; a name that the user has already is not touched.</returns>
    public async Task<IReadOnlyList<Account>> LoadAsync(Turn turn, CancellationToken cancellationToken)
    {
        var mine = await accounts.OfUserAsync(turn.User, cancellationToken);
        var loaded = new List<Account>();
        foreach (var sample in SampleClient.All)
        {
            var begun = BackThen(turn, sample, "client", daysAgo: 60);
            // A second run of the same operation goes on where the first one stopped.
            var id = begun.Operation.Step($"account {sample.Name}").Value;
            if (mine.Any(account => account.Id != id && names.AreSame(account.Name, sample.Name)))
                continue;
            var account = await accounts.CreateAsync(begun, sample.Name, sample.Calendar, sample.Phone, isSample: true, cancellationToken);
            if (sample.Meeting is { } meeting)
                await MeetAsync(turn, sample, meeting, account, cancellationToken);
            if (sample.Offer is { } offer)
                await OfferAsync(turn, sample, offer, account, cancellationToken);
            loaded.Add(account);
        }

        return loaded;
    }

    private async Task MeetAsync(Turn turn, SampleClient client, SampleMeeting sample, Account account, CancellationToken cancellationToken)
    {
        var then = BackThen(turn, client, "meeting", sample.DaysAgo);
        var meeting = new Meeting
        {
            Id = then.Operation.Step("meeting").Value,
            Account = account.Id,
            When = new MeetingTime(then.Today, new LocalTime(10, 0)),
            Theirs = sample.People,
            Needs = turn.Text($"Sample.{sample.Text}.Needs"),
            Agreements = turn.Text($"Sample.{sample.Text}.Agreed"),
            Tasks = sample.Tasks.Count,
            IsSample = true,
        };
        var tasks = sample.Tasks.Select((task, index) => new MeetingTask
        {
            Row = meeting.TaskRow(index + 1),
            Account = account.Id,
            Meeting = meeting.Row,
            Party = task.Party,
            What = turn.Text($"Sample.{sample.Text}.{task.Party}"),
            Due = turn.Today.PlusDays(task.DueInDays),
        }).ToList();
        var facts = Facts.Of(("date", Fact.Date(meeting.When.Day)), ("people", Fact.Text($": {string.Join(", ", meeting.Theirs)}")));
        await meetings.AddAsync(then, account, meeting, tasks, new Entry("meeting.logged", meeting.Row, facts, IsContact: true), cancellationToken);
        foreach (var task in tasks)
            await meetingDesk.PlanAsync(turn.Profile, account, task, turn.Now, then.Operation, cancellationToken);
    }

    private async Task OfferAsync(Turn turn, SampleClient client, SampleOffer sample, Account account, CancellationToken cancellationToken)
    {
        var then = BackThen(turn, client, "offer", sample.SentDaysAgo);
        var number = await proposals.NextNumberAsync(then, account.Id, cancellationToken);
        var key = new AccountKey(turn.User.Tenant, account.Id);
        var offer = new Proposal
        {
            Number = number,
            Account = account.Id,
            Channel = "email",
            SentOn = then.Today,
            Versions = [new(1, sample.Amount, then.Today.PlusDays(sample.ValidDays), null, then.Today, turn.Profile.Name)],
        };
        var name = Facts.Of(("name", Fact.Text(offer.Name)));
        var sent = Facts.Of(("name", Fact.Text(offer.Name)), ("amount", Fact.Money(sample.Amount)), ("channel", Fact.Word("Proposal.By.email")));
        await proposals.AddAsync(then, account, offer, new Entry("proposal.sent", offer.Row, sent, IsContact: true), cancellationToken);
        if (sample.State == SampleState.Called)
            await ChangeAsync("proposal.called", name, each => each with { CalledAt = then.Now + Duration.FromDays(1), ConfirmedAt = then.Now + Duration.FromDays(1) });
        if (sample.State == SampleState.Won)
            await ChangeAsync("proposal.won", Facts.Of(("name", Fact.Text(offer.Name)), ("reason", Fact.Text(""))), each => each with { State = ProposalState.Won, EndedOn = then.Today.PlusDays(1) });
        if (await proposals.FindAsync(key, offer.Row, cancellationToken) is { } file)
            await proposalDesk.PlanAsync(turn.Profile, account, file.Proposal, turn.Now, then.Operation, cancellationToken);

        async Task ChangeAsync(string kind, IReadOnlyDictionary<string, string> facts, Func<Proposal, Proposal> change)
        {
            if (await proposals.FindAsync(key, offer.Row, cancellationToken) is { } now)
                await proposals.ChangeAsync(BackThen(turn, client, kind, sample.SentDaysAgo - 1), now, new Entry(kind, offer.Row, facts, IsContact: true), change, cancellationToken);
        }
    }

    /// <summary>The turn as it would have been on that day: each thing that was done is an operation of its own.</summary>
    private static Turn BackThen(Turn turn, SampleClient client, string step, int daysAgo) => new()
    {
        Context = turn.Context,
        Operation = turn.Operation.Step($"sample {client.Name} {step}"),
        Profile = turn.Profile,
        Reader = turn.Reader,
        Memory = turn.Memory,
        Now = turn.Now - Duration.FromDays(daysAgo),
        Press = turn.Press,
    };
}
