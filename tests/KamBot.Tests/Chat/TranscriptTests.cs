using System.Diagnostics;
using System.Text;
using KamBot.Tests.Architecture;

namespace KamBot.Tests.Chat;

/// <summary>The real program in a process of its own, fed with the typed lines of a transcript.</summary>
public sealed class TranscriptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_transcript_is_what_the_terminal_shows()
    {
        var transcript = Normal(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Chat", "transcript.txt"), TestContext.Current.CancellationToken));
        var script = transcript.Split('\n').Where(line => line.StartsWith("> ", StringComparison.Ordinal)).Select(line => line[2..]);

        var (exitCode, output, errors) = await ChatAsync(string.Join('\n', script), "Development");

        Assert.Equal(transcript, output);
        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task README_shows_a_part_of_it()
    {
        var token = TestContext.Current.CancellationToken;
        var transcript = Normal(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Chat", "transcript.txt"), token));
        var readme = Normal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), token));

        var shown = readme.Split("<!-- transcript -->\n```text\n")[1].Split("\n```")[0];

        Assert.Contains(shown, transcript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_Development_nobody_chats_without_a_token()
    {
        var (exitCode, output, errors) = await ChatAsync("hello", "Production");

        Assert.Equal(1, exitCode);
        Assert.Equal("", output);
        Assert.Contains("Development only", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> ChatAsync(string script, string environment)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        using var chat = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KamBot.dll"), "chat"])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = environment },
        })!;
        try
        {
            await chat.StandardInput.WriteAsync(script.AsMemory(), deadline.Token);
            chat.StandardInput.Close();
            var output = chat.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = chat.StandardError.ReadToEndAsync(deadline.Token);
            await chat.WaitForExitAsync(deadline.Token);
            return (chat.ExitCode, Normal(await output), Normal(await errors));
        }
        finally
        {
            if (!chat.HasExited)
                chat.Kill(entireProcessTree: true);
        }
    }

    private static string Normal(string text) => text.ReplaceLineEndings("\n").Trim();
}
