using System.Collections.Concurrent;
using System.Net;
using System.Text;
using KamBot.Platform.Tables;
using KamBot.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace KamBot.Tests.Platform.Observability;

/// <summary>Traces, figures and logs reach a collector that is named; one that is away costs the user nothing.</summary>
public sealed class OtlpExportTests : IAsyncLifetime
{
    private readonly TemporaryStore _store = new();
    private FakeTeams _teams = null!;

    public async ValueTask InitializeAsync() => _teams = await FakeTeams.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _teams.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_collector_that_is_named_gets_traces_figures_and_logs_of_a_turn()
    {
        await using var collector = await Collector.StartAsync();

        await OneTurnAsync(collector.Address);

        Assert.Contains("turn message", collector.Received("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("/api/messages", collector.Received("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("bot.turn.duration", collector.Received("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("KamBot listens on", collector.Received("/v1/logs"), StringComparison.Ordinal);
        Assert.All((string[])["/v1/traces", "/v1/metrics", "/v1/logs"], path => Assert.Contains("service.instance.id", collector.Received(path), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collector_that_is_away_disturbs_nobody()
    {
        await using var collector = await Collector.StartAsync();
        var address = collector.Address;
        await collector.DisposeAsync();

        await OneTurnAsync(address);

        Assert.Single(_teams.Sent);
    }

    private async Task OneTurnAsync(string collector)
    {
        await using var host = Program.Build(
            ["--environment=Development", "--urls=http://127.0.0.1:0", "--Pulse:Enabled=false", "--Playground:Start=false", $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"],
            builder => builder.Services.RemoveAll<ITableStore>().AddSingleton<ITableStore>(_store.Tables));
        await host.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()) };
        using var answer = await FakeTeams.PostAsync(http, _teams.Message("hello"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Takes what OTLP over HTTP sends. Protocol buffers hold their texts in clear: enough to look for a name.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, string Body)> _received = new();
        private readonly WebApplication _server;

        private Collector(WebApplication server) => _server = server;

        public string Address => _server.Urls.First();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var collector = new Collector(builder.Build());
            collector._server.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                collector._received.Enqueue((context.Request.Path.Value!, Encoding.Latin1.GetString(body.ToArray())));
            });
            await collector._server.StartAsync();
            return collector;
        }

        public string Received(string path) => string.Join('\n', _received.Where(request => request.Path == path).Select(request => request.Body));

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
