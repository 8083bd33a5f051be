using System.Net;
using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moq;

namespace KamBot.Tests.BotBuilder.Authentication;

public sealed class DevelopmentGateTests
{
    private readonly CountingLogger _log = new();

    [Theory]
    [InlineData("Development", "127.0.0.1", "localhost", true)]
    [InlineData("Development", "::1", "localhost", true)]
    [InlineData("Development", "::ffff:127.0.0.1", "127.0.0.1", true)]
    [InlineData("Development", "10.0.0.7", "localhost", false)]
    [InlineData("Development", "::ffff:10.0.0.7", "localhost", false)]
    [InlineData("Development", "127.0.0.1", "kambot.example", false)]
    [InlineData("Development", null, "localhost", false)]
    [InlineData("Production", "127.0.0.1", "localhost", false)]
    [InlineData("Staging", "127.0.0.1", "localhost", false)]
    public async Task Only_this_machine_gets_in_and_only_in_development(string environment, string? peer, string host, bool admitted)
    {
        var result = await Gate(environment).AuthenticateRequestAsync(Request(peer, host));

        Assert.Equal(admitted, result.ClaimsIdentity is not null);
        Assert.Equal(admitted ? 0 : 401, result.RefusalStatus);
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    public async Task A_proxy_on_this_machine_does_not_make_its_callers_local(string header)
    {
        var request = Request("127.0.0.1", "localhost");
        request.Headers[header] = "for=10.0.0.7";

        Assert.Null((await Gate("Development").AuthenticateRequestAsync(request)).ClaimsIdentity);
    }

    [Theory]
    [InlineData("http://localhost:56150/_connector", null)]
    [InlineData("http://127.0.0.1:56150", null)]
    [InlineData("https://smba.trafficmanager.net/teams/", 403)]
    [InlineData("http://localhost.evil.example/", 403)]
    [InlineData("nonsense", 403)]
    [InlineData(null, 403)]
    public void The_answers_stay_on_this_machine(string? serviceUrl, int? refusal)
    {
        Assert.Equal(refusal, Gate("Development").RefuseActivity(new(), new Activity { ServiceUrl = serviceUrl }));
    }

    [Fact]
    public async Task A_reason_is_logged_once()
    {
        var gate = Gate("Development");

        for (var i = 0; i < 3; i++)
            await gate.AuthenticateRequestAsync(Request("10.0.0.7", "localhost"));
        gate.RefuseActivity(new(), new Activity { ServiceUrl = "https://private.example/alex" });

        Assert.Equal(2, _log.Lines.Count);
        Assert.DoesNotContain(_log.Lines, line => line.Contains("private.example", StringComparison.Ordinal) || line.Contains("10.0.0.7", StringComparison.Ordinal));
    }

    private DevelopmentGate Gate(string environment) =>
        new(Mock.Of<IHostEnvironment>(host => host.EnvironmentName == environment), _log);

    private static HttpRequest Request(string? peer, string host)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = peer is null ? null : IPAddress.Parse(peer);
        context.Request.Host = new HostString(host);
        return context.Request;
    }

    private sealed class CountingLogger : ILogger<DevelopmentGate>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
