using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace KamBot.Tests.Drivers;

/// <summary>Sends to a server what no HTTP client would: heads that lie about the body, bodies that stop half-way.</summary>
internal static class RawHttp
{
    private const int StatusAt = 9; // "HTTP/1.1 200 OK"
    private const int StatusLength = 3;

    /// <summary>Sends the bytes and reads the status.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="head">See <see cref="Head"/>.</param>
    /// <param name="body">Whatever is to follow.</param>
    /// <param name="leave">Ends the sending half of the connection then, as a client that has gone before all it promised was sent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The status, or null when the server hung up without one.</returns>
    public static async Task<int?> SendAsync(Uri server, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, bool leave, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellationToken);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(head, cancellationToken);
            await stream.WriteAsync(body, cancellationToken);
            if (leave)
                client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (IOException)
        {
            // The server may refuse by the head alone and hang up while the body is on its way; its answer can still be read.
        }

        return await ReadStatusAsync(stream, cancellationToken);
    }

    /// <summary>A request line and headers for POST /api/messages.</summary>
    public static byte[] Head(Uri server, params ReadOnlySpan<string> headers) =>
        Encoding.Latin1.GetBytes($"POST /api/messages HTTP/1.1\r\nHost: {server.Authority}\r\n{string.Concat(headers.ToArray().Select(header => header + "\r\n"))}\r\n");

    private static async Task<int?> ReadStatusAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var answer = new byte[StatusAt + StatusLength];
        try
        {
            var length = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken);
            return length < answer.Length ? null : int.Parse(Encoding.ASCII.GetString(answer, StatusAt, StatusLength), NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null; // reset
        }
    }
}
