using System.Net;
using KamBot.Benchmarks.Hosts;
using KamBot.BotBuilder.Hosting;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Hosting;
using KamBot.Platform.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KamBot.Benchmarks.Echo;

/// <summary>KamBot's library alone around the echo bot: its endpoint, token validation, durable turns over a ledger in memory, connector.</summary>
internal static class EchoHost
{
    /// <summary>The same with its turns in tables, as the product keeps them.</summary>
    public static async Task<WebApplication> BuildAsync(TokenDesk desk, AzuriteServer azurite)
    {
        var tables = new AzureTableStore(azurite.ConnectionString);
        await tables.CreateTablesAsync(TableTurnLedger.Tables);
        return Build(desk, services => services.AddSingleton<ITurnLedger>(new TableTurnLedger(tables, TimeProvider.System, Options.Create(new TurnLedgerOptions()))));
    }

    /// <param name="desk">Who issues the tokens it is to accept.</param>
    /// <param name="exchange">What else a benchmark wants different.</param>
    public static WebApplication Build(TokenDesk desk, Action<IServiceCollection>? exchange = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IBot, EchoBot>().AddSingleton<ITurnLedger, MemoryTurnLedger>();
        exchange?.Invoke(builder.Services);
        desk.Register(builder);
        builder.AddBotBuilder();
        var app = builder.Build();
        app.MapBotMessages();
        return app;
    }
}
