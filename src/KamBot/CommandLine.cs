using KamBot.Manifest;
using KamBot.Operations;
using KamBot.Platform.Hosting;

namespace KamBot;

/// <summary>What the first word says: a command for whoever runs KamBot, or else the program itself.</summary>
internal static class CommandLine
{
    /// <param name="args">The command line.</param>
    /// <param name="build">Makes the program without running it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], Action<WebApplicationBuilder>?, WebApplication> build)
    {
        if (args is ["manifest", .. var words])
            return ManifestCommand.Run(words, Console.Out, Console.Error);

        try
        {
            if (args is ["reminders", .. var asked])
                return await RemindersCommand.RunAsync(asked, build, Console.Out, Console.Error);
            await build(args, null).RunAsync();
            return 0;
        }
        catch (Exception exception) when (StartProblem.Describe(exception) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return 1;
        }
    }
}
