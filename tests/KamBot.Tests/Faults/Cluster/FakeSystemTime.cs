namespace KamBot.Tests.Faults.Cluster;

/// <summary>
/// libfaketime in front of a program's system clock: what it tells can be stepped and bent while the program runs. Its
/// monotonic clock stays true, as that of a real machine does.
/// </summary>
internal sealed class FakeSystemTime
{
    private const string Library = "faketime/libfaketime.so.1";

    private readonly string _file;

    public FakeSystemTime(string file)
    {
        _file = file;
        IsTrue();
    }

    /// <summary>What the program needs in its environment.</summary>
    public IEnumerable<(string Name, string Value)> Environment =>
    [
        ("LD_PRELOAD", Find() ?? throw new InvalidOperationException("libfaketime is not installed.")),
        ("FAKETIME_TIMESTAMP_FILE", _file),
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ];

    /// <summary>Skips the test with the reason where the library is missing, except in CI.</summary>
    public static void SkipUnlessThere()
    {
        if (Find() is null && System.Environment.GetEnvironmentVariable("CI") is not "true")
            Assert.Skip("libfaketime is not installed: this test steps the clock of a process (apt install libfaketime).");
    }

    public void IsTrue() => Say("+0");

    /// <param name="seconds">How far it is ahead of the true time.</param>
    public void IsAheadBy(double seconds) => Say(FormattableString.Invariant($"{(seconds < 0 ? "" : "+")}{seconds}"));

    /// <param name="speed">How many of its seconds go by in a true one, from now on.</param>
    public void RunsAt(double speed) => Say(FormattableString.Invariant($"+0 x{speed}"));

    /// <summary>At once: the program reads the file whenever it looks at the clock.</summary>
    private void Say(string offset)
    {
        File.WriteAllText(_file + ".new", offset + "\n");
        File.Move(_file + ".new", _file, overwrite: true);
    }

    private static string? Find() => Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*").Select(folder => Path.Combine(folder, Library)).FirstOrDefault(File.Exists)
        : null;
}
