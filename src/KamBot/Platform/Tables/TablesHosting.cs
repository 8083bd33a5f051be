using Azure.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace KamBot.Platform.Tables;

/// <summary>The door of this folder.</summary>
public static class TablesHosting
{
    /// <summary>The store that the section "Storage" selects, with the tables of all slices created before anything else starts.</summary>
    public static IHostApplicationBuilder AddTables(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        builder.Services.AddSingleton<StoreTime>();
        builder.Services.TryAddSingleton(services => CreateStore(services, builder.Environment));
        builder.Services.AddHostedService<TableCreation>();
        return builder;
    }

    /// <summary>Names a table that a slice uses.</summary>
    public static IServiceCollection AddTable(this IServiceCollection services, string name)
    {
        TableLimits.CheckTable(name);
        return services.AddSingleton(new TableName(name));
    }

    /// <summary>Creates what is missing, in a program that is not run.</summary>
    public static Task CreateTablesAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<ITableStore>().CreateTablesAsync(
            [.. services.GetServices<TableName>().Select(table => table.Name).Distinct(StringComparer.OrdinalIgnoreCase)], cancellationToken);

    private static ITableStore CreateStore(IServiceProvider services, IHostEnvironment environment)
    {
        var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        var log = services.GetService<ILogger<AzureTableStore>>();
        var client = new AzureTableClientOptions();
        // The clock of Development is moved on purpose. It lies in the store, so it is asked for when it is needed, not now.
        if (options.FollowClock ?? !environment.IsDevelopment())
            client.FollowTime(services.GetRequiredService<StoreTime>(), services.GetRequiredService<TimeProvider>);
        if (!string.IsNullOrWhiteSpace(options.ConnectionString))
            return new AzureTableStore(options.ConnectionString, client, log);
        if (!string.IsNullOrWhiteSpace(options.AccountUri))
            return new AzureTableStore(new Uri(options.AccountUri), new DefaultAzureCredential(), client, log);
        return new SqliteTableStore(string.IsNullOrWhiteSpace(options.Path) ? StorageOptions.DefaultPath : options.Path);
    }

    private sealed record TableName(string Name);

    /// <summary>Runs in the host's first phase: when other services start, their tables are there.</summary>
    private sealed class TableCreation(ITableStore store, IEnumerable<TableName> tables) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) =>
            store.CreateTablesAsync([.. tables.Select(t => t.Name).Distinct(StringComparer.OrdinalIgnoreCase)], cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
