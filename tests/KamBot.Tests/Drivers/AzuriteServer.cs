using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KamBot.Tests.Drivers;

[assembly: AssemblyFixture(typeof(AzuriteServer))]

namespace KamBot.Tests.Drivers;

/// <summary>
/// Azurite's Table service, one for the whole run, started by the first test that asks for it. Without Node the tests that
/// need it are skipped with the reason, except in CI.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Lazy<Task<string>> _endpoint;
    private Process? _process;

    public AzuriteServer() => _endpoint = new Lazy<Task<string>>(StartAsync);

    /// <summary>The connection string of the running server, or the same with its door elsewhere (a proxy in front).</summary>
    public async Task<string> ConnectionStringAsync(Uri? throughProxy = null)
    {
        var endpoint = await EndpointAsync();
        if (throughProxy is not null)
            endpoint = new Uri(throughProxy, endpoint.AbsolutePath);
        return "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;TableEndpoint=" + endpoint;
    }

    public async Task<Uri> EndpointAsync() => new(await NodePeers.OrSkipAsync(() => _endpoint.Value));

    public async ValueTask DisposeAsync()
    {
        if (_process is not { } process)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<string> StartAsync()
    {
        var server = await NodePeers.FileAsync("azurite", "dist", "src", "table", "main.js");

        for (var attempt = 1; ; attempt++)
        {
            // A port that is free now can be taken a moment later; Azurite then ends and another one is tried.
            var port = FreePort();
            if (await TryStartAsync(server, port))
                return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/devstoreaccount1");
            if (attempt == Attempts)
                throw new InvalidOperationException($"Azurite did not start in {Attempts} attempts.");
        }
    }

    private async Task<bool> TryStartAsync(string server, int port)
    {
        var process = NodePeers.Start("node",
            "--require", Path.Combine(NodePeers.Folder, "exit-with-parent.js"), server,
            "--tableHost", "127.0.0.1", "--tablePort", port.ToString(CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck", "--silent");
        using var limit = new CancellationTokenSource(StartLimit);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (!line.Contains("successfully started", StringComparison.OrdinalIgnoreCase))
                continue;
            _process = process;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None); // A full pipe would stop it.
            return true;
        }

        process.Dispose();
        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
