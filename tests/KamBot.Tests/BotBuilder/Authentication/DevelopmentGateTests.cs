using System.Net;
using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moq;

namespace KamBot.Tests.BotBuilder.Authentication;

public sealed class DevelopmentGateTests
{
    private readonly FakeClock _clock = new();
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
    public void Only_this_machine_gets_in_and_only_in_development(string environment, string? peer, string host, bool admitted)
    {
        var result = Gate(environment).Admit(Request(peer, host));

        Assert.Equal(admitted, result.Caller is not null);
        Assert.Equal(admitted ? 0 : 401, result.RefusalStatus);
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    public void A_proxy_on_this_machine_does_not_make_its_callers_local(string header)
    {
        var request = Request("127.0.0.1", "localhost");
        request.Headers[header] = "for=10.0.0.7";

        Assert.Null(Gate("Development").Admit(request).Caller);
    }

    [Theory]
    [InlineData("http://localhost:56150/_connector", true)]
    [InlineData("http://127.0.0.1:56150", true)]
    [InlineData("https://smba.trafficmanager.net/teams/", false)]
    [InlineData("http://localhost.evil.example/", false)]
    [InlineData("nonsense", false)]
    [InlineData(null, false)]
    public void The_answers_stay_on_this_machine(string? serviceUrl, bool admitted)
    {
        Assert.Equal(admitted, DevelopmentGate.Reason(new Activity { ServiceUrl = serviceUrl }) is null);
    }

    [Fact]
    public void A_reason_is_logged_once_a_minute()
    {
        var gate = Gate("Development");

        for (var i = 0; i < 3; i++)
            gate.Admit(Request("10.0.0.7", "localhost"));
        Assert.Single(_log.Lines);

        _clock.Advance(TimeSpan.FromMinutes(1));
        gate.Admit(Request("10.0.0.7", "localhost"));
        Assert.Contains("2 more", _log.Lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain(_log.Lines, line => line.Contains("10.0.0.7", StringComparison.Ordinal));
    }

    private DevelopmentGate Gate(string environment) =>
        new(Mock.Of<IHostEnvironment>(host => host.EnvironmentName == environment), new RefusalLog(_clock, _log));

    private static HttpRequest Request(string? peer, string host)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = peer is null ? null : IPAddress.Parse(peer);
        context.Request.Host = new HostString(host);
        return context.Request;
    }

    private sealed class CountingLogger : ILogger<RefusalLog>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
