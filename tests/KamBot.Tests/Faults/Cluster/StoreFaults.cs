using System.Globalization;
using KamBot.Platform.Tables;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>
/// F7: a proxy spoils what goes between the programs and the Table service. First very many writes of every kind, each of
/// which must be there once and whole when the store said so; then reminders that two programs tell through the same proxy.
/// </summary>
internal sealed class StoreFaults : IFaultScenario
{
    private const string Table = "Faults";
    private const int Writers = 8;

    private static readonly StoreFaultRates Rates = new(ReplyLost: 50, NotSent: 10, Busy: 20, Error: 10, ErrorAfterwards: 10, EmptyPage: 30, Slow: 2);

    public string Name => "f7";

    public string Fault => "storage faults";

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        await using var installation = await Installation.OnAzuriteAsync(cancellationToken);
        await using var proxy = await FaultyStoreProxy.StartAsync(await installation.AzuriteEndpointAsync(), scale.Chance());
        await installation.StoreBehindAsync(proxy.Endpoint);
        var through = new AzureTableStore(installation.Storage.Value);
        await installation.Tables.CreateTablesAsync([Table], cancellationToken);

        proxy.Rates = Rates;
        var writes = scale.Of(10_000, 800);
        var writers = Enumerable.Range(0, Writers).Select(number => new Writer(through, number, scale.Chance(number))).ToList();
        await Task.WhenAll(writers.Select(writer => Task.Run(() => writer.RunAsync(writes / Writers, cancellationToken), cancellationToken)));
        var (faults, reads, spoiled) = (proxy.Faults, proxy.Reads, proxy.Summary());

        proxy.Rates = Rates with { EmptyPage = 300 };
        var differences = new List<string>();
        foreach (var writer in writers)
        {
            differences.AddRange(writer.Compare(await installation.Tables.ListAsync(Table, new TableQuery(writer.Partition), cancellationToken: cancellationToken), "in the store"));
            differences.AddRange(writer.Compare(await through.ListAsync(Table, new TableQuery(writer.Partition, MaxPerPage: 100), cancellationToken: cancellationToken), "in the pages"));
        }

