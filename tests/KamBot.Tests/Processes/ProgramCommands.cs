namespace KamBot.Tests.Processes;

/// <summary>What a program under test does when a line of its standard input says so.</summary>
internal static class ProgramCommands
{
    /// <summary>Hold whoever comes to a place.</summary>
    public const string Hold = "hold";

    /// <summary>Let go on whoever is held, and hold nobody more.</summary>
    public const string Release = "release";

    /// <summary>Die (SIGKILL) when the place is passed next.</summary>
    public const string Die = "die";

    public static string At(string command, string place) => $"{command} {place}";
}
