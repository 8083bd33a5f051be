using Azure.Core;
using Azure.Identity;
using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Hosting;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Moq;

namespace KamBot.Tests.BotBuilder.Authentication;

/// <summary>The token a message leaves with: a stub credential gives it, the real connector sends it, a fake Teams sees it.</summary>
public sealed class OutgoingTokenTests : IAsyncLifetime
{
    private const string Teams = "https://smba.trafficmanager.net/emea/";
    private const string Secret = "the message of the directory, with names";

    private readonly ManualTime _time = new();
    private readonly CallLog<TokenRequestContext> _asked = new();
    private readonly TimeSpan _life = TimeSpan.FromHours(1);
    private Func<Task> _beforeAnswer = () => Task.CompletedTask;
    private int _credentials;
    private FakeTeams _teams = null!;
    private IHost _host = null!;

    private IConnectorClient Client => _host.Services.GetRequiredService<IConnectorClient>();

    private BotTokens Tokens => _host.Services.GetRequiredService<BotTokens>();

    public async ValueTask InitializeAsync()
    {
        _teams = await FakeTeams.StartAsync();
        _host = Host("Production");
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _teams.DisposeAsync();
    }

    [Fact]
    public async Task A_message_leaves_with_the_bots_token_for_its_cloud()
    {
        Assert.True((await SendAsync()).Delivered);

        Assert.Equal("Bearer token-1", Assert.Single(_teams.Calls).Headers["Authorization"]);
        Assert.Equal("https://api.botframework.com/.default", Assert.Single(Assert.Single(_asked.Items).Scopes));
    }

    [Fact]
    public async Task The_token_is_asked_for_once_however_many_messages_leave_together()
    {
        var gate = new TaskCompletionSource();
        _beforeAnswer = () => gate.Task;
        var sends = Enumerable.Range(0, 6).Select(_ => SendAsync()).ToList();
        await _asked.NthAsync(1);
        gate.SetResult();

        Assert.All(await Task.WhenAll(sends), result => Assert.True(result.Delivered));
        Assert.Single(_asked.Items);
    }

