using Azure;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;
using Microsoft.Extensions.Options;

namespace KamBot.Platform.Hosting;

/// <summary>
/// Turns in tables. <c>Conversations</c> has a partition per conversation: <c>state</c>, <c>done~turn</c> for a press and a turn that
/// gave a response, <c>out~number</c> for answers that queue, which change together in one transaction guarded by the ETag of
/// <c>state</c>. <c>Turns</c> says where there is something unfinished (<c>pending~shard</c>, then <c>failed~shard</c> for turns given up).
/// </summary>
/// <remarks>
/// The first turn of a conversation has a row in <c>Turns</c>, and beside it this process lists the conversation
/// (<see cref="ListingRow"/>). The turns that follow soon are written down in <c>state</c> itself, as long as the row is the one
/// this process knows: one write receives the turn, proves the memory it will run on, and takes along that the answer of the
/// turn before is out. A press always has a row of its own, whose key tells any process that it is there already.
/// </remarks>
public sealed class TableTurnLedger : ITurnLedger, IAsyncDisposable
{
    /// <summary>The tables it needs, to be created at start.</summary>
    public static IReadOnlyList<string> Tables { get; } = [PendingTurnRow.Table, ConversationRow.Table];

    /// <summary>Times that a turn may be finished and received again while it is being received.</summary>
    private const int MaxTries = 5;

    /// <summary>
    /// So long the next turn may take along that the answer of this one is out; then it is written by itself. If the process
    /// dies meanwhile the answer is sent once more, as if it had died while the channel took it.
    /// </summary>
    private static readonly TimeSpan TakenAlong = TimeSpan.FromMilliseconds(25);

    private readonly ITableStore _store;
    private readonly TimeProvider _time;
    private readonly ConversationRows _rows;
    private readonly ConversationOutbox _outbox;
    private readonly LeftTurns _left;

    /// <summary>This process, as leases know it.</summary>
    private readonly string _me = Guid.NewGuid().ToString("N");

    public TableTurnLedger(ITableStore store, TimeProvider time, IOptions<TurnLedgerOptions> options)
    {
        (_store, _time, Lease) = (store, time, options.Value.Lease);
        _rows = new ConversationRows(store, time, _me);
        _outbox = new ConversationOutbox(store, _rows, time, Lease, _me);
        _left = new LeftTurns(store, _rows, time, Lease, _me);
    }

    public TimeSpan Lease { get; }

    private DateTimeOffset LeaseEnd => _time.GetUtcNow() + Lease;

    public async Task<PendingTurn?> ReceiveAsync(TurnRequest request, CancellationToken cancellationToken = default)
    {
        if (await TryReceiveInConversationAsync(request, cancellationToken) is { } received)
            return received;

        var place = _rows.Of(request.Key.Conversation);
        if (IsListed(place) && place.Known?.FindReceived(request.Key.Turn) is { } earlier && earlier.Owner == _me)
            return null; // delivered once more while it is under way
        var isNews = place.HasRow(request.Key.Turn);
        PendingTurn? turn = null;
        try
        {
            return turn = await ReceiveInRowAsync(request, place, cancellationToken);
        }
        finally
        {
            if (turn is null && isNews)
                place.HasNoRow(request.Key.Turn);
        }
    }

    public async Task<ConversationSnapshot> OpenAsync(PendingTurn turn, CancellationToken cancellationToken = default)
    {
        var key = turn.Key;
        var row = await _rows.OpenAsync(key.Conversation, mayBeKnown: turn.Version is ReceivedTurn, cancellationToken);
        var finished = await FinishedAsync(key, row, cancellationToken);
        var runsElsewhere = finished is null && row.FindReceived(key.Turn) is { } other && other.Owner != _me
            && await IsListedAsync(key.Conversation, other.Owner, cancellationToken);
        return new ConversationSnapshot(row.StateJson, finished, row, runsElsewhere, row.LastAnswer);
    }

