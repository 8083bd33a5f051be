using System.Diagnostics;

namespace KamBot.Tests.Processes;

internal static class Death
{
    /// <summary>SIGKILL to this very process: no handler, no finally, no flush.</summary>
    public static void Now()
    {
        Process.GetCurrentProcess().Kill();
        throw new UnreachableException("A killed process went on.");
    }
}