    [Fact]
    public async Task A_token_is_refreshed_before_it_ends_and_nobody_waits_for_that()
    {
        await SendAsync();
        var gate = new TaskCompletionSource();
        _beforeAnswer = () => gate.Task;
        _time.Advance(TimeSpan.FromMinutes(51));

        await SendAsync();

        Assert.Equal("Bearer token-1", _teams.Calls[1].Headers["Authorization"]);
        await _asked.NthAsync(2);
        gate.SetResult();
        _time.Advance(TimeSpan.FromMinutes(9));
        await SendAsync();
        Assert.Equal("Bearer token-2", _teams.Calls[2].Headers["Authorization"]);
        Assert.Equal(2, _asked.Items.Count);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent_and_the_directory_is_left_alone_for_a_while()
    {
        _beforeAnswer = () => throw new AuthenticationFailedException($"AADSTS7000222: {Secret}");

        var results = new[] { await SendAsync(), await SendAsync(), await SendAsync() };

        Assert.All(results, result => Assert.Equal((ConnectorOutcome.Retry, "NoToken", TimeSpan.FromSeconds(2)), (result.Outcome, result.Code, result.RetryAfter)));
        Assert.Empty(_teams.Calls);
        Assert.Single(_asked.Items);
        Assert.Equal("Microsoft Entra gives the bot no token (AADSTS7000222).", Tokens.Trouble);

        _time.Advance(TimeSpan.FromSeconds(2));
        _beforeAnswer = () => Task.CompletedTask;
        Assert.True((await SendAsync()).Delivered);
        Assert.Null(Tokens.Trouble);
    }

    [Fact]
    public async Task The_pause_after_failures_doubles_up_to_a_minute()
    {
        _beforeAnswer = () => throw new CredentialUnavailableException(Secret);
        var pauses = new List<double>();
        for (var n = 0; n < 8; n++)
        {
            var pause = (await SendAsync()).RetryAfter!.Value;
            pauses.Add(pause.TotalSeconds);
            _time.Advance(pause);
        }

        Assert.Equal([2, 4, 8, 16, 32, 60, 60, 60], pauses);
    }

    [Fact]
    public async Task A_refused_token_is_exchanged_once_past_every_cache_and_the_message_goes_out()
    {
        await SendAsync();
        _teams.Fail(new ConnectorFault(401));

        Assert.True((await SendAsync()).Delivered);

        Assert.Equal(["Bearer token-1", "Bearer token-1", "Bearer token-2"], _teams.Calls.Select(call => call.Headers["Authorization"]));
        Assert.Equal(2, _credentials);
    }

    [Fact]
    public async Task When_a_fresh_token_is_refused_too_neither_Teams_nor_the_directory_is_asked_over_and_over()
    {
        _teams.Fail([.. Enumerable.Repeat(ConnectorFault.Refuse(401, "BotNotRegistered"), 3)]);

        var first = await SendAsync();
        var second = await SendAsync();

        Assert.Equal((ConnectorOutcome.NotRegistered, "BotNotRegistered"), (first.Outcome, first.Code));
        Assert.Equal(ConnectorOutcome.NotRegistered, second.Outcome);
        Assert.Equal(3, _teams.Calls.Count);
        Assert.Equal(2, _asked.Items.Count);
        Assert.True((await SendAsync()).Delivered);
    }

    [Theory]
    [InlineData("Commercial", "https://smba.trafficmanager.net/emea/", true)]
    [InlineData("Commercial", "https://smba.infra.gcc.teams.microsoft.com/teams/", true)]
    [InlineData("Commercial", "https://smba.infra.gov.teams.microsoft.us/teams/", false)]
    [InlineData("Commercial", "http://smba.trafficmanager.net/emea/", false)]
    [InlineData("Commercial", "https://smba.trafficmanager.net.evil.example/", false)]
    [InlineData("Commercial", "https://evil.example/", false)]
    [InlineData("GCCHigh", "https://smba.infra.gov.teams.microsoft.us/teams/", true)]
    [InlineData("GCCHigh", "https://smba.trafficmanager.net/emea/", false)]
    [InlineData("DoD", "https://smba.infra.dod.teams.microsoft.us/teams/", true)]
    [InlineData("DoD", "https://smba.infra.gov.teams.microsoft.us/teams/", false)]
    public async Task The_token_goes_to_the_clouds_own_connectors_only(string cloud, string serviceUrl, bool goes)
    {
        using var host = Host("Production", cloud);

        var result = await host.Services.GetRequiredService<IConnectorClient>().SendToConversationAsync(Message(serviceUrl));

        Assert.Equal(goes, result.Delivered);
        Assert.Equal(goes ? 1 : 0, _teams.Calls.Count);
        Assert.Equal(goes ? 1 : 0, _asked.Items.Count);
    }

    [Fact]
    public async Task The_token_never_goes_to_this_machine_not_even_in_Development()
    {
        using var host = Host("Development");

        await host.Services.GetRequiredService<IConnectorClient>().SendToConversationAsync(Message(_teams.ServiceUrl));

        Assert.DoesNotContain("Authorization", Assert.Single(_teams.Calls).Headers.Keys);
        Assert.Empty(_asked.Items);
    }

    [Fact]
    public async Task A_tenant_of_GCC_is_found_at_the_other_host_and_the_caller_learns_where()
    {
        _teams.Fail(ConnectorFault.Refuse(403, "InvalidBotApiHost"));

        var result = await SendAsync();

        Assert.True(result.Delivered);
        Assert.Equal("https://smba.infra.gcc.teams.microsoft.com/teams/", result.MovedTo);
        Assert.Equal(
            ["https://smba.trafficmanager.net/emea/v3/conversations/", "https://smba.infra.gcc.teams.microsoft.com/teams/v3/conversations/"],
            _teams.Calls.Select(call => call.Headers[MicrosoftWire.Host] + call.RawTarget[..(call.RawTarget.IndexOf("/v3/", StringComparison.Ordinal) + "/v3/conversations/".Length)]));
    }

    [Fact]
    public async Task Two_wrong_hosts_are_all_there_are()
    {
        _teams.Fail(ConnectorFault.Refuse(403, "InvalidBotApiHost"), ConnectorFault.Refuse(403, "InvalidBotApiHost"));

        var result = await SendAsync();

        Assert.Equal((ConnectorOutcome.WrongHost, null), (result.Outcome, result.MovedTo));
        Assert.Equal(2, _teams.Calls.Count);
    }

    private Task<ConnectorResult> SendAsync() => Client.SendToConversationAsync(Message(Teams));

    private Activity Message(string serviceUrl)
    {
        var message = _teams.Message("any").CreateReply("hello");
        message.ServiceUrl = serviceUrl;
        return message;
    }

    private IHost Host(string environment, string cloud = "Commercial")
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment, DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(Registration.Settings).AddInMemoryCollection([new("Bot:Cloud", cloud), new("Bot:Connector:Pace", "false")]);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<BotCredentialFactory>(NewCredential);
        builder.AddBotBuilder();
        builder.Services.AddHttpClient(ConnectorClient.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new MicrosoftWire(_teams.ServiceUrl));
        return builder.Build();
    }

    private TokenCredential NewCredential()
    {
        Interlocked.Increment(ref _credentials);
        var credential = new Mock<TokenCredential>();
        credential.Setup(each => each.GetTokenAsync(It.IsAny<TokenRequestContext>(), It.IsAny<CancellationToken>()))
            .Returns(async (TokenRequestContext context, CancellationToken _) =>
            {
                _asked.Add(context);
                var number = _asked.Items.Count;
                await _beforeAnswer();
                return new AccessToken($"token-{number}", _time.GetUtcNow() + _life);
            });
        return credential.Object;
    }
}
