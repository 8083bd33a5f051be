using KamBot.Platform.Hosting;
using Microsoft.AspNetCore.Hosting.Server;

namespace KamBot.Chat;

/// <summary>The program's chat window in the terminal; at the end of its input the program ends.</summary>
/// <remarks>The script comes first: what is made earlier is disposed later, and its folder holds the store's file.</remarks>
internal sealed class TerminalChat(
    ChatScript script,
    ChatTerminal terminal,
    ChatPaper paper,
    IServer server,
    TimeProvider clock,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lifetime.WaitForStartAsync(stoppingToken);
            await using var channel = await ChatChannel.StartAsync(paper, stoppingToken);
            using var bot = new ChatBot(server.LocalAddress()!);
            var session = new ChatSession(paper, bot, new ChatActivities(channel.Address, clock), clock);
            await session.SitDownAsync(ChatUser.Default, stoppingToken);
            await ReadAsync(session, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Ctrl+C.
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private async Task ReadAsync(ChatSession session, CancellationToken stoppingToken)
    {
        var line = script.FirstLine ?? await NextAsync(stoppingToken);
        while (line is not null)
        {
            line = line.Trim();
            if (line.Length > 0)
            {
                if (terminal.IsScript)
                    paper.Write($"\n> {line}");
                if (!await session.TakeAsync(ChatLine.Read(line), stoppingToken))
                    return;
            }

            line = await NextAsync(stoppingToken);
        }
    }

    /// <summary>A terminal cannot be told to stop reading: who stops leaves the read behind.</summary>
    private async Task<string?> NextAsync(CancellationToken stoppingToken)
    {
        if (!terminal.IsScript)
            terminal.Out.Write("\n> ");
        return await Task.Run(terminal.In.ReadLine, stoppingToken).WaitAsync(stoppingToken);
    }
}
