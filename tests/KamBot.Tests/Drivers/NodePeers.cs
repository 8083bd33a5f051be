using System.Diagnostics;
using KamBot.Tests.Architecture;

namespace KamBot.Tests.Drivers;

/// <summary>
/// What the tests take from npm (tests/peers, pinned by its lock file). Without Node the tests that need it are skipped with the
/// reason, except in CI.
/// </summary>
internal static class NodePeers
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(3);

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "peers");

    /// <summary>A file of an installed package; installs them all when it is not there.</summary>
    public static async Task<string> FileAsync(params string[] path)
    {
        var file = Path.Combine([Folder, "node_modules", .. path]);
        if (!File.Exists(file))
            await InstallAsync(file);
        return file;
    }

    public static Process Start(string command, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(command, arguments)
            {
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new UnavailableException($"{command} is not installed: this test needs Node.js and npm.");
        }
    }

    /// <summary>Runs what needs the packages; a machine that cannot have them skips the test.</summary>
    public static async Task<T> OrSkipAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (UnavailableException e) when (Environment.GetEnvironmentVariable("CI") is not "true")
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    /// <summary>Once, whichever test process comes first; the others wait for it.</summary>
    private static async Task InstallAsync(string file)
    {
        using var limit = new CancellationTokenSource(InstallLimit);
        await using var turn = await TakeTurnAsync(Path.Combine(Folder, ".npm-ci.lock"), limit.Token);
        if (File.Exists(file))
            return;
        using var npm = OperatingSystem.IsWindows() ? Start("cmd", "/c", "npm", "ci") : Start("npm", "ci");
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

    /// <summary>This machine lacks what the test needs: a reason to skip, not a defect.</summary>
    private sealed class UnavailableException(string message) : Exception(message);
}
