using System.Globalization;
using KamBot.Platform.Tables;
using KamBot.Tests.Drivers;
using KamBot.Tests.Processes;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>
/// One store, a stub channel, and the running programs that share them. Azurite is never killed; what happens to the store
/// happens in front of it.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kambot-faults-");
    private readonly AzuriteServer? _azurite;
    private readonly List<ProgramProcess> _nodes = [];
    private readonly Lock _gate = new();
    private int _started;

    private Installation(AzuriteServer? azurite) => _azurite = azurite;

    /// <summary>The store as this process uses it, past all faults.</summary>
    public ITableStore Tables { get; private set; } = null!;

    public StubChannel Channel { get; private set; } = null!;

    public ReminderSeed Seed { get; private set; } = null!;

    /// <summary>The setting by which programs find the store.</summary>
    public (string Name, string Value) Storage { get; private set; }

    /// <summary>Settings of all programs, from the next start on.</summary>
    public List<(string Name, string Value)> Settings { get; } = [(ProgramUnderTest.Named, "true")];

    public static async Task<Installation> OnAzuriteAsync(CancellationToken cancellationToken)
    {
        var azurite = new AzuriteServer();
        var installation = new Installation(azurite);
        try
        {
            installation.StoreAt(await azurite.ConnectionStringAsync());
            await installation.OpenAsync(new AzureTableStore(await azurite.ConnectionStringAsync()), cancellationToken);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    public static async Task<Installation> OnSqliteAsync(CancellationToken cancellationToken)
    {
        var installation = new Installation(null);
        var path = Path.Combine(installation._folder.FullName, "kambot.db");
        installation.Storage = ("Storage:Path", path);
        await installation.OpenAsync(new SqliteTableStore(path), cancellationToken);
        return installation;
    }

    /// <summary>Azurite's address, for a proxy in front of it.</summary>
    public Task<Uri> AzuriteEndpointAsync() => _azurite!.EndpointAsync();

    /// <summary>From the next start on the programs find the store behind a proxy.</summary>
    public async Task StoreBehindAsync(Uri proxy) => StoreAt(await _azurite!.ConnectionStringAsync(proxy));

    /// <summary>A file of a name of its own.</summary>
    public string NewFile() => Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _started)}.bin"));

    public async Task<ProgramProcess> StartNodeAsync(IEnumerable<(string Name, string Value)>? settings = null, IEnumerable<(string Name, string Value)>? environment = null)
    {
        var node = await ProgramProcess.StartAsync([Storage, .. Settings, .. settings ?? []], environment);
        lock (_gate)
            _nodes.Add(node);
        return node;
    }

    /// <summary>What a program said at last that was a warning or worse, for the report.</summary>
    public static IEnumerable<string> Complaints(ProgramProcess node) =>
        node.Lines.Where(line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal) || line.Contains("xception", StringComparison.Ordinal)).TakeLast(5);

    public async ValueTask DisposeAsync()
    {
        List<ProgramProcess> nodes;
        lock (_gate)
            nodes = [.. _nodes];
        foreach (var node in nodes)
            await node.DisposeAsync();
        if (Seed is not null)
            await Seed.DisposeAsync();
        if (Channel is not null)
            await Channel.DisposeAsync();
        if (Tables is IAsyncDisposable tables)
            await tables.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void StoreAt(string connection) => Storage = ("Storage:ConnectionString", connection);

    private async Task OpenAsync(ITableStore tables, CancellationToken cancellationToken)
    {
        Tables = tables;
        Channel = await StubChannel.StartAsync();
        Seed = new ReminderSeed(tables, Channel.ServiceUrl);
        await Seed.MakeTablesAsync(cancellationToken);
    }
}
