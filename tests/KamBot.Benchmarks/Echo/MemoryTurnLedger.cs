using System.Collections.Concurrent;
using KamBot.BotBuilder.Turns;

namespace KamBot.Benchmarks.Echo;

/// <summary>
/// A ledger that forgets all with the process, as the SDKs' memory storage does: the same outcomes as of tables, so that what
/// is measured over it is the pipeline and nothing else. Nothing is left over by it, so nothing is taken up again.
/// </summary>
internal sealed class MemoryTurnLedger(TimeProvider time) : ITurnLedger
{
    private const int RingLength = 100;

    private readonly ConcurrentDictionary<TurnKey, PendingTurn> _pending = new();
    private readonly ConcurrentDictionary<string, Conversation> _conversations = new(StringComparer.Ordinal);

    /// <summary>Nobody else is there to take a turn.</summary>
    public TimeSpan Lease => TimeSpan.FromMinutes(5);

    public Task<PendingTurn?> ReceiveAsync(TurnRequest request, CancellationToken cancellationToken = default)
    {
        var turn = new PendingTurn(request, time.GetUtcNow(), Attempt: 1, Version: request);
        return Task.FromResult(_pending.TryAdd(turn.Key, turn) ? turn : null);
    }

    public Task<ConversationSnapshot> OpenAsync(PendingTurn turn, CancellationToken cancellationToken = default)
    {
        var conversation = _conversations.GetOrAdd(turn.Key.Conversation, _ => new Conversation());
        lock (conversation)
            return Task.FromResult(new ConversationSnapshot(conversation.StateJson, conversation.Finished.GetValueOrDefault(turn.Key.Turn), conversation.Version));
    }

    public Task<FinishedTurn?> FindFinishedAsync(TurnKey key, CancellationToken cancellationToken = default)
    {
        var conversation = _conversations.GetOrAdd(key.Conversation, _ => new Conversation());
        lock (conversation)
            return Task.FromResult(conversation.Finished.GetValueOrDefault(key.Turn));
    }

    public Task<Outbox?> CommitAsync(PendingTurn turn, ConversationSnapshot snapshot, TurnResult result, CancellationToken cancellationToken = default)
    {
        var conversation = _conversations[turn.Key.Conversation];
        lock (conversation)
        {
            if (conversation.Version != (long)snapshot.Version)
                return Task.FromResult<Outbox?>(null);
            conversation.Version++;
            conversation.StateJson = result.StateJson;
            conversation.Finished[turn.Key.Turn] = new FinishedTurn(result.Response, result.Failure);
            conversation.Ring.Enqueue(turn.Key.Turn);
            if (conversation.Ring.Count > RingLength)
                conversation.Finished.Remove(conversation.Ring.Dequeue());
            conversation.Outbox.AddRange(result.Answers.Select(answer => new OutboxEntry(answer, time.GetUtcNow(), Attempts: 0, Version: conversation)));
            return Task.FromResult<Outbox?>(conversation.Open());
        }
    }

    public Task<Outbox> OpenOutboxAsync(PendingTurn turn, CancellationToken cancellationToken = default)
    {
        var conversation = _conversations[turn.Key.Conversation];
        lock (conversation)
            return Task.FromResult(conversation.Open());
    }

    public Task<Outbox> SettleAsync(Outbox outbox, CancellationToken cancellationToken = default)
    {
        var conversation = (Conversation)outbox.Version!;
        lock (conversation)
        {
            conversation.Outbox.RemoveAt(0);
            return Task.FromResult(conversation.Open());
        }
    }

    public Task DeferAsync(Outbox outbox, DateTimeOffset nextAttempt, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public async Task<bool> FinishAsync(PendingTurn turn, Outbox last, CancellationToken cancellationToken = default)
    {
        var left = last.Entries.Count > 0 ? await SettleAsync(last, cancellationToken) : last;
        return _pending.TryRemove(turn.Key, out _) && left.Entries.Count == 0;
    }

    public Task PostponeAsync(PendingTurn turn, DateTimeOffset until, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<bool> RenewAsync(PendingTurn turn, CancellationToken cancellationToken = default) => Task.FromResult(true);

    public Task SetAsideAsync(PendingTurn turn, string reason, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<int> ForgetSetAsideAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => Task.FromResult(0);

    public Task<IReadOnlyList<PendingTurn>> UnfinishedAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<PendingTurn>>([]);

    public Task<PendingTurn?> ClaimAsync(PendingTurn turn, CancellationToken cancellationToken = default) => Task.FromResult<PendingTurn?>(null);

    private sealed class Conversation
    {
        public long Version { get; set; }

        public string? StateJson { get; set; }

        public Dictionary<string, FinishedTurn> Finished { get; } = new(StringComparer.Ordinal);

        public Queue<string> Ring { get; } = new();

        public List<OutboxEntry> Outbox { get; } = [];

        public Outbox Open() => Outbox.Count == 0 ? BotBuilder.Turns.Outbox.Empty : new Outbox([.. Outbox], null, this);
    }
}
