using System.Diagnostics;
using System.Globalization;

namespace KamBot.Benchmarks.Hosts;

/// <summary>Azurite's Table service as tests/peers pins it, for one benchmark.</summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private AzuriteServer(Process process, int port)
    {
        _process = process;
        ConnectionString = string.Create(
            CultureInfo.InvariantCulture,
            $"AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;TableEndpoint=http://127.0.0.1:{port}/devstoreaccount1");
    }

    public string ConnectionString { get; }

    public static async Task<AzuriteServer> StartAsync()
    {
        var peers = Path.Combine(RepositoryRoot(), "tests", "peers");
        var server = Path.Combine(peers, "node_modules", "azurite", "dist", "src", "table", "main.js");
        if (!File.Exists(server))
            throw new InvalidOperationException("Azurite is not installed: run `npm ci` in tests/peers, or leave it out with `--store sqlite`.");

        var port = Ports.Free();
        var process = Process.Start(new ProcessStartInfo("node",
        [
            "--require", Path.Combine(peers, "exit-with-parent.js"), server,
            "--tableHost", "127.0.0.1", "--tablePort", port.ToString(CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck", "--silent",
        ])
        {
            WorkingDirectory = peers,
            RedirectStandardInput = true, // its end is Azurite's end
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
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

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KamBot.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The benchmarks do not run from within the repository.");
    }
}
