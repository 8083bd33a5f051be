using KamBot.Platform.Tables;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Platform.Tables;

public sealed class AzureTableStoreTests(AzuriteServer azurite) : TableStoreConformance
{
    protected override async Task<ITableStore> StoreAsync(params string[] tables)
    {
        var store = new AzureTableStore(await azurite.ConnectionStringAsync());
        await store.CreateTablesAsync(tables, TestContext.Current.CancellationToken);
        return store;
    }
}
