using KamBot.Platform.Hosting;
using KamBot.Platform.Tables;
using NodaTime.Text;

namespace KamBot.Tests.Processes;

/// <summary>The SQLite file of one installation, in a folder that goes away with the test.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kambot-e2e-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "kambot.db");

    public (string Name, string Value) Setting => ("Storage:Path", Path);

    /// <summary>The same installation once more, as nobody has it open.</summary>
    public DataFolder Copy()
    {
        var copy = new DataFolder();
        foreach (var file in _folder.EnumerateFiles())
            file.CopyTo(System.IO.Path.Combine(copy._folder.FullName, file.Name));
        return copy;
    }

    /// <summary>The time at which the next process on it begins: hours may have passed since the last one.</summary>
    public async Task SetClockAsync(string utc)
    {
        await using var tables = new SqliteTableStore(Path);
        await tables.CreateTablesAsync([MovableClock.Table]);
        await new MovableClock(tables).SetAsync(InstantPattern.ExtendedIso.Parse(utc).Value, CancellationToken.None);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
