using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace KamBot.Platform.Hosting;

/// <summary>
/// Starts the Microsoft 365 Agents Playground as Development's chat window and stops it with KamBot. It is an npm tool for
/// evaluation only, installed from npm on this machine and never a part of KamBot. Whatever goes wrong with it is said in one
/// line, and KamBot goes on.
/// </summary>
internal sealed class PlaygroundWindow(
    PlaygroundInstall install,
    IOptions<PlaygroundOptions> options,
    IServer server,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime,
    ILogger<PlaygroundWindow> logger) : BackgroundService
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    private readonly int _port = options.Value.Port;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lifetime.WaitForStartAsync(stoppingToken);
            await ShowAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, and the window has been closed on the way.
        }
    }

    private async Task ShowAsync(CancellationToken stoppingToken)
    {
        var folder = options.Value.Folder ?? Path.Combine(environment.ContentRootPath, "Platform", "Playground");
        if (!File.Exists(Path.Combine(folder, "package-lock.json")))
        {
            logger.LogInformation("There is no chat window: its folder {Folder} is not there. Start with: dotnet run --project src/KamBot", folder);
            return;
        }

        if (server.LocalAddress() is not { } address || !await install.ReadyAsync(folder, stoppingToken))
            return;
        if (await AnswersAsync(stoppingToken))
        {
            logger.LogWarning("There is no chat window: port {Port} is taken. Free it or set Playground:Port.", _port);
            return;
        }

        var port = _port.ToString(CultureInfo.InvariantCulture);
        using var playground = ToolProcess.Start(
            folder, "node",
            ["--require", "./exit-with-parent.js", "node_modules/@microsoft/m365agentsplayground/cli.js", "start",
                "-e", new Uri(address, "/api/messages").AbsoluteUri, "-c", "msteams", "-p", port, "--dt"],
            HasDesktop() ? [] : [("TEAMSAPPTESTER_BROWSER", "none")]);
        if (playground is null)
            return;
        var running = playground.RunAsync(stoppingToken);
        if (await IsUpAsync(running, stoppingToken))
            logger.LogInformation("Chat window: http://localhost:{Port}", port);
        var (exitCode, output) = await running;
        logger.LogWarning("The chat window has ended with code {Code}. {Output}", exitCode, output);
    }

    private async Task<bool> IsUpAsync(Task running, CancellationToken stoppingToken)
    {
        using var look = new PeriodicTimer(BetweenLooks);
        for (var looks = 0; looks < LongestStart / BetweenLooks && !running.IsCompleted; looks++)
        {
            if (await AnswersAsync(stoppingToken))
                return true;
            await look.WaitForNextTickAsync(stoppingToken);
        }

        return false;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The tool opens a browser, and dies where there is none to open.</summary>
    private static bool HasDesktop() =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY")) || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));
}