    public async Task<FinishedTurn?> FindFinishedAsync(TurnKey key, CancellationToken cancellationToken = default) =>
        await _rows.ReadAsync(key.Conversation, cancellationToken) is { } row ? await FinishedAsync(key, row, cancellationToken) : null;

    public async Task<Outbox?> CommitAsync(PendingTurn turn, ConversationSnapshot snapshot, TurnResult result, CancellationToken cancellationToken = default)
    {
        var commits = ((ConversationRow)snapshot.Version).Commits;
        TurnCommit? commit = null;
        var row = await _rows.ChangeAsync(
            turn.Key.Conversation,
            (row, besides) =>
            {
                if (row.Commits != commits)
                    return false;
                commit = TurnCommit.Write(turn, result, row, besides, _me, _time.GetUtcNow(), Lease);
                return true;
            },
            cancellationToken);
        if (row is null || commit is null)
            return null;
        if (commit.HeldUntil is { } until)
            return result.Answers.Count == 0 ? Outbox.Empty : new Outbox([], until, null); // the holder finds them before it lets go
        return commit.HasBacklog ? await _outbox.ListAsync(row, cancellationToken) : commit.OutboxOf(row);
    }

    public Task<Outbox> OpenOutboxAsync(PendingTurn turn, CancellationToken cancellationToken = default) => _outbox.OpenAsync(turn.Key.Conversation, cancellationToken);

    public Task<Outbox> SettleAsync(Outbox outbox, CancellationToken cancellationToken = default) => _outbox.SettleAsync(outbox, cancellationToken);

    public Task DeferAsync(Outbox outbox, DateTimeOffset nextAttempt, CancellationToken cancellationToken = default) =>
        _outbox.DeferAsync(outbox, nextAttempt, cancellationToken);

    public Task<bool> FinishAsync(PendingTurn turn, Outbox last, CancellationToken cancellationToken = default)
    {
        var own = ConversationOutbox.OwnAnswerOf(last);
        if (last.Entries.Count > 0 && own is null)
            return FinishAfterRowAsync();
        var isInConversation = turn.Version is ReceivedTurn || PendingTurnRow.IsAlsoInConversation((TableEntity)turn.Version);
        if (!isInConversation && own is null)
            return EndAsync(turn, cancellationToken);

        var (place, finish) = (_rows.Of(turn.Key.Conversation), new TurnFinish(turn.Key.Turn, own, own is null ? null : last.Entries[0].Answer.Activity.Id));
        if (own is null && place.Known is { } known && known.FindReceived(turn.Key.Turn) is null)
            return EndAsync(turn, cancellationToken); // a turn without answers ends with its commit
        place.Add(finish);
        return WriteAndEndAsync(turn, place, finish, cancellationToken);

        async Task<bool> FinishAfterRowAsync()
        {
            var left = await _outbox.SettleAsync(last, cancellationToken);
            return left is { Entries.Count: 0, HeldUntil: null } && await FinishAsync(turn, Outbox.Empty, cancellationToken);
        }
    }

    public async Task PostponeAsync(PendingTurn turn, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        if (turn.Version is TableEntity row)
        {
            PendingTurnRow.Lease(row, until, owner: null);
            await UpdateAsync(row, cancellationToken);
            return;
        }

        // A turn that has to wait gets a row that says until when.
        var received = (ReceivedTurn)turn.Version;
        await _store.UpsertEntityAsync(PendingTurnRow.Table, PendingTurnRow.Create(received, turn.Attempt, until, owner: null), cancellationToken);
        _rows.Of(turn.Key.Conversation).HasRow(turn.Key.Turn);
        await _rows.ChangeAsync(turn.Key.Conversation, (conversation, _) => Removed(conversation, turn.Key.Turn), cancellationToken);
    }

