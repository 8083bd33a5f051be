using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace KamBot.Platform.Tables;

/// <summary>
/// The one writer of the file. Transactions that wait while another is being made durable go to the disk together: each is
/// whole or nothing by itself, and none is answered before all of them are on the disk.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>So many go to the disk at once; a reader's view of the file stays young.</summary>
    private const int MostTogether = 64;

    private readonly Func<SqliteSession> _open;
    private readonly TimeSpan _longestWait;
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(1_000) { SingleReader = true });
    private readonly Task _writing;
    private SqliteSession? _session;

    /// <param name="open">Opens the file, when there is something to write.</param>
    /// <param name="longestWait">A caller who waited so long for the queue is refused.</param>
    public SqliteWriter(Func<SqliteSession> open, TimeSpan longestWait)
    {
        (_open, _longestWait) = (open, longestWait);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Queues a transaction. Cancelling ends it only as long as it waits.</summary>
    public async Task<T> RunAsync<T>(Func<SqliteSession, T> transaction, CancellationToken cancellationToken)
    {
        var waiting = new Waiting<T>(transaction, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_longestWait);
        try
        {
            await _waiting.Writer.WriteAsync(waiting, limit.Token);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException(nameof(SqliteTableStore), e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TableStoreException("The storage file was busy for too long.", e);
        }

        using var withdrawal = cancellationToken.UnsafeRegister(static state => ((Waiting<T>)state!).Withdraw(), waiting);
        return await waiting.Result;
    }

    /// <summary>Writes what is queued and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        _session?.Dispose();
    }

    private async Task WriteAsync()
    {
        var together = new List<Waiting>(MostTogether);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (together.Count < MostTogether && _waiting.Reader.TryRead(out var next))
                together.Add(next);
            Write(together);
            together.Clear();
        }
    }

    private void Write(List<Waiting> together)
    {
        try
        {
            _session ??= _open();
            _session.InTransaction(session =>
            {
                foreach (var waiting in together)
                    waiting.Run(session);
            });
            foreach (var waiting in together)
                waiting.Answer();
        }
        catch (Exception e)
        {
            var message = e is SqliteException sqlite ? $"The storage file could not be used (SQLite error {sqlite.SqliteExtendedErrorCode})." : e.Message;
            foreach (var waiting in together)
                waiting.Fail(new TableStoreException(message, e));

            // After an error the session's state is not trusted.
            var broken = _session;
            _session = null;
            broken?.Dispose();
        }
    }

    private abstract class Waiting
    {
        public abstract void Run(SqliteSession session);

        public abstract void Answer();

        public abstract void Fail(Exception failure);
    }

    private sealed class Waiting<T>(Func<SqliteSession, T> transaction, CancellationToken cancellationToken) : Waiting
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _isTaken;
        private T? _outcome;

        public Task<T> Result => _result.Task;

        public override void Run(SqliteSession session)
        {
            if (Interlocked.Exchange(ref _isTaken, 1) == 0)
                _outcome = transaction(session);
        }

        public override void Answer() => _result.TrySetResult(_outcome!);

        public override void Fail(Exception failure) => _result.TrySetException(failure);

        public void Withdraw()
        {
            if (Interlocked.Exchange(ref _isTaken, 1) == 0)
                _result.TrySetCanceled(cancellationToken);
        }
    }
}
