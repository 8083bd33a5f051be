using System.Diagnostics.CodeAnalysis;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>
/// What this process knows of a conversation: its row as it last read or wrote it, what of it is to be written down with the
/// next change, and whether turns may be written down in it. Whether it is still so, the row's ETag decides.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The gate is never waited on by a handle, so that there is nothing to dispose of.")]
internal sealed class ConversationPlace
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<TurnFinish> _finishes = [];
    private readonly HashSet<string> _rowsOfTheirOwn = new(StringComparer.Ordinal);
    private int _users;

    /// <summary>Null when it has to be read. Only touched by whoever has entered.</summary>
    public ConversationRow? Known { get; private set; }

    /// <summary>When it was last read or written, as <see cref="TimeProvider.GetTimestamp"/> counts.</summary>
    public long ProvenAt { get; private set; }

    /// <summary>This process's <see cref="ListingRow"/>, as it wrote it last.</summary>
    public TableEntity? Listing { get; set; }

    /// <summary>One change at a time: each needs the ETag of the one before.</summary>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _users);
        try
        {
            await _gate.WaitAsync(cancellationToken);
        }
        catch
        {
            Interlocked.Decrement(ref _users);
            throw;
        }

        return new Inside(this);
    }

    /// <summary>Null when somebody else is in, for whom nobody waits here.</summary>
    public IDisposable? TryEnter()
    {
        Interlocked.Increment(ref _users);
        if (_gate.Wait(0))
            return new Inside(this);
        Interlocked.Decrement(ref _users);
        return null;
    }

    public void Know(ConversationRow row, long timestamp) => (Known, ProvenAt) = (row, timestamp);

    public void Forget() => Known = null;

    /// <summary>The turn has a row of its own: it is not to be written down in the conversation's, too. False when that was known.</summary>
    public bool HasRow(string turn)
    {
        lock (_finishes)
            return _rowsOfTheirOwn.Add(turn);
    }

    public void HasNoRow(string turn)
    {
        lock (_finishes)
            _rowsOfTheirOwn.Remove(turn);
    }

    public bool KnowsRowOf(string turn)
    {
        lock (_finishes)
            return _rowsOfTheirOwn.Contains(turn);
    }

    public void Add(TurnFinish finish)
    {
        lock (_finishes)
            _finishes.Add(finish);
    }

    /// <summary>What is to be written down with the next change.</summary>
    public TurnFinish[] Finishes()
    {
        lock (_finishes)
            return [.. _finishes];
    }

    public void Written(IReadOnlyList<TurnFinish> finishes, bool othersLeftAnswers)
    {
        if (finishes.Count == 0)
            return;
        lock (_finishes)
            _finishes.RemoveAll(finishes.Contains);
        foreach (var finish in finishes)
            finish.Written.TrySetResult(!othersLeftAnswers);
    }

    /// <summary>Nobody is at it, and no turn waits to be finished.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_finishes)
                return Volatile.Read(ref _users) == 0 && _finishes.Count == 0;
        }
    }

    private sealed class Inside(ConversationPlace place) : IDisposable
    {
        public void Dispose()
        {
            place._gate.Release();
            Interlocked.Decrement(ref place._users);
        }
    }
}

/// <summary>A turn whose answers are out: to be taken out of its conversation's row with the next change.</summary>
/// <param name="turn">Which.</param>
/// <param name="answer">The number of its answer that lies in the row, if one does.</param>
/// <param name="sentAs">What the channel calls that answer, if it has said so.</param>
internal sealed class TurnFinish(string turn, long? answer, string? sentAs)
{
    /// <summary>True when that is all; false when others have left answers to this process.</summary>
    public TaskCompletionSource<bool> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ApplyTo(ConversationRow row)
    {
        row.RemoveReceived(turn);
        if (answer is null || row.OwnAnswer != answer)
            return;
        row.DropAnswer();
        row.LastAnswer = sentAs is null ? null : new SentAnswer(turn, sentAs);
    }
}
