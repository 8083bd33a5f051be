using System.Diagnostics;
using System.Globalization;
using KamBot.Benchmarks.Hosts;

namespace KamBot.Benchmarks.Echo;

/// <summary>The npm botbuilder's echo bot (tests/peers/echo-bot.mjs), as a process of its own.</summary>
internal sealed class NpmBot : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private NpmBot(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<NpmBot> StartAsync(TokenDesk desk)
    {
        var port = Ports.Free().ToString(CultureInfo.InvariantCulture);
        var process = NodePeer.Start("echo-bot.mjs", port, TokenDesk.AppId, desk.Metadata.AbsoluteUri);
        using var limit = new CancellationTokenSource(StartLimit);
        if (await process.StandardOutput.ReadLineAsync(limit.Token) != "listening")
            throw new InvalidOperationException("The npm bot ended before it had started: run `npm ci` in tests/peers.");
        return new NpmBot(process, new Uri($"http://127.0.0.1:{port}"));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