    public async Task<bool> RenewAsync(PendingTurn turn, CancellationToken cancellationToken = default)
    {
        if (turn.Version is TableEntity row)
        {
            PendingTurnRow.Lease(row, LeaseEnd, _me);
            return await UpdateAsync(row, cancellationToken);
        }

        var listing = ListingRow.Create(turn.Key.Conversation, _me, LeaseEnd);
        if (!(await _store.UpsertEntityAsync(PendingTurnRow.Table, listing, cancellationToken)).Succeeded)
            return false;
        _rows.Find(turn.Key.Conversation)?.Listing = null; // the next turn writes it with a row of its own
        return true;
    }

    public async Task SetAsideAsync(PendingTurn turn, string reason, CancellationToken cancellationToken = default)
    {
        var row = turn.Version as TableEntity ?? PendingTurnRow.Create((ReceivedTurn)turn.Version, turn.Attempt, LeaseEnd, _me);
        await _store.UpsertEntityAsync(PendingTurnRow.Table, PendingTurnRow.SetAside(row, reason), cancellationToken);
    }

    public Task<int> ForgetSetAsideAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => _left.ForgetSetAsideAsync(before, cancellationToken);

    public Task<IReadOnlyList<PendingTurn>> UnfinishedAsync(DateTimeOffset now, CancellationToken cancellationToken = default) => _left.UnfinishedAsync(now, cancellationToken);

    public async Task<PendingTurn?> ClaimAsync(PendingTurn turn, CancellationToken cancellationToken = default)
    {
        if (turn.Version is ReceivedTurn received)
        {
            // Whoever adds its row has it; what lies in the conversation goes with the turn.
            var taken = PendingTurnRow.Create(received, turn.Attempt + 1, LeaseEnd, _me);
            var added = await _store.AddEntityAsync(PendingTurnRow.Table, taken, cancellationToken);
            if (!added.Succeeded)
                return null;
            _rows.Of(turn.Key.Conversation).HasRow(turn.Key.Turn);
            return PendingTurnRow.Read(WithETag(taken, added));
        }

        var row = (TableEntity)turn.Version;
        PendingTurnRow.Lease(row, LeaseEnd, _me);
        PendingTurnRow.CountAttempt(row);
        return await UpdateAsync(row, cancellationToken) ? PendingTurnRow.Read(row) : null;
    }

    /// <summary>Conversations in which nothing is unfinished are listed no more.</summary>
    public ValueTask DisposeAsync() => new(_left.UnlistAsync());

    /// <summary>In the conversation's row, when this process knows it and has listed it for long enough; null otherwise.</summary>
    private async Task<PendingTurn?> TryReceiveInConversationAsync(TurnRequest request, CancellationToken cancellationToken)
    {
        var key = request.Key;
        if (key.Delivery is not null || _rows.Find(key.Conversation) is not { } place || place.KnowsRowOf(key.Turn) || !IsListed(place))
            return null;
        var received = new ReceivedTurn(request, _time.GetUtcNow(), _me);
        try
        {
            var isWritten = await _rows.TryChangeKnownAsync(
                place,
                row => row.FindReceived(key.Turn) is null && row.HasFinished(key.Turn) is null && row.TryReceive(received),
                cancellationToken);
            return isWritten ? received.ToPending() : null;
        }
        catch
        {
            place.Listing = null; // nobody can tell whether it is written: let the listing's end show it
            throw;
        }
    }

