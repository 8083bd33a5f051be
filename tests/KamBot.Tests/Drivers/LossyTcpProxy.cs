using System.Net;
using System.Net.Sockets;

namespace KamBot.Tests.Drivers;

/// <summary>A door in front of a server on this machine that can close in the face of the client just when the reply comes.</summary>
public sealed class LossyTcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly Task _accepting;
    private int _repliesToLose;
    private int _repliesLost;

    public LossyTcpProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int RepliesLost => Volatile.Read(ref _repliesLost);

    /// <summary>The next reply is swallowed and its connection closed, politely: the client reads an end of stream.</summary>
    public void LoseNextReply() => Interlocked.Increment(ref _repliesToLose);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var requests = client.GetStream().CopyToAsync(server.GetStream(), either.Token);
            var replies = PassRepliesAsync(server.GetStream(), client.GetStream(), either.Token);
            await Task.WhenAny(requests, replies);
            await either.CancelAsync();
            await Task.WhenAll(requests, replies);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // One side has left.
        }
    }

    private async Task PassRepliesAsync(NetworkStream from, NetworkStream to, CancellationToken stop)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, stop) is var length and > 0)
        {
            if (Interlocked.CompareExchange(ref _repliesToLose, 0, 1) == 1)
            {
                Interlocked.Increment(ref _repliesLost);
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, length), stop);
        }
    }
}
