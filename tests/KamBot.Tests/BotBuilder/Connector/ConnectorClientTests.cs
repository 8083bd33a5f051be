using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Hosting;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KamBot.Tests.BotBuilder.Connector;

public sealed class ConnectorClientTests : IAsyncLifetime
{
    private FakeTeams _teams = null!;
    private IHost _host = null!;

    private IConnectorClient Client => _host.Services.GetRequiredService<IConnectorClient>();

    public async ValueTask InitializeAsync()
    {
        _teams = await FakeTeams.StartAsync();
        _host = Host("Development");
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _teams.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/teams")]
    [InlineData("/teams/")]
    public async Task The_service_URL_may_end_with_a_slash_or_not(string suffix)
    {
        var activity = Message();
        activity.ServiceUrl += suffix;

        var result = await Client.SendToConversationAsync(activity);

        Assert.Equal(ConnectorOutcome.Delivered, result.Outcome);
        Assert.Equal("1", result.ActivityId);
        Assert.Equal($"{suffix.TrimEnd('/')}/v3/conversations/a%3Apersonal-chat-1/activities", Assert.Single(_teams.Calls).RawTarget);
    }

    [Theory]
    [InlineData("19:chan-2@thread.tacv2;messageid=1795290209816", "19%3Achan-2%40thread.tacv2%3Bmessageid%3D1795290209816")]
    [InlineData("a/../b?c#d%", "a%2F..%2Fb%3Fc%23d%25")]
    public async Task An_id_is_one_path_segment_whatever_it_holds(string id, string expected)
    {
        var activity = Message();
        activity.Conversation!.Id = id;

        await Client.SendToConversationAsync(activity);

        Assert.Equal($"/v3/conversations/{expected}/activities", Assert.Single(_teams.Calls).RawTarget);
    }

    [Theory]
    [InlineData(200, null, ConnectorOutcome.Delivered)]
    [InlineData(202, null, ConnectorOutcome.Delivered)]
    [InlineData(204, null, ConnectorOutcome.Delivered)]
    [InlineData(302, null, ConnectorOutcome.Rejected)]
    [InlineData(400, "BadArgument", ConnectorOutcome.Rejected)]
    [InlineData(400, "MessageSizeTooBig", ConnectorOutcome.TooBig)]
    [InlineData(401, "BotNotRegistered", ConnectorOutcome.NotRegistered)]
    [InlineData(403, "BotDisabledByAdmin", ConnectorOutcome.BlockedByUser)]
    [InlineData(403, "ConversationBlockedByUser", ConnectorOutcome.BlockedByUser)]
    [InlineData(403, "BotNotInConversationRoster", ConnectorOutcome.NotInstalled)]
    [InlineData(403, "NotEnoughPermissions", ConnectorOutcome.NotInstalled)]
    [InlineData(403, "InvalidBotApiHost", ConnectorOutcome.WrongHost)]
    [InlineData(403, "SomethingNew", ConnectorOutcome.Rejected)]
    [InlineData(404, "ActivityNotFoundInConversation", ConnectorOutcome.ActivityGone)]
    [InlineData(404, "ConversationNotFound", ConnectorOutcome.ConversationGone)]
    [InlineData(412, "PreconditionFailed", ConnectorOutcome.Retry)]
    [InlineData(413, "MessageSizeTooBig", ConnectorOutcome.TooBig)]
    [InlineData(429, "Throttled", ConnectorOutcome.Retry)]
    [InlineData(500, "ServiceError", ConnectorOutcome.Unknown)]
    [InlineData(501, "NotImplemented", ConnectorOutcome.Rejected)]
    [InlineData(502, null, ConnectorOutcome.Unknown)]
    [InlineData(503, "ServiceUnavailable", ConnectorOutcome.Retry)]
    [InlineData(504, null, ConnectorOutcome.Unknown)]
    public async Task Each_status_means_one_thing(int status, string? code, ConnectorOutcome expected)
    {
        _teams.Fail(code is null ? new ConnectorFault(status) : ConnectorFault.Refuse(status, code));

        var result = await Client.SendToConversationAsync(Message());

        Assert.Equal((expected, status, code, null), (result.Outcome, result.Status, result.Code, result.ActivityId));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _teams.Fail(new ConnectorFault(307, Location: $"{_teams.ServiceUrl}/elsewhere"));

        Assert.Equal(ConnectorOutcome.Rejected, (await Client.SendToConversationAsync(Message())).Outcome);
        Assert.Single(_teams.Calls);
    }

    [Fact]
    public async Task Blocked_writes_are_told_by_the_sub_code()
    {
        _teams.Fail(new ConnectorFault(403, """{"errorCode":209,"message":"{\r\n  \"subCode\": \"MessageWritesBlocked\"}","subCode":"MessageWritesBlocked"}"""));

        Assert.Equal(ConnectorOutcome.NotInstalled, (await Client.SendToConversationAsync(Message())).Outcome);
    }

    [Fact]
    public async Task The_wait_the_channel_asks_for_is_handed_on()
    {
        _teams.Fail(ConnectorFault.Refuse(429, "Throttled", TimeSpan.FromSeconds(7)), ConnectorFault.Refuse(429, "Throttled"));

        Assert.Equal(TimeSpan.FromSeconds(7), (await Client.SendToConversationAsync(Message())).RetryAfter);
        Assert.Null((await Client.SendToConversationAsync(Message())).RetryAfter);
    }

    [Fact]
    public async Task A_channel_that_never_answers_leaves_the_outcome_unknown()
    {
        using var host = Host("Development", services => services.Configure<ConnectorOptions>(options => options.Deadline = TimeSpan.FromMilliseconds(100)));
        _teams.Fail(ConnectorFault.Hang);

        var result = await host.Services.GetRequiredService<IConnectorClient>().SendToConversationAsync(Message());

        Assert.Equal((ConnectorOutcome.Unknown, "Timeout"), (result.Outcome, result.Code));
    }

    [Fact]
    public async Task A_connection_lost_after_sending_leaves_the_outcome_unknown()
    {
        _teams.Fail(ConnectorFault.Drop);

        Assert.Equal(ConnectorOutcome.Unknown, (await Client.SendToConversationAsync(Message())).Outcome);
    }

    [Fact]
    public async Task A_channel_that_is_not_there_was_surely_not_told()
    {
        var activity = Message();
        await _teams.DisposeAsync();

        Assert.Equal(ConnectorOutcome.Retry, (await Client.SendToConversationAsync(activity)).Outcome);
    }

    [Fact]
    public async Task Members_are_read()
    {
        var page = await Client.GetPagedMembersAsync(_teams.ServiceUrl, "a:1", 50, "next&page");
        var member = await Client.GetConversationMemberAsync(_teams.ServiceUrl, "a:1", "29:user-alex");
        var nobody = await Client.GetConversationMemberAsync(_teams.ServiceUrl, "a:1", "29:nobody");

        Assert.Equal("Alex Wilber", Assert.Single(page.Value!.Members!).Name);
        Assert.Equal("Alex Wilber", member.Value!.Name);
        Assert.Null(nobody.Value);
        Assert.Equal("/v3/conversations/a%3A1/pagedmembers?pageSize=50&continuationToken=next%26page", _teams.Calls[0].RawTarget);
    }

    [Theory]
    [InlineData("Production", "http://localhost:56150/_connector", false)]
    [InlineData("Production", "https://localhost/", false)]
    [InlineData("Production", "https://smba.trafficmanager.net/teams/", true)]
    [InlineData("Production", "https://SMBA.trafficmanager.net/emea/", true)]
    [InlineData("Production", "https://smba.infra.gcc.teams.microsoft.com/teams", true)]
    [InlineData("Production", "https://europe.webchat.botframework.com/", true)]
    [InlineData("Production", "http://smba.trafficmanager.net/teams/", false)]
    [InlineData("Production", "https://smba.trafficmanager.net:8443/teams/", false)]
    [InlineData("Production", "https://smba.trafficmanager.net@evil.example/", false)]
    [InlineData("Production", "https://user@smba.trafficmanager.net/", false)]
    [InlineData("Production", "https://evil-botframework.com/", false)]
    [InlineData("Production", "https://smba.trafficmanager.net.evil.example/", false)]
    [InlineData("Production", "https://smba.trafficmanager.net/?x=", false)]
    [InlineData("Development", "http://127.0.0.1:4000", true)]
    [InlineData("Development", "http://[::1]:4000", true)]
    [InlineData("Development", "http://10.0.0.7:4000", false)]
    [InlineData("Development", "http://localhost.evil.example", false)]
    [InlineData("Development", "file:///etc/passwd", false)]
    [InlineData("Development", "", false)]
    public void Only_known_hosts_are_sent_to(string environment, string serviceUrl, bool allowed)
    {
        using var host = Host(environment);

        Assert.Equal(allowed, host.Services.GetRequiredService<KamBot.BotBuilder.Authentication.AllowedHosts>().Allow(serviceUrl) is not null);
    }

    [Fact]
    public async Task Nothing_is_sent_to_another_host()
    {
        using var host = Host("Production");

        var result = await host.Services.GetRequiredService<IConnectorClient>().SendToConversationAsync(Message());

        Assert.Equal((ConnectorOutcome.Rejected, "HostNotAllowed"), (result.Outcome, result.Code));
        Assert.Empty(_teams.Calls);
    }

    private Activity Message() => _teams.Message("any").CreateReply("hello");

    private static IHost Host(string environment, Action<IServiceCollection>? configure = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment, DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(Registration.Settings);
        configure?.Invoke(builder.Services);
        builder.AddBotBuilder();
        return builder.Build();
    }
}
