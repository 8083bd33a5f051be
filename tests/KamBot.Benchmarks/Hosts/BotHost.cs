using KamBot.Platform.Tables;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace KamBot.Benchmarks.Hosts;

/// <summary>
/// The whole program in this process, on Kestrel and loopback, with a store that counts. The pulse is off, so that what is
/// counted belongs to what is measured; warnings are counted, because a run with warnings measured something else.
/// </summary>
internal sealed class BotHost : IAsyncDisposable
{
    private readonly Factory _factory;

    private BotHost(ITableStore tables, Action<IServiceCollection> more, (string Key, string Value)[] settings)
    {
        Tables = new CountingTables(tables);
        _factory = new Factory(Tables, Warnings, more, settings);
        _factory.UseKestrel(0);
        Http = _factory.CreateClient();
    }

    public CountingTables Tables { get; }

    public WarningCount Warnings { get; } = new();

    public HttpClient Http { get; }

    public static BotHost Start(ITableStore tables, params (string Key, string Value)[] settings) => new(tables, _ => { }, settings);

    /// <summary>With something more than the program has.</summary>
    public static BotHost Start(ITableStore tables, Action<IServiceCollection> more, params (string Key, string Value)[] settings) => new(tables, more, settings);

    public T Get<T>()
        where T : notnull => _factory.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _factory.DisposeAsync();
    }

    private sealed class Factory(ITableStore tables, WarningCount warnings, Action<IServiceCollection> more, (string Key, string Value)[] settings) : WebApplicationFactory<global::Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseContentRoot(AppContext.BaseDirectory);
            builder.UseSetting("Pulse:Enabled", "false");
            builder.UseSetting("Playground:Start", "false");
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(warnings).SetMinimumLevel(LogLevel.Warning));
            builder.ConfigureServices(services =>
            {
                services.RemoveAll<ITableStore>().AddSingleton(tables);
                services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(new OfficeHours());
                more(services);
            });
        }
    }
}
