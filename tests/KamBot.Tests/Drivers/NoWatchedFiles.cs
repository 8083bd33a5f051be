using System.Runtime.CompilerServices;

namespace KamBot.Tests.Drivers;

/// <summary>
/// Every host watches its settings files, and a machine has few such watches (128 for a user where nothing else is said): a
/// suite that starts hundreds of programs would run out of them. No test changes a settings file.
/// </summary>
internal static class NoWatchedFiles
{
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "Before the first host of any test, and of nobody else: this is no library.")]
    internal static void Begin() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
