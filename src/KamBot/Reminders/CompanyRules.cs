using System.Text.Json;
using KamBot.Platform;
using KamBot.Platform.Schedule;
using KamBot.Platform.Tables;

namespace KamBot.Reminders;

/// <summary>
/// What the companies set in the chat, one small row each, all in one partition: every instance reads it with one query when what
/// it has is fifteen seconds old.
/// </summary>
public sealed class CompanyRules(ITableStore tables, TimeProvider clock, ILogger<CompanyRules> logger)
    : Refreshed<CompanyRules.ByTenant>(clock)
{
    public const string Table = "Companies";

    private const string Partition = "rules";
    private const int MostCompanies = 5_000;
    private const int Attempts = 8;

    /// <summary>The company's settings by name, as far as the chat has set them; null where it has set none.</summary>
    public IReadOnlyDictionary<string, string>? Of(string tenant) => Kept?.Rules.GetValueOrDefault(TableKeys.Escape(tenant));

    /// <summary>Applies a change to the company's settings as they are now, again if somebody else changed them meanwhile.</summary>
    /// <exception cref="InvalidOperationException">The row kept changing (eight times in a row).</exception>
    public async Task ChangeAsync(string tenant, Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await tables.GetEntityIfExistsAsync(Table, Partition, TableKeys.Escape(tenant), cancellationToken);
            var row = RowJson.Write(new TableEntity(Partition, TableKeys.Escape(tenant)), change(read is null ? new Dictionary<string, string>() : RowJson.Read<Dictionary<string, string>>(read)));
            row.ETag = read?.ETag ?? default;
            var write = read is null ? await tables.AddEntityAsync(Table, row, cancellationToken) : await tables.UpdateEntityAsync(Table, row, cancellationToken);
            if (!write.Succeeded)
                continue;
            await ReadAsync(cancellationToken);
            return;
        }

        throw new InvalidOperationException("A company's settings kept changing while they were saved.");
    }

    protected override async Task<ByTenant> ReadRowsAsync(CancellationToken cancellationToken)
    {
        var byTenant = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var row in await tables.ListAsync(Table, new TableQuery(Partition), MostCompanies, cancellationToken))
        {
            try
            {
                byTenant[row.RowKey] = RowJson.Read<Dictionary<string, string>>(row);
            }
            catch (JsonException exception)
            {
                logger.LogError(exception, "A company's settings cannot be read; what is configured holds");
            }
        }

        return new ByTenant(byTenant);
    }

    /// <param name="Rules">By the tenant as it stands in the key.</param>
    public sealed record ByTenant(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Rules);
}
