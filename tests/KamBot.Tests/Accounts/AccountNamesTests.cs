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

        Assert.Equal(["meant"], found.Select(match => match.AccountId));
    }

    [Fact]
    public async Task A_name_that_begins_hundreds_of_others_is_found_itself()
    {
        await using var store = new TemporaryStore();
        var names = await CrowdAsync(store);
        await names.AddAsync(Tenant, Client("meant", "Transportes SA"), TestContext.Current.CancellationToken);

        var found = await names.FindAsync(Tenant, "transportes", TestContext.Current.CancellationToken);

        Assert.Equal(["meant"], found.Select(match => match.AccountId));
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
            Assert.Empty(await names.FindAsync(Tenant, typed, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Another_tenant_finds_nothing()
    {
        await using var store = new TemporaryStore();
        var names = await CrowdAsync(store, count: 1);

        Assert.Empty(await names.FindAsync("another", "Transportes", TestContext.Current.CancellationToken));
    }

    private static async Task<AccountNames> CrowdAsync(TemporaryStore store, int count = MoreThanOneLookUpReads)
    {
        await store.Tables.CreateTablesAsync([AccountNames.Table], TestContext.Current.CancellationToken);
        var names = new AccountNames(store.Tables, new LegalForms());
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
