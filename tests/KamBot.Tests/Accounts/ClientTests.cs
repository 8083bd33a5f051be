using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Accounts;

/// <summary>Clients are found half typed, wrongly accented, without their legal form; two candidates give a choice, never a guess.</summary>
public sealed class ClientTests
{
    [Theory]
    [InlineData("vila nord")]
    [InlineData("Vilà Nòrd")]
    [InlineData("VILA NORD S.A.")]
    [InlineData("nord")]
    [InlineData("vila n")]
    [InlineData("Vila Nrod")]
    public async Task A_name_is_found_however_it_is_typed(string typed)
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        await alex.SaysAsync("add client Carpat Retail SRL, RO");

        Assert.Equal("Vila Nord SA has no open offers", (await alex.SaysAsync($"proposals for {typed}")).Headline);
    }

    [Fact]
    public async Task Two_candidates_give_a_choice_and_the_command_goes_on()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        await alex.SaysAsync("add client Vilafranca Hotels SL, ES-CT");

        var which = await alex.SaysAsync("proposal sent to Vila, €48,000, valid until 24 April, by e-mail");
        Assert.Equal("Which \"Vila\" do you mean?", which.Headline);
        Assert.Equal(["Vila Nord SA", "Vilafranca Hotels SL"], which.Buttons.Take(2));

        Assert.Equal("P-1 noted · Vilafranca Hotels SL", (await alex.PressesAsync(which, "Vilafranca Hotels SL")).Headline);
    }

    [Fact]
    public async Task A_mistyped_name_is_a_guess_that_is_asked_before_anything_is_noted()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");

        var guess = await alex.SaysAsync("proposal sent to Vila Nrod, €48,000, valid until 24 April, by e-mail");
        Assert.Equal("I don't know \"Vila Nrod\". Did you mean this one?", guess.Headline);
        Assert.Equal(["Vila Nord SA", "Create \"Vila Nrod\""], guess.Buttons.Take(2));

        Assert.Equal("P-1 noted · Vila Nord SA", (await alex.PressesAsync(guess, "Vila Nord SA")).Headline);
    }

    [Fact]
    public async Task A_mistyped_name_may_be_a_new_client_after_all()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("add client Carpat Retail SRL, RO");

        var guess = await alex.SaysAsync("phone of Karpat Retail is +40 21 555 01 09");
        await alex.PressesAsync(guess, "Create \"Karpat Retail\"");

        Assert.Equal("+40 21 555 01 09", (await alex.SaysAsync("dossier Karpat Retail")).Fact("Phone"));
        Assert.DoesNotContain("555 01 09", (await alex.SaysAsync("dossier Carpat Retail")).Text);
    }

    [Fact]
    public async Task The_choice_can_be_typed_too()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        await alex.SaysAsync("add client Vilafranca Hotels SL, ES-CT");
        await alex.SaysAsync("proposals of vila");

        Assert.Equal("Vila Nord SA has no open offers", (await alex.SaysAsync("1")).Headline);
    }

    [Fact]
    public async Task The_same_client_is_not_added_twice()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");

        Assert.Equal("You have Vila Nord SA already", (await alex.SaysAsync("add client Vila Nord")).Headline);
        Assert.Equal("Your client", (await alex.SaysAsync("clients")).Headline);
    }

    [Fact]
    public async Task What_is_said_of_an_unknown_client_is_kept_with_it()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        var unknown = await alex.SaysAsync("phone of Mobles Roure is +34 93 555 01 09");
        await alex.PressesAsync(unknown, "Create \"Mobles Roure\"");

        Assert.Equal("+34 93 555 01 09", (await alex.SaysAsync("dossier Mobles Roure")).Fact("Phone"));
    }

    [Fact]
    public async Task A_colleagues_client_is_named_with_its_owner_and_nothing_else()
    {
        await using var app = await StartAsync();
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        var joan = new Manager(app, "Joan Serra", "Europe/Madrid", "en-GB");

        Assert.Equal("\"Vila Nord\" is looked after by Marta Puig. Only they see its dossier.", (await joan.SaysAsync("proposals of Vila Nord")).Headline);
        Assert.Equal("P-1 is looked after by Marta Puig. Only they see it.", (await joan.SaysAsync("P-1")).Headline);
        Assert.Equal("P-1 is looked after by Marta Puig. Only they see it.", (await joan.SaysAsync("P-1 won")).Headline);
        Assert.Equal("You have no open offers", (await joan.SaysAsync("proposals")).Headline);
    }

    [Fact]
    public async Task Another_tenant_knows_nothing_of_it()
    {
        await using var app = await StartAsync();
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        var stranger = new Manager(app, "Marta Puig", "Europe/Madrid", "en-GB", tenant: "99999999-1111-4111-8111-111111111111");

        Assert.Equal("I don't know \"Vila Nord\" yet", (await stranger.SaysAsync("proposals of Vila Nord")).Headline);
        Assert.Equal("There is no offer P-1. Type \"proposals\" to see yours.", (await stranger.SaysAsync("P-1")).Headline);
        Assert.NotEqual(FakeTeams.TenantId, "99999999-1111-4111-8111-111111111111");
    }

    [Fact]
    public async Task A_changed_calendar_of_the_client_moves_the_call_and_says_so()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-09T12:00:00Z");
        var alex = await AlexAsync(app);
        await alex.SaysAsync("add client Carpat Retail SRL");
        await alex.SaysAsync("proposal sent to Carpat Retail, 48,000 lei, valid until 8 May, by e-mail");

        var card = await alex.SaysAsync("Carpat Retail calendar RO");

        Assert.Equal("Carpat Retail SRL updated", card.Headline);
        // The call; what follows only if nothing is done has no line of its own.
        Assert.Contains("1 planned reminder moved with it.", card.Text);
        Assert.Equal(0, await app.UntilAsync("2026-04-14T06:59:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-14T07:00:00Z"));
    }

    private static Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");

    private static async Task<Manager> AlexAsync(KamBotApp app)
    {
        var alex = new Manager(app, "Alex Wilber", "Europe/Madrid", "en-GB");
        await alex.SaysAsync("my calendar ES-CT");
        return alex;
    }
}
