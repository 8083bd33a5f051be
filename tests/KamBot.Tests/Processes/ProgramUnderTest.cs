using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.Tests.Fakes;
using KamBot.Tests.Processes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

[assembly: HostingStartup(typeof(ProgramUnderTest))]

namespace KamBot.Tests.Processes;

/// <summary>
/// Runs inside the program that a test starts: says where it listens, stops it in order when the test closes its standard
/// input (or is gone), and does what the settings below and <see cref="ProgramCommands"/> ask for.
/// </summary>
public sealed class ProgramUnderTest : IHostingStartup
{
    /// <summary>The setting that names the place where it dies.</summary>
    public const string KillAt = "KillAt";

    /// <summary>The setting that names the place where turns wait until the program is told to stop.</summary>
    public const string HoldAt = "HoldAt";

    /// <summary>The setting that lets it know <see cref="NamedReminders"/>.</summary>
    public const string Named = "NamedReminders";

    /// <summary>The setting that names the file of its <see cref="FlightRecorder"/>.</summary>
    public const string Recorder = "FlightRecorder";

    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices((context, services) =>
    {
        var settings = context.Configuration;
        var recorder = settings[Recorder] is { Length: > 0 } file ? new FlightRecorder(file) : null;
        var points = new CommandedFaultPoints(recorder);
        services.AddSingleton(points);
        services.AddHostedService<Leash>();
        if (settings.GetValue<bool>(Named))
            services.AddSingleton<IReminderSource, NamedReminders>();
        if (recorder is not null)
            services.AddHttpClient(ConnectorClient.HttpClientName).AddHttpMessageHandler(() => new RecordedSends(recorder));
        if (settings[HoldAt] is { Length: > 0 } held)
            services.AddSingleton<IFaultPoints>(provider => new HoldAtFaultPoint(held, provider.GetRequiredService<IHostApplicationLifetime>()));
        switch (settings[KillAt])
        {
            case { } place when KillAfterWrites.Parse(place) is { } count:
                services.AddSingleton<ITableStore>(_ => new KillAfterWrites(new SqliteTableStore(settings["Storage:Path"]!), count));
                break;
            case { Length: > 0 } place:
                services.AddSingleton<IFaultPoints>(new KillAtFaultPoint(place));
                break;
        }

        if (!services.Any(service => service.ServiceType == typeof(IFaultPoints)))
            services.AddSingleton<IFaultPoints>(points);
    });

    private sealed class Leash(IServer server, IHostApplicationLifetime lifetime, CommandedFaultPoints points) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStarted.Register(() => Console.WriteLine(ProgramProcess.ListensOn + server.Features.Get<IServerAddressesFeature>()!.Addresses.First()));
            _ = Task.Run(ObeyAsync, CancellationToken.None);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private async Task ObeyAsync()
        {
            using var input = new StreamReader(Console.OpenStandardInput());
            while (await input.ReadLineAsync() is { } line)
                points.Do(line);
            points.Do(ProgramCommands.Release);
            lifetime.StopApplication();
        }
    }
}
