using System.Net;
using KamBot.BotBuilder.Authentication;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace KamBot.Tests.BotBuilder.Authentication;

/// <summary>A flood keeps itself out, and nobody else.</summary>
public sealed class SourceLimitTests
{
    private const int PerSecond = 5;

    private readonly TimedClock _clock = new();

    [Fact]
    public async Task An_address_that_tries_too_many_tokens_waits_while_known_tokens_pass()
    {
        await using var bot = await GuardedBot.StartAsync(settings: Limits("AddressPerSecond", PerSecond));
        var known = $"Bearer {bot.Login.Token().Sign()}";
        Assert.Equal(200, await bot.TryAsync(known));

        for (var i = 1; i < 2 * PerSecond; i++)
            Assert.Equal(401, await bot.TryAsync("Bearer nonsense"));
        using var refusal = await bot.PostAsync("Bearer nonsense");

        Assert.Equal(HttpStatusCode.TooManyRequests, refusal.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refusal.Headers.RetryAfter?.Delta);
        Assert.Empty(await refusal.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(200, await bot.TryAsync(known));

        bot.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, await bot.TryAsync(bot.Login.Token(), null));
    }

    [Fact]
    public async Task A_tenant_that_sends_too_much_waits_while_others_pass()
    {
        const string other = "99999999-9999-4999-8999-999999999999";
        await using var bot = await GuardedBot.StartAsync(settings: new Dictionary<string, string?>(Limits("TenantPerSecond", PerSecond))
        {
            ["Bot:Access:Tenants:0"] = FakeTeams.TenantId,
            ["Bot:Access:Tenants:1"] = other,
        });
        var token = $"Bearer {bot.Login.Token().Sign()}";
        for (var i = 0; i < 2 * PerSecond; i++)
            Assert.Equal(200, await bot.TryAsync(token));

        Assert.Equal(429, await bot.TryAsync(token));

        var activity = GuardedBot.Activity();
        activity.Conversation!.TenantId = other;
        activity.ChannelData = null;
        Assert.Equal(200, await bot.TryAsync(token, activity));
        bot.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, await bot.TryAsync(token));
    }

    [Fact]
    public void What_is_under_way_counts_until_it_is_done()
    {
        var limits = Of(new BotLimitOptions { AddressAtOnce = 2, TenantAtOnce = 2 });
        var address = IPAddress.Parse("192.0.2.1");
        var first = limits.EnterAddress(address)!;
        Assert.NotNull(limits.EnterAddress(address));
        Assert.Null(limits.EnterAddress(address));

        first.Dispose();
        first.Dispose();
        Assert.NotNull(limits.EnterAddress(address));
        Assert.Null(limits.EnterAddress(address));
        Assert.NotNull(limits.EnterTenant("a"));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:2")]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    public void Addresses_that_one_may_choose_from_count_as_one(string one, string other)
    {
        var limits = Of(new BotLimitOptions { AddressAtOnce = 1 });

        Assert.NotNull(limits.EnterAddress(IPAddress.Parse(one)));
        Assert.Null(limits.EnterAddress(IPAddress.Parse(other)));
    }

    [Fact]
    public void A_pause_gives_back_no_more_than_two_seconds()
    {
        var limits = Of(new BotLimitOptions { TenantPerSecond = PerSecond });
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(2 * PerSecond, Enumerable.Range(0, 100).Count(_ => limits.EnterTenant("a") is not null));
    }

    private SourceLimits Of(BotLimitOptions options) => new(Options.Create(options), _clock);

    private static Dictionary<string, string?> Limits(string name, int number) =>
        new() { [$"Bot:Limits:{name}"] = number.ToString(System.Globalization.CultureInfo.InvariantCulture) };
}
