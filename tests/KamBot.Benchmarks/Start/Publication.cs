using System.Diagnostics;
using KamBot.Benchmarks.Hosts;

namespace KamBot.Benchmarks.Start;

/// <summary>The program as an operator gets it: <c>dotnet publish src/KamBot -c Release</c>.</summary>
internal static class Publication
{
    /// <returns>The program's assembly in the folder.</returns>
    public static async Task<string> MakeAsync(TemporaryFolder folder)
    {
        var start = new ProcessStartInfo("dotnet", ["publish", "src/KamBot", "-c", "Release", "-o", folder.File("kambot"), "-v", "quiet", "-nologo"])
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
        };
        using var publish = Process.Start(start)!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? folder.File("kambot/KamBot.dll") : throw new InvalidOperationException("The program could not be published.");
    }
}
