using System.Net.Http.Headers;
using KamBot.BotBuilder.Authentication;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KamBot.Tests.BotBuilder.Authentication;

/// <summary>Which gate stands where: clouds, environments, and what is looked at before what.</summary>
public sealed class GateTests
{
    private static readonly Uri Endpoint = new("/api/messages", UriKind.Relative);

    public static TheoryData<string, string, int> Clouds()
    {
        var data = new TheoryData<string, string, int>();
        foreach (var bot in BotCloud.All)
        {
            foreach (var issuer in BotCloud.All)
                data.Add(bot.Name, issuer.Name, bot.TokenIssuer == issuer.TokenIssuer ? 200 : 401);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_cloud_believes_its_own_issuer_alone(string cloud, string issuer, int status)
    {
        var own = BotCloud.Named(cloud)!;
        await using var bot = await GuardedBot.StartAsync(cloud: own);
        var token = bot.Login.Token();
        token.Claims["iss"] = BotCloud.Named(issuer)!.TokenIssuer;
        token.Claims["serviceurl"] = own.ConnectorServiceUrl.AbsoluteUri;
        var activity = GuardedBot.Activity();
        activity.ServiceUrl = own.ConnectorServiceUrl.AbsoluteUri;

        Assert.Equal(status, await bot.TryAsync(token, activity));
    }

    [Fact]
    public async Task In_Development_this_machine_gets_in_without_a_token_though_the_bot_is_registered()
    {
        await using var bot = await GuardedBot.StartAsync(environment: "Development");
        var activity = GuardedBot.Activity();
        activity.ServiceUrl = "http://localhost:56150/_connector";

        Assert.Equal(200, await bot.TryAsync((string?)null, activity));
        Assert.Equal(403, await bot.TryAsync((string?)null)); // its answers would leave this machine
    }

    [Fact]
    public async Task In_Development_a_token_is_held_to_all_the_rules()
    {
        await using var bot = await GuardedBot.StartAsync(environment: "Development");
        var stranger = bot.Login.Token();
        stranger.Key = TokenCase.Stranger;

        Assert.Equal(200, await bot.TryAsync(bot.Login.Token()));
        Assert.Equal(401, await bot.TryAsync(stranger));
        Assert.Equal(401, await bot.TryAsync("Bearer"));
    }

    [Theory]
    [InlineData("msteams", 200)]
    [InlineData("emulator", 200)]
    [InlineData("webchat", 403)]
    public async Task More_channels_are_listened_to_when_they_are_named(string channel, int status)
    {
        await using var bot = await GuardedBot.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Bot:Access:Channels:0"] = "msteams",
            ["Bot:Access:Channels:1"] = "emulator",
            ["Bot:Access:Channels:2"] = "webchat", // named, and yet the key is not endorsed for it
        });
        var activity = GuardedBot.Activity();
        activity.ChannelId = channel;

        Assert.Equal(status, await bot.TryAsync(bot.Login.Token(), activity));
    }

    [Theory]
    [InlineData("MultiTenant", null, 200)]
    [InlineData("MultiTenant", "33333333-3333-4333-8333-333333333333", 403)]
    [InlineData("SingleTenant", "99999999-9999-4999-8999-999999999999", 200)]
    [InlineData("SingleTenant", null, 403)]
    public async Task Tenants_are_those_of_the_registration_or_those_that_are_named(string type, string? named, int status)
    {
        var settings = new Dictionary<string, string?> { ["MicrosoftAppType"] = type };
        if (named is not null)
            settings["Bot:Access:Tenants:0"] = named;
        await using var bot = await GuardedBot.StartAsync(settings: settings);
        var activity = GuardedBot.Activity();
        activity.Conversation!.TenantId = "99999999-9999-4999-8999-999999999999";
        activity.ChannelData = null;

        Assert.Equal(status, await bot.TryAsync(bot.Login.Token(), activity));
    }

    [Theory]
    [InlineData("SingleTenant")]
    [InlineData("MultiTenant")]
    public async Task A_message_of_no_tenant_is_nobodys(string type)
    {
        await using var bot = await GuardedBot.StartAsync(settings: new Dictionary<string, string?> { ["MicrosoftAppType"] = type });
        var activity = GuardedBot.Activity();
        activity.Conversation!.TenantId = null;
        activity.ChannelData = null;

        Assert.Equal(403, await bot.TryAsync(bot.Login.Token(), activity));
    }

    [Theory]
    [InlineData("Bot:Access:Tenants:0", "")]
    [InlineData("Bot:Access:Tenants:0", "contoso")]
    [InlineData("Bot:Access:Channels:0", " ")]
    public async Task A_list_with_a_gap_is_said_at_start(string setting, string value)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            GuardedBot.StartAsync(settings: new Dictionary<string, string?> { [setting] = value }));

        Assert.Contains(setting[..^2], refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_managed_identity_needs_the_same_tokens()
    {
        await using var bot = await GuardedBot.StartAsync(settings: new Dictionary<string, string?> { ["MicrosoftAppType"] = "UserAssignedMSI", ["MicrosoftAppPassword"] = null });

        Assert.Equal(200, await bot.TryAsync(bot.Login.Token()));
        Assert.Equal(401, await bot.TryAsync((string?)null));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Bearer nonsense", 401)]
    public async Task The_body_of_whoever_has_no_token_is_not_looked_at(string? authorization, int status)
    {
        await using var bot = await GuardedBot.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint) { Content = new ByteArrayContent(new byte[2 * 1024 * 1024]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.ExpectContinue = true; // it is refused before it is sent

        using var response = await bot.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_log_has_the_reason_and_nothing_of_the_token()
    {
        var log = new ErrorLog();
        await using var bot = await GuardedBot.StartAsync(configure: builder => builder.Logging.AddProvider(log));
        var token = bot.Login.Token();
        token.Claims["aud"] = "secret-audience";
        var signed = token.Sign();

        await bot.TryAsync($"Bearer {signed}");
        await bot.TryAsync($"Bearer {signed}");

        var line = Assert.Single(log.Lines);
        Assert.Contains("the token is for another bot", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-audience", line, StringComparison.Ordinal);
        Assert.DoesNotContain(signed.Split('.')[1], line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ABCDEF01-2345-4678-89AB-CDEF01234567")]
    [InlineData("{abcdef01-2345-4678-89ab-cdef01234567} ")]
    public async Task An_app_id_is_the_same_however_it_was_pasted(string pasted)
    {
        await using var bot = await GuardedBot.StartAsync(settings: new Dictionary<string, string?> { ["MicrosoftAppId"] = pasted });
        var token = bot.Login.Token();
        token.Claims["aud"] = "abcdef01-2345-4678-89ab-cdef01234567";

        Assert.Equal(200, await bot.TryAsync(token));
    }

    [Fact]
    public async Task Two_tokens_in_one_header_are_none()
    {
        await using var bot = await GuardedBot.StartAsync();
        var token = bot.Login.Token().Sign();

        Assert.Equal(401, await bot.TryAsync($"Bearer {token}, Bearer {token}"));
    }
}
