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
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(3);

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

    public async Task<Uri> EndpointAsync()
    {
        try
        {
            return new Uri(await _endpoint.Value);
        }
        catch (UnavailableException e) when (Environment.GetEnvironmentVariable("CI") is not "true")
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

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
        var peers = Path.Combine(RepositoryRoot(), "tests", "peers");
        var server = Path.Combine(peers, "node_modules", "azurite", "dist", "src", "table", "main.js");
        if (!File.Exists(server))
            await InstallAsync(peers, server);

        for (var attempt = 1; ; attempt++)
        {
            // A port that is free now can be taken a moment later; Azurite then ends and another one is tried.
            var port = FreePort();
            if (await TryStartAsync(peers, server, port))
                return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/devstoreaccount1");
            if (attempt == Attempts)
                throw new InvalidOperationException($"Azurite did not start in {Attempts} attempts.");
        }
    }

    private async Task<bool> TryStartAsync(string peers, string server, int port)
    {
        var process = Start("node", peers,
            "--require", Path.Combine(peers, "exit-with-parent.js"), server,
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

    /// <summary>Once, whichever test process comes first; the others wait for it.</summary>
    private static async Task InstallAsync(string peers, string server)
    {
        using var limit = new CancellationTokenSource(InstallLimit);
        await using var turn = await TakeTurnAsync(Path.Combine(peers, ".npm-ci.lock"), limit.Token);
        if (File.Exists(server))
            return;
        using var npm = OperatingSystem.IsWindows() ? Start("cmd", peers, "/c", "npm", "ci") : Start("npm", peers, "ci");
        npm.BeginOutputReadLine();
        try
        {
            await npm.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw new UnavailableException($"npm ci in tests/peers did not end within {InstallLimit.TotalMinutes} minutes.");
        }

        if (npm.ExitCode != 0)
            throw new UnavailableException($"npm ci in tests/peers failed with exit code {npm.ExitCode}.");
    }

    private static async Task<FileStream> TakeTurnAsync(string path, CancellationToken limit)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (!limit.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), limit);
            }
        }
    }

    private static Process Start(string command, string folder, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(command, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new UnavailableException($"{command} is not installed: the tests against Azurite need Node.js and npm.");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KamBot.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run from within the repository.");
    }

    /// <summary>This machine lacks what Azurite needs: a reason to skip, not a defect.</summary>
    private sealed class UnavailableException(string message) : Exception(message);
}
