using System.Diagnostics;
using System.Globalization;

namespace KamBot.Benchmarks.Hosts;

/// <summary>Azurite's Table service as tests/peers pins it, for one benchmark.</summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>Public, and the same in every emulator.</summary>
    public const string Account = "devstoreaccount1";
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Process _process;

    private AzuriteServer(Process process, int port)
    {
        _process = process;
        Endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{Account}");
        ConnectionString = $"AccountName={Account};AccountKey={Key};TableEndpoint={Endpoint}";
    }

    /// <summary>Without a slash at its end.</summary>
    public string Endpoint { get; }

    public string ConnectionString { get; }

    public static async Task<AzuriteServer> StartAsync()
    {
        const string Script = "node_modules/azurite/dist/src/table/main.js";
        if (!File.Exists(Path.Combine(NodePeer.Folder, Script)))
            throw new InvalidOperationException("Azurite is not installed: run `npm ci` in tests/peers, or leave it out with `--store sqlite`.");

        var port = Ports.Free();
        var process = NodePeer.Start(
            Script, "--tableHost", "127.0.0.1", "--tablePort", port.ToString(CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck", "--silent");
        using var limit = new CancellationTokenSource(StartLimit);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (!line.Contains("successfully started", StringComparison.OrdinalIgnoreCase))
                continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None); // a full pipe would stop it
            return new AzuriteServer(process, port);
        }

        throw new InvalidOperationException("Azurite ended before it had started.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
