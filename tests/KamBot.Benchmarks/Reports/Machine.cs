using System.Globalization;
using System.Runtime.InteropServices;

namespace KamBot.Benchmarks.Reports;

/// <summary>A figure means nothing without the machine it was taken on, and how busy that was.</summary>
internal static class Machine
{
    private const string LoadFile = "/proc/loadavg";

    public static string Facts() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}, load {Load()}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC");

    private static string Load() => File.Exists(LoadFile) ? string.Join(' ', File.ReadAllText(LoadFile).Split(' ').Take(3)) : "unknown";
}
