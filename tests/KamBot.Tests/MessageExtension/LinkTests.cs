using System.Net;
using KamBot.BotBuilder.Authentication;
using KamBot.Conversation;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KamBot.Tests.MessageExtension;

/// <summary>KamBot's own links: an id, no name; a card for whom it belongs to, and nothing for anybody else.</summary>
public sealed class LinkTests
{
    private const string Wednesday = "2026-04-08T08:00:00Z";
    private const string Address = "https://kambot.example";

    [Fact]
    public async Task A_pasted_link_shows_its_owner_a_card_and_everybody_else_the_same_nothing()
    {
        await using var app = await StartAsync();
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        var offer = LinkOn(await marta.SaysAsync("P-1"));
        var client = LinkOn(await marta.SaysAsync("dossier Vila Nord"));
        Assert.Equal($"{Address}/open/offer/P-1", offer);
        Assert.Matches($"^{Address}/open/client/[0-9a-f]{{20}}$", client);

        var shown = await new Elsewhere(marta).PastesAsync(offer);
        Assert.Equal(["P-1 · Vila Nord SA | open · valid until 24 Apr"], Elsewhere.Listed(shown));
        Assert.Equal("1.3", (string?)Elsewhere.Shared(shown).Json!["version"]);
        Assert.Equal(["Vila Nord SA | One open offer"], Elsewhere.Listed(await new Elsewhere(marta).PastesAsync(client)));

        var andrei = new Elsewhere(await Manager.AndreiAsync(app));
        var stranger = new Elsewhere(new Manager(app, "New Colleague", "Europe/Madrid", "en-GB"));
        var closed = Elsewhere.Shared(await andrei.PastesAsync(offer)).Text;
        Assert.DoesNotContain("Vila", closed, StringComparison.Ordinal);
        Assert.Equal(closed, Elsewhere.Shared(await andrei.PastesAsync(client)).Text);
        Assert.Equal(closed, Elsewhere.Shared(await andrei.PastesAsync($"{Address}/open/offer/P-999")).Text);
        Assert.Equal(closed, Elsewhere.Shared(await stranger.PastesAsync(offer, "composeExtension/anonymousQueryLink")).Text);
    }

    [Theory]
    [InlineData("https://elsewhere.example/open/offer/P-1")]
    [InlineData("http://kambot.example/open/offer/P-1")]
    [InlineData("https://kambot.example/open/offer/P-1/../../x")]
    [InlineData("https://kambot.example/open/client/../offer/P-0")]
    [InlineData("https://kambot.example/open/client/VilaNord")]
    [InlineData("not a link")]
    public async Task A_link_that_is_not_KamBots_is_left_alone(string url)
    {
        await using var app = await StartAsync();
        var result = await new Elsewhere(await Manager.MartaAsync(app)).PastesAsync(url);

        Assert.Equal("result", (string?)result["type"]);
        Assert.Empty(result["attachments"]!.AsArray());
    }

    [Fact]
    public async Task In_a_browser_a_link_leads_to_the_chat_in_Teams_whether_or_not_there_is_anything_behind_it()
    {
        await using var app = await StartAsync(services => services.Configure<BotRegistration>(registration =>
            (registration.AppId, registration.TenantId, registration.Password) = ("22222222-2222-4222-8222-222222222222", FakeTeams.TenantId, "secret")));
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Http.BaseAddress };

        var response = await browser.GetAsync(new Uri("/open/offer/P-999", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("https://teams.microsoft.com/l/chat/0/0?users=28:22222222-2222-4222-8222-222222222222&message=P-999", response.Headers.Location!.OriginalString);
        response = await browser.GetAsync(new Uri("/open/client/0123456789abcdef0123", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.EndsWith("&message=https%3A%2F%2Fkambot.example%2Fopen%2Fclient%2F0123456789abcdef0123", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(new Uri("/open/anything/else", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task The_words_that_a_link_types_open_the_clients_dossier()
    {
        await using var app = await StartAsync();
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        var link = LinkOn(await marta.SaysAsync("dossier Vila Nord"));

        Assert.Equal("Vila Nord SA", (await marta.SaysAsync(link)).Headline);
        Assert.Equal("That client no longer exists.", (await (await Manager.AndreiAsync(app)).SaysAsync(link)).Text);
    }

    [Theory]
    [InlineData("http://kambot.example")]
    [InlineData("https://kambot.example/bot")]
    [InlineData("https://kambot.example?x=1")]
    [InlineData("https://user@kambot.example")]
    [InlineData("kambot.example")]
    public void An_address_that_is_no_https_host_is_refused_at_start(string url) =>
        Assert.NotEmpty(new AppOptions { PublicUrl = url }.Validate(new(new object())));

    private static string LinkOn(CardView card) => card.Text[(card.Text.IndexOf("](", StringComparison.Ordinal) + 2)..].Split(')')[0];

    private static Task<KamBotApp> StartAsync(Action<IServiceCollection>? configure = null) => KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday, configure: services =>
    {
        services.Configure<AppOptions>(options => options.PublicUrl = Address);
        configure?.Invoke(services);
    });
}
