using System.Globalization;

namespace KamBot.Platform.Hosting;

/// <summary>Sees to it that Node is there and the Playground is installed as its lock file says.</summary>
internal sealed class PlaygroundInstall(ILogger<PlaygroundInstall> logger)
{
    private const int OldestNode = 18;
    private static readonly TimeSpan LongestInstall = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(10);

    /// <returns>Whether it can be started; what is missing has been said otherwise.</returns>
    public async Task<bool> ReadyAsync(string folder, CancellationToken cancellationToken)
    {
        if (await NodeVersionAsync(folder, cancellationToken) is not { } version || version < OldestNode)
        {
            logger.LogInformation("There is no chat window: it needs Node.js {Oldest} or later (https://nodejs.org). Without it, use: dotnet run --project src/KamBot -- chat", OldestNode);
            return false;
        }

        return IsCurrent(folder) || await InstallAsync(folder, cancellationToken);
    }

    private static async Task<int?> NodeVersionAsync(string folder, CancellationToken cancellationToken)
    {
        using var node = ToolProcess.Start(folder, "node", ["--version"]);
        if (node is null)
            return null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(LongestQuestion);
        try
        {
            var (_, output) = await node.RunAsync(deadline.Token);
            return int.TryParse(output.TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>npm writes this file last, so it is older than the lock file only when something changed since.</summary>
    private static bool IsCurrent(string folder)
    {
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        return installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"));
    }

    private async Task<bool> InstallAsync(string folder, CancellationToken cancellationToken)
    {
        logger.LogInformation("The chat window (Microsoft 365 Agents Playground, 29 MB) is being installed from npm; this happens once.");
        // npm is a script on Windows, which only its shell can start.
        using var npm = OperatingSystem.IsWindows()
            ? ToolProcess.Start(folder, "cmd.exe", ["/d", "/c", "npm ci"])
            : ToolProcess.Start(folder, "npm", ["ci"]);
        if (npm is null)
        {
            logger.LogInformation("There is no chat window: npm, which comes with Node.js, was not found.");
            return false;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(LongestInstall);
        try
        {
            var (exitCode, output) = await npm.RunAsync(deadline.Token);
            if (exitCode == 0)
                return true;
            logger.LogWarning("There is no chat window: npm ci failed in {Folder}. {Output}", folder, output);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("There is no chat window: npm ci did not end within {Minutes} minutes in {Folder}.", LongestInstall.TotalMinutes, folder);
        }

        return false;
    }
}