    private async Task<PendingTurn?> ReceiveInRowAsync(TurnRequest request, ConversationPlace place, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var row = PendingTurnRow.Create(request, _time.GetUtcNow(), LeaseEnd, _me);
            var listing = IsListed(place) ? null : ListingRow.Create(request.Key.Conversation, _me, LeaseEnd);
            List<TableTransactionAction> actions = [TableTransactionAction.Add(row)];
            if (listing is not null)
                actions.Add(TableTransactionAction.Upsert(listing));
            var write = await _store.SubmitTransactionAsync(PendingTurnRow.Table, actions, cancellationToken);
            if (write.Succeeded)
            {
                if (listing is not null)
                    (listing.ETag, place.Listing) = (write.ETags[1], listing);
                return PendingTurnRow.Read(WithETag(row, write));
            }

            var existing = await _store.GetEntityIfExistsAsync(PendingTurnRow.Table, row.PartitionKey, row.RowKey, cancellationToken);
            if (existing is not null)
                return PendingTurnRow.IsLeased(existing, _time.GetUtcNow()) ? null : await ClaimAsync(PendingTurnRow.Read(existing), cancellationToken);
        }

        return null; // finished and received again and again: somebody else is at it
    }

    /// <summary>Long enough for a turn to begin and renew it.</summary>
    private bool IsListed(ConversationPlace place) =>
        place.Listing is { } listing && PendingTurnRow.IsLeased(listing, _time.GetUtcNow() + (Lease / 2));

    private async Task<bool> IsListedAsync(string conversation, string owner, CancellationToken cancellationToken)
    {
        var (partitionKey, rowKey) = ListingRow.KeysOf(conversation, owner);
        return await _store.GetEntityIfExistsAsync(PendingTurnRow.Table, partitionKey, rowKey, cancellationToken) is { } listing
            && PendingTurnRow.IsLeased(listing, _time.GetUtcNow());
    }

    private async Task<FinishedTurn?> FinishedAsync(TurnKey key, ConversationRow row, CancellationToken cancellationToken) => row.HasFinished(key.Turn) switch
    {
        null => null,
        false => new FinishedTurn(null, null),
        true => (await ReadDoneAsync(key, cancellationToken)) with { IsLatest = row.IsLatest(key.Turn) },
    };

    private async Task<FinishedTurn> ReadDoneAsync(TurnKey key, CancellationToken cancellationToken) =>
        await _store.GetEntityIfExistsAsync(ConversationRow.Table, key.Conversation, TurnRows.DoneKey(key.Turn), cancellationToken) is { } done
            ? TurnRows.ReadDone(done)
            : new FinishedTurn(null, null);

    /// <summary>Writes that a turn is finished, unless the next turn of the conversation does so first, and removes its row.</summary>
    private async Task<bool> WriteAndEndAsync(PendingTurn turn, ConversationPlace place, TurnFinish finish, CancellationToken cancellationToken)
    {
        var written = finish.Written.Task;
        await Task.WhenAny(written, Task.Delay(TakenAlong, cancellationToken));
        if (!written.IsCompleted)
        {
            var row = await _rows.ChangeAsync(
                turn.Key.Conversation,
                (row, _) =>
                {
                    finish.ApplyTo(row);
                    return !written.IsCompleted;
                },
                cancellationToken);
            place.Written([finish], othersLeftAnswers: row is not null && row.HasAnswerRows && row.OutboxIsOwned(_me));
        }

        return await EndAsync(turn, cancellationToken) && await written;
    }

    private async Task<bool> EndAsync(PendingTurn turn, CancellationToken cancellationToken)
    {
        if (turn.Version is not TableEntity row)
            return true;
        // A changed or missing row is somebody else's by now, who will find the turn committed.
        await _store.DeleteEntityAsync(PendingTurnRow.Table, row, cancellationToken);
        _rows.Find(turn.Key.Conversation)?.HasNoRow(turn.Key.Turn);
        return true;
    }

    private static bool Removed(ConversationRow row, string turn)
    {
        row.RemoveReceived(turn);
        return true;
    }

    private async Task<bool> UpdateAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var write = await _store.UpdateEntityAsync(PendingTurnRow.Table, row, cancellationToken);
        WithETag(row, write);
        return write.Succeeded;
    }

    private static TableEntity WithETag(TableEntity row, TableWrite write)
    {
        if (write.Succeeded)
            row.ETag = write.ETags[0];
        return row;
    }
}
