using System.Globalization;
using KamBot.Accounts;
using KamBot.Tests.Fakes;
using NodaTime;

namespace KamBot.Tests.Accounts;

/// <summary>A name is found among many that share its words, however it is typed.</summary>
public sealed class AccountNamesTests
{
    private const string Tenant = "tenant";
    private const int MoreThanOneLookUpReads = 400;

    [Theory]
    [InlineData("Transportes Puig")]
    [InlineData("TRANSPORTES PUIG, S.L.")]
    [InlineData("transportes pui")]
    [InlineData("puig transportes")]
    [InlineData("puig")]
    [InlineData("Transportes Piug")]
    [InlineData("Trasnportes Puig")]
    public async Task Among_hundreds_with_the_same_first_word_the_one_that_is_meant_is_found(string typed)
    {
        await using var store = new TemporaryStore();
        var names = await CrowdAsync(store);
        await names.AddAsync(Tenant, Client("meant", "Transportes Puig SL"), TestContext.Current.CancellationToken);

        var found = await names.FindAsync(Tenant, typed, TestContext.Current.CancellationToken);

        Assert.Equal(["meant"], found.Matches.Select(match => match.AccountId));
    }

    [Theory]
    [InlineData("Wisły Logistyki", "Wisła Logistyka sp. z o.o.")]
    [InlineData("Wisłą Logistyką", "Wisła Logistyka sp. z o.o.")]
    [InlineData("wisle logistyce", "Wisła Logistyka sp. z o.o.")]
    [InlineData("wisłę log", "Wisła Logistyka sp. z o.o.")]
    [InlineData("Orlenowi", "Orlen S.A.")]
    [InlineData("Budimeksem", "Budimeks SA")]
    [InlineData("Zakładami Mięsnymi Jasło", "Zakłady Mięsne Jasło")]
    [InlineData("Zakładów Mięsnych", "Zakłady Mięsne Jasło")]
    [InlineData("Nowego Tomyśla", "Nowy Tomyśl sp.j.")]
    [InlineData("Polskiej Grupie Drzewnej", "Polska Grupa Drzewna")]
    [InlineData("Markietem", "Markiet")]
    [InlineData("Daciei", "Dacia Plant SRL")]
    [InlineData("carpatului retail", "Carpat Retail SRL")]
    [InlineData("Fabricii de Lapte", "Fabrica de Lapte SA")]
    [InlineData("Petrolului", "Petrolul SA")]
    public async Task A_name_is_found_as_the_sentence_bends_it_and_that_is_no_guess(string typed, string name)
    {
        await using var store = new TemporaryStore();
        var names = await CrowdAsync(store);
        await names.AddAsync(Tenant, Client("meant", name), TestContext.Current.CancellationToken);

        var found = await names.FindAsync(Tenant, typed, TestContext.Current.CancellationToken);

        Assert.Equal(["meant"], found.Matches.Select(match => match.AccountId));
        Assert.False(found.IsGuess);
    }

    [Theory]
    [InlineData("Wisal Logistyka")]
    [InlineData("Wisła Lgistyka")]
    public async Task A_name_that_is_mistyped_is_found_as_a_guess(string typed)
    {
        await using var store = new TemporaryStore();
        var names = await CrowdAsync(store);
        await names.AddAsync(Tenant, Client("meant", "Wisła Logistyka sp. z o.o."), TestContext.Current.CancellationToken);

        var found = await names.FindAsync(Tenant, typed, TestContext.Current.CancellationToken);

        Assert.Equal(["meant"], found.Matches.Select(match => match.AccountId));
        Assert.True(found.IsGuess);
    }

    [Fact]
    public async Task A_name_in_its_own_form_comes_before_another_that_could_bend_to_it()
    {
        await using var store = new TemporaryStore();
        var names = await CrowdAsync(store, count: 0);
        await names.AddAsync(Tenant, Client("nowa", "Nowa"), TestContext.Current.CancellationToken);
        await names.AddAsync(Tenant, Client("nowy", "Nowy"), TestContext.Current.CancellationToken);

        Assert.Equal(["nowy"], (await names.FindAsync(Tenant, "Nowy", TestContext.Current.CancellationToken)).Matches.Select(match => match.AccountId));
        Assert.Equal(["nowa"], (await names.FindAsync(Tenant, "Nową", TestContext.Current.CancellationToken)).Matches.Select(match => match.AccountId));
    }

    [Fact]
    public async Task A_form_that_two_names_may_have_finds_both()
    {
        await using var store = new TemporaryStore();
        var names = await CrowdAsync(store, count: 0);
        await names.AddAsync(Tenant, Client("marek", "Marek"), TestContext.Current.CancellationToken);
        await names.AddAsync(Tenant, Client("marko", "Marko"), TestContext.Current.CancellationToken);

        Assert.Equal(["marek", "marko"], (await names.FindAsync(Tenant, "Marka", TestContext.Current.CancellationToken)).Matches.Select(match => match.AccountId).Order());
    }

    [Fact]
    public async Task A_name_that_begins_hundreds_of_others_is_found_itself()
    {
        await using var store = new TemporaryStore();
        var names = await CrowdAsync(store);
        await names.AddAsync(Tenant, Client("meant", "Transportes SA"), TestContext.Current.CancellationToken);

        var found = await names.FindAsync(Tenant, "transportes", TestContext.Current.CancellationToken);

        Assert.Equal(["meant"], found.Matches.Select(match => match.AccountId));
    }

    [Fact]
    public async Task A_removed_client_is_found_by_none_of_its_words()
    {
        await using var store = new TemporaryStore();
        var names = await CrowdAsync(store, count: 0);
        var client = Client("gone", "Transportes Puig Girona SL");
        await names.AddAsync(Tenant, client, TestContext.Current.CancellationToken);

        await names.RemoveAsync(Tenant, client, TestContext.Current.CancellationToken);

        foreach (var typed in (string[])["Transportes", "Puig", "Girona", "Transportes Puig Girona"])
            Assert.Empty((await names.FindAsync(Tenant, typed, TestContext.Current.CancellationToken)).Matches);
    }

    [Fact]
    public async Task Another_tenant_finds_nothing()
    {
        await using var store = new TemporaryStore();
        var names = await CrowdAsync(store, count: 1);

        Assert.Empty((await names.FindAsync("another", "Transportes", TestContext.Current.CancellationToken)).Matches);
    }

    private static async Task<AccountNames> CrowdAsync(TemporaryStore store, int count = MoreThanOneLookUpReads)
    {
        await store.Tables.CreateTablesAsync([AccountNames.Table], TestContext.Current.CancellationToken);
        var names = new AccountNames(store.Tables, new LegalForms(), new NameForms());
        for (var number = 0; number < count; number++)
        {
            var id = number.ToString("D4", CultureInfo.InvariantCulture);
            await names.AddAsync(Tenant, Client(id, $"Transportes Nr{id} SL"), TestContext.Current.CancellationToken);
        }

        return names;
    }

    private static Account Client(string id, string name) =>
        new() { Id = id, Name = name, Owner = "owner", OwnerName = "Owner", Since = Instant.FromUnixTimeSeconds(0) };
}