        proxy.Rates = Rates;
        var told = await TellAsync(installation, scale, cancellationToken);
        return new FaultReport(
            string.Create(CultureInfo.InvariantCulture, $"{writers.Sum(writer => writer.Done):N0} writes of {Writers} writers (inserts, transactions, changes by ETag, deletions) through a proxy that spoiled {faults:N0} requests ({spoiled}): {reads:N0} reads came of it, {writers.Sum(writer => writer.GivenUp):N0} writes were given up with an error. Then 2 programs tell {told.Intents:N0} reminders through it."),
            told,
            [
                FaultCheck.None("writes lost", Count(differences, "lost")),
                FaultCheck.None("phantom rows", Count(differences, "phantom")),
                FaultCheck.None("writes done twice or otherwise", Count(differences, "other")),
                FaultCheck.None("writes that were refused for what they had done themselves", writers.Sum(writer => writer.Refused)),
                FaultCheck.AtMost("extra reads for each fault", 2, (double)reads / Math.Max(1, faults)),
                FaultCheck.None("reminders lost, doubled, early or not expected", told.Lost + told.Duplicate + told.Early + told.Unexpected),
            ],
            [.. differences.Take(10), .. told.Examples]);
    }

    private static int Count(List<string> differences, string kind) => differences.Count(each => each.StartsWith(kind, StringComparison.Ordinal));

    private static async Task<DeliveryTally> TellAsync(Installation installation, FaultScale scale, CancellationToken cancellationToken)
    {
        var count = scale.Of(2_000, 100);
        var over = TimeSpan.FromSeconds(scale.Of(120, 6));
        await using var one = await installation.StartNodeAsync();
        await using var two = await installation.StartNodeAsync();
        var reminders = await installation.Seed.PlanSoonAsync(begin => SeededReminder.Spread("f7", count, begin, over), TimeSpan.FromSeconds(5), cancellationToken);
        await ReminderSeed.UntilAsync(reminders[0].Due, cancellationToken);
        await installation.Channel.StoresAsync(count, over + TimeSpan.FromSeconds(scale.Of(180, 75)), cancellationToken);
        await Task.WhenAll(one.StopAsync(), two.StopAsync());
        return DeliveryChecker.Check(reminders.Select(each => each.Occurrence(TimeSpan.FromMinutes(2))), installation.Channel.Deliveries);
    }

    /// <summary>Writes into a partition of its own and knows what must be there.</summary>
    private sealed class Writer(ITableStore store, int number, Random chance)
    {
        private readonly Dictionary<string, Known> _rows = new(StringComparer.Ordinal);
        private readonly HashSet<string> _uncertain = new(StringComparer.Ordinal);
        private int _last;

        public string Partition { get; } = string.Create(CultureInfo.InvariantCulture, $"writer-{number}");

        public int Done { get; private set; }

        /// <summary>Answered with "exists already", "changed" or "gone", though nobody else writes here.</summary>
        public int Refused { get; private set; }

        /// <summary>The store said that it does not know.</summary>
        public int GivenUp { get; private set; }

        public async Task RunAsync(int writes, CancellationToken cancellationToken)
        {
            for (Done = 0; Done < writes; Done++)
            {
                var existing = _rows.Count > 0 && chance.Next(2) == 0 ? _rows.Keys.ElementAt(chance.Next(_rows.Count)) : null;
                if (existing is null)
                    await InsertAsync(chance.Next(4) == 0 ? 3 : 1, cancellationToken);
                else if (chance.Next(3) == 0)
                    await DeleteAsync(existing, cancellationToken);
                else
                    await ChangeAsync(existing, cancellationToken);
            }
        }

        public IEnumerable<string> Compare(IReadOnlyList<TableEntity> rows, string where)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var row in rows.Where(row => !_uncertain.Contains(row.RowKey)))
            {
                if (!seen.Add(row.RowKey))
                    yield return $"other: {Partition} {row.RowKey} is there twice, {where}";
                else if (!_rows.TryGetValue(row.RowKey, out var known))
                    yield return $"phantom: {Partition} {row.RowKey}, {where}";
                else if (row.GetInt32("count") != known.Count)
                    yield return $"other: {Partition} {row.RowKey} counts {row.GetInt32("count")} for {known.Count}, {where}";
            }

            foreach (var missing in _rows.Keys.Except(seen))
                yield return $"lost: {Partition} {missing}, {where}";
        }

        private async Task InsertAsync(int rows, CancellationToken cancellationToken)
        {
            var added = Enumerable.Range(0, rows).Select(_ => Row(string.Create(CultureInfo.InvariantCulture, $"{_last++:D6}"), 0)).ToList();
            if (await TryAsync([.. added.Select(TableTransactionAction.Add)], cancellationToken) is not { } write)
                return;
            for (var at = 0; at < rows; at++)
                _rows[added[at].RowKey] = new Known(0, write.ETags[at]);
        }

        private async Task ChangeAsync(string key, CancellationToken cancellationToken)
        {
            var known = _rows[key];
            var row = Row(key, known.Count + 1);
            row.ETag = known.ETag;
            if (await TryAsync([TableTransactionAction.Update(row)], cancellationToken) is { } write)
                _rows[key] = new Known(known.Count + 1, write.ETags[0]);
        }

        private async Task DeleteAsync(string key, CancellationToken cancellationToken)
        {
            var row = Row(key, 0);
            row.ETag = _rows[key].ETag;
            if (await TryAsync([TableTransactionAction.Delete(row)], cancellationToken) is not null)
                _rows.Remove(key);
        }

        private async Task<TableWrite?> TryAsync(TableTransactionAction[] actions, CancellationToken cancellationToken)
        {
            try
            {
                var write = await store.SubmitTransactionAsync(Table, actions, cancellationToken);
                if (write.Succeeded)
                    return write;
                Refused++;
            }
            catch (TableStoreException)
            {
                GivenUp++;
            }

            // Nobody knows: what is there of them is no evidence.
            foreach (var action in actions)
            {
                _uncertain.Add(action.Entity.RowKey);
                _rows.Remove(action.Entity.RowKey);
            }

            return null;
        }

        private TableEntity Row(string key, int count) => new(Partition, key) { ["count"] = count };

        private sealed record Known(int Count, Azure.ETag ETag);
    }
}
