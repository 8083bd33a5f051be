using KamBot.BotBuilder.Turns;
using KamBot.EndToEnd.Faults;
using KamBot.EndToEnd.Processes;
using KamBot.Platform.Tables;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

[assembly: HostingStartup(typeof(ProgramUnderTest))]

namespace KamBot.EndToEnd.Processes;

/// <summary>
/// Runs inside the program that a test starts: says where it listens, stops it in order when the test closes its standard
/// input (or is gone), and kills it at the place that the setting <c>KillAt</c> names.
/// </summary>
public sealed class ProgramUnderTest : IHostingStartup
{
    public const string KillAt = "KillAt";

    /// <summary>The setting that names the place where turns wait until the program is told to stop.</summary>
    public const string HoldAt = "HoldAt";

    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices((context, services) =>
    {
        services.AddHostedService<Leash>();
        if (context.Configuration[HoldAt] is { Length: > 0 } held)
            services.AddSingleton<IFaultPoints>(provider => new HoldAtFaultPoint(held, provider.GetRequiredService<IHostApplicationLifetime>()));
        switch (context.Configuration[KillAt])
        {
            case { } place when KillAfterWrites.Parse(place) is { } count:
                services.AddSingleton<ITableStore>(_ => new KillAfterWrites(new SqliteTableStore(context.Configuration["Storage:Path"]!), count));
                break;
            case { Length: > 0 } place:
                services.AddSingleton<IFaultPoints>(new KillAtFaultPoint(place));
                break;
        }
    });

    private sealed class Leash(IServer server, IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStarted.Register(() => Console.WriteLine(KamBotProcess.ListensOn + server.Features.Get<IServerAddressesFeature>()!.Addresses.First()));
            _ = StopWithInputAsync();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private async Task StopWithInputAsync()
        {
            await using var input = Console.OpenStandardInput();
            await input.CopyToAsync(Stream.Null);
            lifetime.StopApplication();
        }
    }
}
