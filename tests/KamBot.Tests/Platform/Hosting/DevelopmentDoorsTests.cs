using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KamBot.Platform.Schedule;
using KamBot.Platform.Tables;
using KamBot.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Moq;
using NodaTime.Text;

namespace KamBot.Tests.Platform.Hosting;

/// <summary>/dev/clock, /healthz and /readyz of the whole program on a free port.</summary>
public sealed class DevelopmentDoorsTests : IAsyncLifetime
{
    private static readonly Uri Clock = new("/dev/clock", UriKind.Relative);
    private static readonly Uri Ready = new("/readyz", UriKind.Relative);

    private readonly TemporaryStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task The_clock_is_read_moved_and_returned()
    {
        await using var app = new App(_store.Tables);
        using var http = await app.StartAsync();
        var before = await NowAsync(http);
        var target = before + NodaTime.Duration.FromDays(90);

        using var moved = await http.PutAsJsonAsync(Clock, new { now = InstantPattern.ExtendedIso.Format(target) }, Token);
        var answer = await moved.Content.ReadFromJsonAsync<JsonObject>(Token);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        Assert.Equal(0, (int)answer!["sent"]!);
        Assert.True(await NowAsync(http) >= target);

        using var returned = await http.DeleteAsync(Clock, Token);
        Assert.Equal(HttpStatusCode.OK, returned.StatusCode);
        Assert.True(await NowAsync(http) < target);
    }

    [Fact]
    public async Task The_clock_goes_on_where_it_was_when_the_program_starts_again()
    {
        NodaTime.Instant target;
        await using (var first = new App(_store.Tables))
        {
            using var http = await first.StartAsync();
            target = await NowAsync(http) + NodaTime.Duration.FromDays(90);
            using var moved = await http.PutAsJsonAsync(Clock, new { now = InstantPattern.ExtendedIso.Format(target) }, Token);
        }

        await using var second = new App(_store.Tables);
        using var again = await second.StartAsync();
        Assert.True(await NowAsync(again) >= target);
    }

    [Theory]
    [InlineData("""{"now":"2001-01-01T00:00:00Z"}""", HttpStatusCode.Conflict)]
    [InlineData("""{"now":"9999-01-01T00:00:00Z"}""", HttpStatusCode.Conflict)]
    [InlineData("""{"now":"tomorrow"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"now":7}""", HttpStatusCode.BadRequest)]
    [InlineData("""["now"]""", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task A_move_that_cannot_be_is_refused_with_a_reason(string body, HttpStatusCode expected)
    {
        await using var app = new App(_store.Tables);
        using var http = await app.StartAsync();
        using var content = new StringContent(body);

        using var response = await http.PutAsync(Clock, content, Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.NotEmpty((string)(await response.Content.ReadFromJsonAsync<JsonObject>(Token))!["error"]!);
    }

    [Theory]
    [InlineData("Host", "kambot.example")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    public async Task Whoever_does_not_call_from_this_machine_finds_no_clock(string header, string value)
    {
        await using var app = new App(_store.Tables);
        using var http = await app.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Clock) { Headers = { { header, value } } };

        using var response = await http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Production_has_no_clock_to_move()
    {
        await using var app = new App(_store.Tables, environment: "Production");
        using var http = await app.StartAsync();

        using var clock = await http.GetAsync(Clock, Token);

        Assert.Equal(HttpStatusCode.NotFound, clock.StatusCode);
        Assert.Same(TimeProvider.System, app.Services.GetRequiredService<TimeProvider>());
    }

    [Fact]
    public async Task Whoever_is_alive_and_whose_parts_work_says_so()
    {
        await using var app = new App(_store.Tables);
        using var http = await app.StartAsync();
        await app.Services.GetRequiredService<IPulse>().BeatAsync(Token);

        Assert.Equal("""{"status":"ok"}""", await http.GetStringAsync(new Uri("/healthz", UriKind.Relative), Token));
        Assert.Equal(
            """{"status":"ok","checks":{"storage":{"status":"ok"},"pulse":{"status":"ok"},"settings":{"status":"ok"},"keys":{"status":"ok"},"teams":{"status":"ok"}}}""",
            await http.GetStringAsync(Ready, Token));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_named_while_the_process_stays_alive()
    {
        var broken = new Mock<ITableStore>();
        broken.Setup(store => store.PingAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new TableStoreException("away"));
        await using var app = new App(broken.Object);
        using var http = await app.StartAsync();

        using var ready = await http.GetAsync(Ready, Token);
        using var alive = await http.GetAsync(new Uri("/healthz", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("The store does not answer.", await ReasonAsync(ready, "storage"));
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Fact]
    public async Task A_pulse_that_is_silent_is_named()
    {
        await using var app = new App(_store.Tables, services => services.RemoveAll<IPulse>().AddSingleton(Mock.Of<IPulse>(pulse =>
            pulse.LastBeat == TimeProvider.System.GetUtcNow().AddMinutes(-2))), pulse: true);
        using var http = await app.StartAsync();

        using var ready = await http.GetAsync(Ready, Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("not beaten for", await ReasonAsync(ready, "pulse"), StringComparison.Ordinal);
    }

    private static async Task<NodaTime.Instant> NowAsync(HttpClient http) =>
        InstantPattern.ExtendedIso.Parse((string)(await http.GetFromJsonAsync<JsonObject>(Clock, Token))!["now"]!).Value;

    private static async Task<string> ReasonAsync(HttpResponseMessage response, string check) =>
        (string)(await response.Content.ReadFromJsonAsync<JsonObject>(Token))!["checks"]![check]!["reason"]!;

    private sealed class App(ITableStore store, Action<IServiceCollection>? configure = null, string environment = "Development", bool pulse = false) : IAsyncDisposable
    {
        private readonly WebApplication _host = Program.Build(
            [$"--environment={environment}", "--urls=http://127.0.0.1:0", $"--Pulse:Enabled={pulse}", "--Playground:Start=false", .. environment == "Production" ? Registration.Arguments : []],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.RemoveAll<ITableStore>().AddSingleton(store);
                configure?.Invoke(builder.Services);
            });

        public IServiceProvider Services => _host.Services;

        public async Task<HttpClient> StartAsync()
        {
            await _host.StartAsync(Token);
            var address = _host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
            return new HttpClient { BaseAddress = new Uri(address) };
        }

        public async ValueTask DisposeAsync()
        {
            await _host.StopAsync(CancellationToken.None);
            await _host.DisposeAsync();
        }
    }
}
