using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Meetings;

/// <summary>Notes and tasks that come of a single message, without a meeting around them.</summary>
public sealed class MessageDesk(Journal journal, Entries entries, MeetingStore store, MeetingDesk desk, MeetingCards cards)
{
    private const int Attempts = 8;
    private const int LongestInHistory = 400;

    /// <summary>Writes a note into the client's history; the same operation again finds the first one's.</summary>
    public async Task<Reply> NoteAsync(Turn turn, Account account, MessageSaid said, CancellationToken cancellationToken)
    {
        var note = new MeetingNote { Id = turn.Operation.Step("note").Value, What = said.What, SaidOn = said.On, Who = said.Who, Link = said.Link };
        var facts = Accounts.Facts.Of(
            ("date", Fact.Date(said.On)), ("who", Fact.Text(said.Who is { } who ? $", {who}" : "")), ("what", Fact.Text(Excerpt.Shortened(said.What, LongestInHistory))), ("link", Fact.Text(said.Link is { } link ? $" [↗]({link})" : "")));
        await WriteOnceAsync(turn, account, new Entry("note.logged", note.Row, facts, IsContact: true), RowChange.Of(note.Row, null, note), cancellationToken);
        var card = new Card(turn.Text("Note.Logged", ("client", account.Name)), CardTone.Good)
            .Facts((turn.Text("Note.On"), turn.Reader.Date(said.On, turn.Today)), (turn.Text("Note.Who"), said.Who), (turn.Text("Note.What"), Excerpt.Shortened(said.What, LongestInHistory)))
            .Button(turn.Text("Meeting.Dossier"), "dossier", new { client = $"#{account.Id}" });
        return Reply.Show(card);
    }

    /// <summary>Writes a task with its reminder; the same operation again finds the first one's.</summary>
    public async Task<Reply> TaskAsync(Turn turn, Account account, TaskDraft draft, string? link, CancellationToken cancellationToken)
    {
        var task = new MeetingTask
        {
            Row = $"{MeetingTask.RowPrefix}{turn.Operation.Step("task")}",
            Account = account.Id,
            Party = draft.Party,
            Who = draft.Who,
            What = draft.What,
            Due = draft.Due,
            Link = link,
        };
        var entry = new Entry("task.added", task.Row, Accounts.Facts.Of(("task", Fact.Text(MeetingCards.Title(task)))));
        var stored = await WriteOnceAsync(turn, account, entry, RowChange.Of(task.Row, null, task), cancellationToken);
        task = stored is null ? task : RowJson.Read<MeetingTask>(stored);
        await store.IndexAsync(turn.User, task, cancellationToken);
        await desk.PlanAsync(turn.ProfileOf(account.Owner), account, task, turn.Now, turn.Operation, cancellationToken);
        return Reply.Show(cards.Task(task, account, MeetingDesk.Moment(turn), turn.Text("Meeting.TaskAdded", ("client", account.Name), ("task", MeetingCards.Title(task))), CardTone.Good));
    }

    /// <summary>Null when it was written now; the row, as it has become, when the same operation wrote it before, in this or in another turn.</summary>
    private async Task<TableEntity?> WriteOnceAsync(Turn turn, Account account, Entry entry, RowChange row, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, account.Id);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await journal.RowAsync(key, row.Row, cancellationToken) is { } stored)
                return stored;
            if (await entries.WriteAsync(turn, key, entry, [row], cancellationToken) != JournalWrite.Changed)
                return null;
        }

        throw new InvalidOperationException("A row was neither there nor could it be added.");
    }
}

/// <summary>What is noted of a message.</summary>
/// <param name="What">The words.</param>
/// <param name="Who">Who said them.</param>
/// <param name="On">The day they did.</param>
/// <param name="Link">Teams' link to the message.</param>
public sealed record MessageSaid(string What, string? Who, LocalDate On, string? Link);
