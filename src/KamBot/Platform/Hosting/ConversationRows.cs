using System.Collections.Concurrent;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>
/// Reads and changes the rows of conversations. A row that this process knows is changed without being read: its ETag proves
/// whether it was still so, and if not the change is made anew on the row as it is.
/// </summary>
internal sealed class ConversationRows(ITableStore store, TimeProvider time, string me)
{
    /// <summary>Tries of a change that others keep overtaking.</summary>
    private const int MaxTries = 20;

    /// <summary>Conversations known at a time; of others a turn costs one more read.</summary>
    private const int MostKnown = 1_000;

    /// <summary>A row with more state is not kept in memory.</summary>
    private const int LongestKnown = 20_000;

    /// <summary>A row that was proven so long ago is read before a turn runs on it.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ConversationPlace> _places = new(StringComparer.Ordinal);

    /// <summary>The conversation's place, null when this process has none of it.</summary>
    public ConversationPlace? Find(string conversation) => _places.GetValueOrDefault(conversation);

    /// <summary>The conversation's place. When there are too many it is one that nobody else will find, which costs reads and nothing else.</summary>
    public ConversationPlace Of(string conversation)
    {
        if (_places.TryGetValue(conversation, out var place))
            return place;
        if (_places.Count >= MostKnown)
            ForgetIdle();
        return _places.Count < MostKnown ? _places.GetOrAdd(conversation, _ => new ConversationPlace()) : new ConversationPlace();
    }

    public IReadOnlyList<KeyValuePair<string, ConversationPlace>> All => [.. _places];

    /// <summary>The row as it is now, or as this process has just proven it.</summary>
    public async Task<ConversationRow> OpenAsync(string conversation, bool mayBeKnown, CancellationToken cancellationToken)
    {
        var place = Of(conversation);
        using var inside = await place.EnterAsync(cancellationToken);
        if (mayBeKnown && place.Known is { } known && time.GetElapsedTime(place.ProvenAt) < Fresh)
            return known;
        var row = await ReadAsync(conversation, cancellationToken) ?? ConversationRow.New(conversation);
        Know(place, row);
        return row;
    }

    public async Task<ConversationRow?> ReadAsync(string conversation, CancellationToken cancellationToken) =>
        await store.GetEntityIfExistsAsync(ConversationRow.Table, conversation, ConversationRow.RowKey, cancellationToken) is { } entity ? new ConversationRow(entity) : null;

    /// <summary>Changes the row, and with it what the change names besides, all or nothing.</summary>
    /// <param name="conversation">Whose.</param>
    /// <param name="change">Called for each try with a row to change; false when there is nothing to change any more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The row as it is written; null when nothing was changed.</returns>
    /// <exception cref="TableStoreException">The store could not be used, or others kept winning.</exception>
    public async Task<ConversationRow?> ChangeAsync(string conversation, Func<ConversationRow, Besides, bool> change, CancellationToken cancellationToken)
    {
        var place = Of(conversation);
        using var inside = await place.EnterAsync(cancellationToken);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var known = place.Known ?? await ReadAsync(conversation, cancellationToken) ?? ConversationRow.New(conversation);
            var (row, finishes, besides) = (known.Copy(), place.Finishes(), new Besides());
            var left = Apply(finishes, row);
            if (!change(row, besides))
            {
                Know(place, known);
                return null;
            }

            if (!await TryWriteAsync(place, row, besides, cancellationToken))
                continue;
            place.Written(finishes, left);
            return row;
        }

        throw new TableStoreException($"Others kept changing a row of {ConversationRow.Table} first.");
    }

    /// <summary>Changes a row this process knows, by a write alone. False when it has to be read, or somebody is at it.</summary>
    public async Task<bool> TryChangeKnownAsync(ConversationPlace place, Func<ConversationRow, bool> change, CancellationToken cancellationToken)
    {
        using var inside = place.TryEnter();
        if (inside is null || place.Known is not { } known)
            return false;
        var (row, finishes) = (known.Copy(), place.Finishes());
        var left = Apply(finishes, row);
        if (!change(row) || !await TryWriteAsync(place, row, new Besides(), cancellationToken))
            return false;
        place.Written(finishes, left);
        return true;
    }

    /// <summary>True when there are answers behind those that are out, which others have left to this process.</summary>
    private bool Apply(TurnFinish[] finishes, ConversationRow row)
    {
        foreach (var finish in finishes)
            finish.ApplyTo(row);
        return finishes.Length > 0 && row.HasAnswerRows && row.OutboxIsOwned(me);
    }

    private async Task<bool> TryWriteAsync(ConversationPlace place, ConversationRow row, Besides besides, CancellationToken cancellationToken)
    {
        TableWrite write;
        try
        {
            var own = row.IsNew ? TableTransactionAction.Add(row.Entity) : TableTransactionAction.Update(row.Entity);
            write = await store.SubmitTransactionAsync(ConversationRow.Table, [own, .. besides.Actions, .. besides.Deletions], cancellationToken);
            if (write is { Outcome: TableWriteOutcome.NotFound, FailedIndex: > 0 } && besides.Deletions.Count > 0)
                write = await store.SubmitTransactionAsync(ConversationRow.Table, [own, .. besides.Actions], cancellationToken); // gone already is as good
        }
        catch
        {
            place.Forget();
            throw;
        }

        if (!write.Succeeded)
        {
            place.Forget();
            return false;
        }

        row.Entity.ETag = write.ETags[0];
        for (var i = 0; i < besides.Actions.Count; i++)
            besides.Actions[i].Entity.ETag = write.ETags[i + 1];
        Know(place, row);
        return true;
    }

    private void Know(ConversationPlace place, ConversationRow row)
    {
        if (row.StateJson?.Length > LongestKnown)
            place.Forget();
        else
            place.Know(row, time.GetTimestamp());
    }

    /// <summary>Those that nobody is at and whose listing is not needed; one that is left behind is found when its lease is over.</summary>
    private void ForgetIdle()
    {
        foreach (var (conversation, place) in _places)
        {
            if (place.IsIdle)
                _places.TryRemove(conversation, out _);
        }
    }
}

/// <summary>What changes together with a conversation's row.</summary>
internal sealed class Besides
{
    public List<TableTransactionAction> Actions { get; } = [];

    /// <summary>Rows that may be gone already.</summary>
    public List<TableTransactionAction> Deletions { get; } = [];
}
