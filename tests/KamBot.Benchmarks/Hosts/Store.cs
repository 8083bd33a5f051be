using KamBot.Platform.Tables;

namespace KamBot.Benchmarks.Hosts;

/// <summary>An empty store of its own: SQLite in a temporary file, or Azurite in the memory of a process of its own.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly IAsyncDisposable? _server;
    private readonly TemporaryFolder? _folder;

    private Store(ITableStore tables, IAsyncDisposable? server, TemporaryFolder? folder) => (Tables, _server, _folder) = (tables, server, folder);

    public ITableStore Tables { get; }

    public static async Task<Store> OpenAsync(string name)
    {
        if (name == "azurite")
        {
            var server = await AzuriteServer.StartAsync();
            return new Store(new AzureTableStore(server.ConnectionString), server, null);
        }

        if (name != "sqlite")
            throw new InvalidOperationException($"KamBot keeps nothing in {name}.");
        var folder = new TemporaryFolder();
        return new Store(new SqliteTableStore(folder.File("kambot.db")), null, folder);
    }

    public async ValueTask DisposeAsync()
    {
        (Tables as IDisposable)?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        _folder?.Dispose();
    }
}
