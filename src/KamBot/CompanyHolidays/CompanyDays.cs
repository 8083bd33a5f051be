using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KamBot.Conversation;
using KamBot.Platform;
using KamBot.Platform.Schedule;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime.Text;

namespace KamBot.CompanyHolidays;

/// <summary>
/// The companies' own days off, a small row each, and beside them what is still to be planned anew: all in one partition, so that a
/// change and its work are written together, and whoever sees the work sees the day. Every instance reads it with one query when
/// what it has is fifteen seconds old; whoever changes it reads it again at once.
/// </summary>
public sealed class CompanyDays(ITableStore tables, WorkingCalendars calendars, TimeProvider clock, ILogger<CompanyDays> logger)
    : Refreshed<CompanyDays.Rows>(clock), ICompanyReplanning
{
    public const string Table = "DaysOff";

    /// <summary>Of one company; what is long past goes when something is added.</summary>
    public const int MostDays = 200;

    private const string Partition = "all";
    private const string DaysPrefix = "days~";
    private const string WorkPrefix = "work~";
    private const string ConfiguredRow = "configured";
    private const int MostRows = 10_000;
    private const int MostLogged = 50;
    private const int Attempts = 8;

    /// <summary>What is still to be planned anew, the oldest first.</summary>
    public IReadOnlyList<DayWork> Works => Kept?.Works ?? [];

    public CompanyDaysRow Of(string tenant) => Kept?.ByTenant.GetValueOrDefault(tenant) ?? new CompanyDaysRow(tenant);

    /// <summary>Applies a change to the company's days as they are now, again if somebody else changed them meanwhile.</summary>
    /// <param name="tenant">The company.</param>
    /// <param name="operation">Whose change it is: done already, it is not done again.</param>
    /// <param name="change">The deed and the days after it; null: nothing to change.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    /// <returns>What the operation did, now or in an earlier run; null when it changed nothing.</returns>
    /// <exception cref="InvalidOperationException">The row kept changing (eight times in a row).</exception>
    public async Task<DayNews?> ChangeAsync(string tenant, OperationId operation, Func<CompanyDaysRow, (DayDeed Deed, CalendarChange Day, IEnumerable<CalendarChange> Days)?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var entity = await tables.GetEntityIfExistsAsync(Table, Partition, Key(tenant), cancellationToken);
            var before = entity is null ? new CompanyDaysRow(tenant) : RowJson.Read<CompanyDaysRow>(entity);
            if (before.Log.FirstOrDefault(each => each.Operation == operation.Value) is { } done)
                return done;
            if (change(before) is not { } wanted)
                return null;
            var news = new DayNews(operation.Value, wanted.Deed, wanted.Day);
            var row = Row(Key(tenant), before with { Days = [.. wanted.Days], Log = [.. before.Log.TakeLast(MostLogged - 1), news] }, entity);
            var work = new DayWork(operation.Value, wanted.Deed, Clock.GetCurrentInstant()) { Tenant = tenant, Day = wanted.Day };
            if (!await WriteAsync(row, entity is null, work, cancellationToken))
                continue;
            await ReadAsync(cancellationToken);
            return news;
        }

        throw new InvalidOperationException("A company's days off kept changing while they were saved.");
    }

    /// <summary>
    /// Compares what is configured with what was when reminders were last planned by it. Another configuration is work for all
    /// companies; it is noted together with it, so that one instance of several makes it.
    /// </summary>
    public async Task CompareConfiguredAsync(CancellationToken cancellationToken)
    {
        var configured = Fingerprint();
        var entity = await tables.GetEntityIfExistsAsync(Table, Partition, ConfiguredRow, cancellationToken);
        var before = entity is null ? "" : RowJson.Read<string>(entity);
        if (before == configured)
            return;
        var now = Clock.GetCurrentInstant();
        var work = new DayWork(OperationId.Of(ConfiguredRow, configured, InstantPattern.ExtendedIso.Format(now)).Value, DayDeed.Configured, now);
        if (await WriteAsync(Row(ConfiguredRow, configured, entity), entity is null, work, cancellationToken))
            await ReadAsync(cancellationToken);
    }

    public async Task RulesChangedAsync(string tenant, OperationId operation, CancellationToken cancellationToken)
    {
        var work = new DayWork(operation.Value, DayDeed.Rules, Clock.GetCurrentInstant()) { Tenant = tenant };
        await tables.UpsertEntityAsync(Table, WorkRow(work), cancellationToken);
        await ReadAsync(cancellationToken);
    }

    /// <summary>The work came so far, or is done (null). Nothing is written if another instance was faster.</summary>
    public async Task AdvanceAsync(DayWork work, DayWork? now, CancellationToken cancellationToken)
    {
        var entity = work.Entity ?? throw new ArgumentException("It was never read.", nameof(work));
        if (now is null)
            await tables.DeleteEntityAsync(Table, entity, cancellationToken);
        else
            await tables.UpdateEntityAsync(Table, Row(entity.RowKey, now, entity), cancellationToken);
        await ReadAsync(cancellationToken);
    }

    protected override async Task<Rows> ReadRowsAsync(CancellationToken cancellationToken)
    {
        var byTenant = new Dictionary<string, CompanyDaysRow>(StringComparer.Ordinal);
        var works = new List<DayWork>();
        foreach (var row in await tables.ListAsync(Table, new TableQuery(Partition), MostRows, cancellationToken))
        {
            try
            {
                if (row.RowKey.StartsWith(WorkPrefix, StringComparison.Ordinal))
                    works.Add(RowJson.Read<DayWork>(row) with { Entity = row });
                else if (row.RowKey.StartsWith(DaysPrefix, StringComparison.Ordinal) && RowJson.Read<CompanyDaysRow>(row) is var days)
                    byTenant[days.Tenant] = days;
            }
            catch (JsonException exception)
            {
                logger.LogError(exception, "A row of days off cannot be read and is passed over");
            }
        }

        // A calendar is made anew for each state of the changes: not four times a minute for the same.
        if (Kept is { } before ? !Same(before.ByTenant, byTenant) : byTenant.Count > 0)
            calendars.Change(byTenant.ToDictionary(company => company.Key, company => company.Value.Days));
        return new Rows(byTenant, [.. works.OrderBy(work => work.Created)]);
    }

    private static bool Same(IReadOnlyDictionary<string, CompanyDaysRow> some, IReadOnlyDictionary<string, CompanyDaysRow> others) =>
        some.Count == others.Count && some.All(one => others.TryGetValue(one.Key, out var other) && one.Value.Days.SequenceEqual(other.Days));

    private async Task<bool> WriteAsync(TableEntity row, bool isNew, DayWork work, CancellationToken cancellationToken) => (await tables.SubmitTransactionAsync(
        Table, [isNew ? TableTransactionAction.Add(row) : TableTransactionAction.Update(row), TableTransactionAction.Upsert(WorkRow(work))], cancellationToken)).Succeeded;

    private string Fingerprint() => calendars.Configured.Count == 0
        ? ""
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(calendars.Configured, RowJson.Options))));

    private static string Key(string tenant) => $"{DaysPrefix}{TableKeys.Escape(tenant)}";

    private static TableEntity WorkRow(DayWork work) => Row($"{WorkPrefix}{work.Operation}", work, null);

    private static TableEntity Row<T>(string key, T value, TableEntity? read)
    {
        var row = RowJson.Write(new TableEntity(Partition, key), value);
        row.ETag = read?.ETag ?? default;
        return row;
    }

    public sealed record Rows(IReadOnlyDictionary<string, CompanyDaysRow> ByTenant, IReadOnlyList<DayWork> Works);
}
