using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Meetings;
using KamBot.Proposals;
using KamBot.Reminders;
using KamBot.Service;

namespace KamBot.Samples;

/// <summary>Takes the sample clients away with all that was noted for them, and nothing else.</summary>
public sealed class SampleRemoval(
    AccountStore accounts, Journal journal, PeopleNames people, ProposalStore proposals, ProposalDesk proposalDesk, MeetingStore meetings, MeetingDesk meetingDesk,
    ComplaintStore complaints, ComplaintDesk complaintDesk)
{
    public async Task<IReadOnlyList<Account>> OfUserAsync(Turn turn, CancellationToken cancellationToken) =>
        [.. (await accounts.OfUserAsync(turn.User, cancellationToken)).Where(account => account.IsSample)];

    /// <returns>The reminders whose cards stand in the chat and want to be closed.</returns>
    public async Task<IReadOnlyList<Reminder>> RemoveAsync(Turn turn, Account account, CancellationToken cancellationToken)
    {
        var closed = new List<Reminder>();
        var key = new AccountKey(turn.User.Tenant, account.Id);
        var file = await journal.OpenAsync(key, cancellationToken);
        // Reminders and lists first: dying in between leaves the client to be removed again.
        foreach (var offer in file.All<Proposal>(Proposal.RowPrefix))
        {
            closed.AddRange(await proposalDesk.ForgetAsync(turn.Profile, offer.Subject, turn.Now, turn.Operation, cancellationToken));
            await proposals.ForgetAsync(turn.User, offer, cancellationToken);
        }

        foreach (var task in file.All<MeetingTask>(MeetingTask.RowPrefix))
        {
            closed.AddRange(await meetingDesk.ForgetAsync(turn.Profile, task.Subject, turn.Now, turn.Operation, cancellationToken));
            await meetings.UnindexAsync(turn.User, task.Row, cancellationToken);
        }

        foreach (var meeting in file.All<Meeting>(Meeting.RowPrefix))
            closed.AddRange(await meetingDesk.ForgetAsync(turn.Profile, meeting.Subject, turn.Now, turn.Operation, cancellationToken));
        foreach (var complaint in file.All<Complaint>(Complaint.RowPrefix))
        {
            closed.AddRange(await complaintDesk.ForgetAsync(turn.Profile, complaint.Subject, turn.Now, turn.Operation, cancellationToken));
            await complaints.UnindexAsync(turn.User, complaint.Row, cancellationToken);
        }

        foreach (var person in file.All<Person>(Person.RowPrefix))
            await people.RemoveAsync(turn.User.Tenant, account, Person.RowOf(key, person.Name), person.Name, cancellationToken);
        await accounts.RemoveAsync(turn.User, account, cancellationToken);
        return closed;
    }
}
