using System.Diagnostics;

namespace KamBot.Benchmarks.Hosts;

/// <summary>A program of tests/peers: it ends with this one.</summary>
internal static class NodePeer
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "peers");

    /// <param name="script">A path in tests/peers.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process Start(string script, params string[] arguments) => Process.Start(new ProcessStartInfo(
        "node", ["--require", Path.Combine(Folder, "exit-with-parent.js"), Path.Combine(Folder, script), .. arguments])
    {
        WorkingDirectory = Folder,
        RedirectStandardInput = true, // its end is the peer's end
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;
}
