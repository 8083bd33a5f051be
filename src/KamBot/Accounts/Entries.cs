using KamBot.Conversation;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Accounts;

/// <summary>What a slice writes into the timeline: the text's key, the row it is about, and what the text names.</summary>
/// <param name="Kind">See <see cref="TimelineEntry.Kind"/>.</param>
/// <param name="Subject">See <see cref="TimelineEntry.Subject"/>.</param>
/// <param name="Facts">See <see cref="TimelineEntry.Facts"/>.</param>
/// <param name="IsContact">See <see cref="TimelineEntry.IsContact"/>.</param>
/// <param name="Step">Tells it apart where one operation writes more than one.</param>
/// <param name="IsOutgoing">See <see cref="TimelineEntry.IsOutgoing"/>.</param>
public sealed record Entry(string Kind, string Subject, IReadOnlyDictionary<string, string> Facts, bool IsContact = false, string? Step = null, bool IsOutgoing = false);

/// <summary>Writes journal entries in a user's name and remembers the latest of them for "undo".</summary>
public sealed class Entries(ITableStore tables, Journal journal, IEnumerable<IContactListener> contactListeners)
{
    private const string LastRow = "last";
    private const string Recent = "recent~";
    private const int MostClients = 2_000;

    /// <summary>Entry and rows together; then the note of what "undo" would take back.</summary>
    public async Task<JournalWrite> WriteAsync(Turn turn, AccountKey key, Entry entry, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        var operation = entry.Step is null ? turn.Operation : turn.Operation.Step(entry.Step);
        var timeline = new TimelineEntry
        {
            At = turn.Now,
            Operation = operation.Value,
            Kind = entry.Kind,
            Subject = entry.Subject,
            By = turn.User.Id,
            ByName = turn.Profile.Name,
            IsStep = entry.Step is not null,
            ForName = await ForNameAsync(turn, key, cancellationToken),
            IsContact = entry.IsContact,
            IsOutgoing = entry.IsOutgoing,
            Facts = entry.Facts,
        };
        var write = await journal.WriteAsync(key, timeline, changes, cancellationToken);
        if (write == JournalWrite.Changed)
            return write;
        await RememberAsync(turn, new LastEntry(key.Id, timeline.At, operation.Value), cancellationToken);
        if (timeline.IsContact)
            await TellOfContactAsync(turn, key, cancellationToken);
        return write;
    }

    /// <summary>The latest contact with the client is another now: one was logged, or taken back.</summary>
    public async Task TellOfContactAsync(Turn turn, AccountKey key, CancellationToken cancellationToken)
    {
        foreach (var listener in contactListeners)
            turn.Updates.AddRange(await listener.ContactedAsync(turn, key, cancellationToken));
    }

    /// <summary>The latest entry of the user's, whatever the client; null when there is none to take back.</summary>
    public async Task<LastEntry?> LastAsync(UserKey user, CancellationToken cancellationToken) =>
        await tables.GetEntityIfExistsAsync(Profiles.Table, user.Partition, LastRow, cancellationToken) is { } row ? RowJson.Read<LastEntry>(row) : null;

    /// <summary>The ids of the clients that the user wrote something about, the latest first; a client that is gone since is among them.</summary>
    public async Task<IReadOnlyList<string>> LatestAsync(UserKey user, int most, CancellationToken cancellationToken)
    {
        var rows = await tables.ListAsync(Profiles.Table, TableQuery.Prefix(user.Partition, Recent), MostClients, cancellationToken);
        return [.. rows.OrderByDescending(row => row.GetInt64("at")).Take(most).Select(row => row.RowKey[Recent.Length..])];
    }

    /// <summary>Who acts for a colleague is named with them. Nobody else's turn looks anything up.</summary>
    private async Task<string?> ForNameAsync(Turn turn, AccountKey key, CancellationToken cancellationToken) =>
        turn.Covered.Count > 0 && await journal.RowAsync(key, AccountStore.Row, cancellationToken) is { } row && turn.CoveredOf(RowJson.Read<Account>(row).Owner) is { } owner ? owner.Name : null;

    private Task RememberAsync(Turn turn, LastEntry last, CancellationToken cancellationToken) =>
        // The last writer wins, which is what "last" means.
        tables.SubmitTransactionAsync(
            Profiles.Table,
            [
                TableTransactionAction.Upsert(RowJson.Write(new TableEntity(turn.User.Partition, LastRow), last)),
                TableTransactionAction.Upsert(new TableEntity(turn.User.Partition, Recent + last.Account) { ["at"] = last.At.ToUnixTimeTicks() }),
            ],
            cancellationToken);
}

public sealed record LastEntry(string Account, Instant At, string Operation);
