using System.Diagnostics;

namespace KamBot.Tests.Platform.Hosting;

/// <summary>The program as an operator starts it, in a process of its own.</summary>
public sealed class StartProblemTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Without_a_registration_the_program_says_what_to_set_and_does_not_start(string environment)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        using var kambot = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KamBot.dll"), $"--environment={environment}", "--urls=http://127.0.0.1:0"])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MicrosoftAppId"] = "" },
        })!;
        try
        {
            var output = kambot.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = kambot.StandardError.ReadToEndAsync(deadline.Token);
            await kambot.WaitForExitAsync(deadline.Token);

            Assert.Equal(1, kambot.ExitCode);
            Assert.StartsWith("MicrosoftAppId is not set", Assert.Single((await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            Assert.Empty(await output);
        }
        finally
        {
            if (!kambot.HasExited)
                kambot.Kill(entireProcessTree: true);
        }
    }
}
