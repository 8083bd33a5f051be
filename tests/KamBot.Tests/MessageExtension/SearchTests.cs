using System.Text.Json.Nodes;
using KamBot.Platform.Tables;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KamBot.Tests.MessageExtension;

/// <summary>Search from any chat: only what is the searcher's own, and nothing on the card that others must not read.</summary>
public sealed class SearchTests
{
    private const string Wednesday = "2026-04-08T08:00:00Z";

    [Fact]
    public async Task Clients_their_offers_and_people_are_found_and_the_card_keeps_what_is_private()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithDataAsync(app);
        var chat = new Elsewhere(marta);

        Assert.Equal(["Vila Nord SA | One open offer", "P-1 · Vila Nord SA | open · valid until 24 Apr"], await chat.FindsAsync("vila"));
        Assert.Equal(["P-1 · Vila Nord SA | open · valid until 24 Apr"], await chat.FindsAsync("P-1"));
        Assert.Equal(["Laia Roca | CFO · Vila Nord SA"], await chat.FindsAsync("laia"));
        Assert.Equal("Nothing of yours is called \"nobody\".", (string?)(await chat.SearchesAsync("nobody"))["text"]);

        var result = await chat.SearchesAsync("vila");
        Assert.Equal("result", (string?)result["type"]);
        Assert.Equal("list", (string?)result["attachmentLayout"]);
        var card = Elsewhere.Shared(result);
        Assert.Equal("Vila Nord SA\nAccount manager: Marta Puig\nOffers: One open offer\nP-1 | valid until 24 Apr", card.Text);
        Assert.All(Enumerable.Range(0, 2), at =>
        {
            var json = Elsewhere.Shared(result, at).Json!.ToJsonString();
            Assert.DoesNotContain("48", json, StringComparison.Ordinal);
            Assert.DoesNotContain("+34", json, StringComparison.Ordinal);
            Assert.DoesNotContain("Laia", json, StringComparison.Ordinal);
            Assert.InRange(json.Length, 1, 28 * 1024 / 2);
        });
        Assert.All(result["attachments"]!.AsArray(), each => Assert.Null(each!["preview"]!["content"]!["tap"]));
    }

    [Fact]
    public async Task A_page_pasted_into_the_search_costs_no_more_than_a_long_name()
    {
        WatchedTables? tables = null;
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday, configure: services => tables = WatchedTables.Before(services));
        var marta = await WithDataAsync(app);
        var page = string.Join(' ', Enumerable.Range(0, 400).Select(n => $"{Letter(n)}{Letter(n / 26)}{Letter(n / 676)}x"));
        var before = tables!.Queries;

        await new Elsewhere(marta).SearchesAsync(page);

        Assert.InRange(tables.Queries - before, 1, 600);

        static char Letter(int n) => (char)('a' + n % 26);
    }

    [Fact]
    public async Task Before_anything_is_typed_the_latest_clients_are_shown()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await Manager.MartaAsync(app);
        var chat = new Elsewhere(marta);
        Assert.Equal("message", (string?)(await chat.SearchesAsync(null))["type"]);

        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await marta.SaysAsync("add client Carpat Retail SRL, RO");
        Assert.Equal(["Carpat Retail SRL | No open offer", "Vila Nord SA | No open offer"], await chat.FindsAsync(null));

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        Assert.Equal(["Vila Nord SA | One open offer", "Carpat Retail SRL | No open offer"], await chat.FindsAsync(null));
    }

    [Fact]
    public async Task Results_come_in_pages_of_at_most_25()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await Manager.MartaAsync(app);
        for (var n = 10; n < 37; n++)
            await marta.SaysAsync($"add client Vila {n}");
        var chat = new Elsewhere(marta);

        Assert.Equal(25, (await chat.FindsAsync(null, count: 100)).Count);
        Assert.Equal(10, (await chat.FindsAsync("vila", count: 10)).Count);
        Assert.Equal(5, (await chat.FindsAsync("vila", skip: 20)).Count);
        Assert.Equal("message", (string?)(await chat.SearchesAsync("vila 99"))["type"]);
    }

    [Fact]
    public async Task A_colleague_learns_only_whose_client_it_is_and_a_stranger_where_to_begin()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        await WithDataAsync(app);
        var andrei = await Manager.AndreiAsync(app);
        var chat = new Elsewhere(andrei);

        Assert.Equal("\"vila\" is looked after by Marta Puig. Only they see its dossier.", (string?)(await chat.SearchesAsync("vila"))["text"]);
        Assert.Equal("message", (string?)(await chat.SearchesAsync("P-1"))["type"]);
        Assert.Equal("message", (string?)(await chat.SearchesAsync("laia"))["type"]);
        Assert.Equal(
            "We haven't met yet: open a chat with KamBot, say hello, and come back.",
            (string?)(await new Elsewhere(new Manager(app, "New Colleague", "Europe/Madrid", "en-GB")).SearchesAsync("vila"))["text"]);
    }

    [Fact]
    public async Task A_search_elsewhere_does_not_move_the_way_to_the_user()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithDataAsync(app);

        await new Elsewhere(marta).FindsAsync("vila");
        await app.UntilAsync("2026-04-09T07:00:00Z");

        Assert.Equal("Vila Nord SA · call today: did they get P-1?", marta.Last.Headline);
    }

    [Fact]
    public async Task A_store_that_hangs_is_answered_for_in_time()
    {
        HangingTables? hanging = null;
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday, configure: services =>
        {
            var store = (ITableStore)services.Last(service => service.ServiceType == typeof(ITableStore)).ImplementationInstance!;
            services.RemoveAll<ITableStore>().AddSingleton<ITableStore>(hanging = new HangingTables(store));
        });
        var marta = await WithDataAsync(app);
        hanging!.Hangs = true;

        Assert.Equal("This takes longer than usual. Please try again in a moment.", (string?)(await new Elsewhere(marta).SearchesAsync("vila"))["text"]);
    }

    [Fact]
    public async Task A_result_that_names_itself_is_the_same_card()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithDataAsync(app);

        var chosen = (await new Elsewhere(marta).AsksAsync("composeExtension/selectItem", new JsonObject { ["offer"] = "P-1" }))["composeExtension"]!;

        Assert.Equal("P-1 · Vila Nord SA", Elsewhere.Shared(chosen).Headline);
    }

    private static async Task<Manager> WithDataAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT, phone +34 931 234 567");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        await marta.PressesAsync(await marta.SaysAsync("log meeting with Vila Nord"), "Save", ("theirs", "Laia Roca (CFO)"));
        return marta;
    }

    /// <summary>A store whose names cannot be read for a while.</summary>
    private sealed class HangingTables(ITableStore inner) : ITableStore
    {
        public bool Hangs { get; set; }

        public Task CreateTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken = default) => inner.CreateTablesAsync(tables, cancellationToken);

        public Task<TableEntity?> GetEntityIfExistsAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken = default) =>
            inner.GetEntityIfExistsAsync(table, partitionKey, rowKey, cancellationToken);

        public async Task<TablePage> QueryPageAsync(string table, TableQuery query, string? continuationToken = null, CancellationToken cancellationToken = default)
        {
            if (Hangs && table == "Names")
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return await inner.QueryPageAsync(table, query, continuationToken, cancellationToken);
        }

        public Task<TableWrite> SubmitTransactionAsync(string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default) =>
            inner.SubmitTransactionAsync(table, actions, cancellationToken);

        public Task PingAsync(CancellationToken cancellationToken = default) => inner.PingAsync(cancellationToken);
    }
}
