using Azure;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>
/// The answers of conversations that are committed and not out. A turn's only answer lies in the conversation's own row. More
/// answers than one, and those that have to queue behind others, are rows of their own.
/// </summary>
/// <param name="store">Where the rows are.</param>
/// <param name="rows">The conversations' own rows.</param>
/// <param name="time">The clock of leases.</param>
/// <param name="lease">How long an outbox is this process's.</param>
/// <param name="me">This process, as leases know it.</param>
internal sealed class ConversationOutbox(ITableStore store, ConversationRows rows, TimeProvider time, TimeSpan lease, string me)
{
    /// <summary>Tries to find an outbox that others keep changing.</summary>
    private const int MaxTries = 5;

    /// <summary>Answers taken up at once; the rest follows.</summary>
    private const int MaxEntries = 100;

    private DateTimeOffset LeaseEnd => time.GetUtcNow() + lease;

    public async Task<Outbox> OpenAsync(string conversation, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            await rows.OpenAsync(conversation, mayBeKnown: false, cancellationToken);
            DateTimeOffset? heldUntil = null;
            var row = await rows.ChangeAsync(
                conversation,
                (row, _) =>
                {
                    heldUntil = row.OutboxHeldUntil(me, time.GetUtcNow());
                    row.TakeOutbox(me, LeaseEnd);
                    return row.OutboxIsOpen && heldUntil is null;
                },
                cancellationToken);
            if (row is null)
                return heldUntil is null ? Outbox.Empty : new Outbox([], heldUntil, null);

            var outbox = await ListAsync(row, cancellationToken);
            if (outbox.Entries.Count > 0)
                return outbox;
            if (await TryCloseAsync(conversation, row.Commits, entry: null, cancellationToken))
                return Outbox.Empty;
        }

        return new Outbox([], LeaseEnd, null); // others are busy with it
    }

    /// <summary>All there is to deliver, of an outbox that is held.</summary>
    public async Task<Outbox> ListAsync(ConversationRow row, CancellationToken cancellationToken)
    {
        List<TableEntity> kept = row.HasAnswerRows
            ? await store.ListAsync(ConversationRow.Table, TableQuery.Prefix(row.Conversation, TurnRows.OutboxPrefix, MaxEntries), MaxEntries, cancellationToken)
            : [];
        var entries = kept.Select(TurnRows.ReadAnswer);
        if (row.OwnAnswer is not null)
            entries = entries.Prepend(TurnRows.ReadAnswer(row.Entity));
        return new Outbox([.. entries], null, new Hold(row.Conversation, row.Commits, row.OwnAnswer, IsWhole: kept.Count < MaxEntries));
    }

    /// <summary>An outbox that holds nothing but what was just committed.</summary>
    public static Outbox Of(ConversationRow row, IEnumerable<OutboxEntry> entries) =>
        new([.. entries], null, new Hold(row.Conversation, row.Commits, row.OwnAnswer, IsWhole: true));

    /// <summary>The number of the outbox's first entry, when that lies in the conversation's own row.</summary>
    public static long? OwnAnswerOf(Outbox outbox) => outbox.Entries is [var first, ..] && IsOwn(first) ? HoldOf(outbox).OwnAnswer : null;

    public Task<Outbox> SettleAsync(Outbox outbox, CancellationToken cancellationToken) =>
        IsOwn(outbox.Entries[0]) ? SettleOwnAsync(outbox, cancellationToken) : SettleRowAsync(outbox, cancellationToken);

    public async Task DeferAsync(Outbox outbox, DateTimeOffset nextAttempt, CancellationToken cancellationToken)
    {
        var hold = HoldOf(outbox);
        if (IsOwn(outbox.Entries[0]))
        {
            await rows.ChangeAsync(
                hold.Conversation,
                (row, _) =>
                {
                    TurnRows.CountAttempt(row.Entity);
                    row.PauseOutbox(nextAttempt);
                    return row.OwnAnswer == hold.OwnAnswer;
                },
                cancellationToken);
            return;
        }

        var entry = RowOf(outbox.Entries[0]);
        TurnRows.CountAttempt(entry);
        var counted = await store.UpdateEntityAsync(ConversationRow.Table, entry, cancellationToken);
        if (counted.Succeeded) // otherwise somebody else has it
            await rows.ChangeAsync(hold.Conversation, (row, _) => Pause(row, nextAttempt), cancellationToken);
    }

    private static bool Pause(ConversationRow row, DateTimeOffset nextAttempt)
    {
        row.PauseOutbox(nextAttempt);
        return true;
    }

    /// <summary>The answer in the conversation's own row.</summary>
    private async Task<Outbox> SettleOwnAsync(Outbox outbox, CancellationToken cancellationToken)
    {
        var hold = HoldOf(outbox);
        var row = await rows.ChangeAsync(
            hold.Conversation,
            (row, _) =>
            {
                var isThere = row.OwnAnswer == hold.OwnAnswer;
                row.DropAnswer();
                return isThere;
            },
            cancellationToken);
        if (row is null)
            return await OpenAsync(hold.Conversation, cancellationToken);
        return row.HasAnswerRows && row.OutboxIsOwned(me) ? await ListAsync(row, cancellationToken) : Outbox.Empty;
    }

    private async Task<Outbox> SettleRowAsync(Outbox outbox, CancellationToken cancellationToken)
    {
        var hold = HoldOf(outbox);
        var entry = RowOf(outbox.Entries[0]);
        if (outbox.Entries.Count == 1 && hold.IsWhole && await TryCloseAsync(hold.Conversation, hold.Commits, entry, cancellationToken))
            return Outbox.Empty;
        await store.DeleteEntityAsync(ConversationRow.Table, entry, cancellationToken); // gone already is as good
        // At the end there may be more: another process has committed meanwhile and relies on us for its answers.
        return outbox.Entries.Count > 1 ? outbox with { Entries = [.. outbox.Entries.Skip(1)] } : await OpenAsync(hold.Conversation, cancellationToken);
    }

    /// <summary>Nothing is left in rows, unless something was committed since.</summary>
    private async Task<bool> TryCloseAsync(string conversation, long commits, TableEntity? entry, CancellationToken cancellationToken) =>
        await rows.ChangeAsync(
            conversation,
            (row, besides) =>
            {
                row.HasAnswerRows = false;
                row.ReleaseOutbox();
                if (entry is not null)
                    besides.Deletions.Add(new TableTransactionAction(TableTransactionActionType.Delete, entry, ETag.All)); // numbers are never used again
                return row.Commits == commits;
            },
            cancellationToken) is not null;

    private static bool IsOwn(OutboxEntry entry) => RowOf(entry).RowKey == ConversationRow.RowKey;

    private static Hold HoldOf(Outbox outbox) => (Hold)outbox.Version!;

    private static TableEntity RowOf(OutboxEntry entry) => (TableEntity)entry.Version;

    /// <summary>The conversation whose outbox this process holds as of a commit, its own answer, and whether the entries are all there are.</summary>
    private sealed record Hold(string Conversation, long Commits, long? OwnAnswer, bool IsWhole);
}
