using KamBot.Tests.Drivers;

namespace KamBot.Tests.Service;

/// <summary>A complaint is noted, asked about on the working day after, and neither forgotten nor doubled until it is settled (SVC-2).</summary>
public sealed class ComplaintTests
{
    private const string Wednesday = "2026-04-08T08:00:00Z";

    [Fact]
    public async Task A_complaint_is_asked_about_the_next_working_day_and_settled_by_its_button()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);

        var noted = await marta.SaysAsync("complaint from Vila Nord: the pallets came late");
        Assert.Equal("Complaint noted · Vila Nord SA", noted.Headline);
        Assert.Equal("the pallets came late", noted.Fact("What is wrong"));
        Assert.Equal("open", noted.Fact("State"));
        Assert.Contains("I'll ask you Thu 9 April, tomorrow 09:00 whether it is settled.", noted.Text, StringComparison.Ordinal);
        var dossier = await marta.SaysAsync("dossier Vila Nord");
        Assert.Contains("One open complaint", dossier.Text, StringComparison.Ordinal);
        Assert.Contains("the pallets came late | since 8 Apr", string.Join('\n', dossier.Rows), StringComparison.Ordinal);

        Assert.Equal(1, await app.UntilAsync("2026-04-09T07:00:00Z"));
        var asked = marta.Last;
        Assert.Equal("Vila Nord SA · is this complaint settled? the pallets came late", asked.Headline);
        var settled = await marta.PressesAsync(asked, "Settled");
        Assert.Equal("Vila Nord SA · complaint settled: the pallets came late", settled.Headline);
        Assert.Equal("settled Thu 9 April, today 09:00, Marta Puig", settled.Fact("State"));
        Assert.Equal(0, await app.UntilAsync("2026-04-20T15:00:00Z"));
        Assert.DoesNotContain("open complaint", (await marta.SaysAsync("dossier Vila Nord")).Text, StringComparison.Ordinal);
        Assert.Contains("Complaint settled: the pallets came late", (await marta.SaysAsync("history of Vila Nord")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_nobody_settles_is_called_neglected_on_the_third_working_day()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);
        await marta.SaysAsync("complaint from Vila Nord: the pallets came late");

        await app.UntilAsync("2026-04-10T15:00:00Z");
        Assert.Equal(1, await app.UntilAsync("2026-04-13T07:00:00Z"));

        Assert.Equal("Vila Nord SA · complaint still open: the pallets came late", marta.Last.Headline);
        Assert.Equal("Attention", (string?)marta.Last.Json!["body"]![0]!["color"]);
    }

    [Fact]
    public async Task Two_taps_are_one_entry_and_a_day_later_is_a_day_later()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);
        var noted = await marta.SaysAsync("complaint from Vila Nord: the pallets came late");
        var friday = await marta.SaysAsync("remind me on Friday");
        Assert.Equal("Vila Nord SA · complaint: I'll ask again Fri 10 April", friday.Headline);

        var press = marta.Press(noted, "Settled");
        await marta.PostAsync(press);
        press.Id = "another-id-of-the-same-tap";
        var second = await Manager.ReplacementAsync(await marta.PostAsync(press));

        Assert.Equal("Vila Nord SA · complaint settled: the pallets came late", second.Headline);
        Assert.Single((await marta.SaysAsync("history of Vila Nord")).Rows, row => row.StartsWith("Complaint settled", StringComparison.Ordinal));
        Assert.Equal(0, await app.UntilAsync("2026-04-20T15:00:00Z"));
    }

    [Fact]
    public async Task Undo_takes_the_complaint_and_its_reminders_back()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);
        await marta.SaysAsync("complaint from Vila Nord: the pallets came late");

        await marta.SaysAsync("undo");

        Assert.Equal("No complaint is open", (await marta.SaysAsync("complaints")).Headline);
        Assert.Equal(0, await app.UntilAsync("2026-04-20T15:00:00Z"));
    }

    [Fact]
    public async Task What_is_missing_is_asked_and_which_one_is_meant_is_chosen()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);

        Assert.StartsWith("Which client complains?", (await marta.SaysAsync("log a complaint")).Text, StringComparison.Ordinal);
        Assert.Equal("What is wrong for Vila Nord SA?", (await marta.SaysAsync("Vila Nord")).Text);
        Assert.Equal("the wrong address", (await marta.SaysAsync("the wrong address")).Fact("What is wrong"));
        await marta.SaysAsync("complaint from Vila Nord: wrong invoice");

        var which = await marta.SaysAsync("complaint from Vila Nord settled");
        Assert.Equal("Which complaint do you mean?", which.Headline);
        var settled = await marta.PressesAsync(which, "Vila Nord SA: the wrong address");
        Assert.Equal("Vila Nord SA · complaint settled: the wrong address", settled.Headline);
        Assert.Equal(["wrong invoice / Vila Nord SA | since 8 Apr"], (await marta.SaysAsync("open complaints")).Rows);
        Assert.Equal("wrong invoice", (await marta.SaysAsync("show the complaint from Vila Nord")).Fact("What is wrong"));
    }

    [Theory]
    [InlineData("en-GB", "complaint from Vila Nord: late", "Complaint noted · Vila Nord SA", "complaint from Vila Nord settled", "Vila Nord SA · complaint settled: late")]
    [InlineData("ca-ES", "queixa de Vila Nord: tard", "Queixa anotada · Vila Nord SA", "queixa de Vila Nord resolta", "Vila Nord SA · queixa resolta: tard")]
    [InlineData("ro-RO", "reclamație de la Vila Nord: târziu", "Reclamație notată · Vila Nord SA", "reclamația de la Vila Nord e rezolvată", "Vila Nord SA · reclamație rezolvată: târziu")]
    [InlineData("pl-PL", "reklamacja od Vila Nord: za późno", "Reklamacja zapisana · Vila Nord SA", "reklamacja od Vila Nord załatwiona", "Vila Nord SA · reklamacja załatwiona: za późno")]
    public async Task It_is_noted_and_settled_by_a_line_in_every_language(string locale, string log, string noted, string settle, string settled)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        await WithVilaNordAsync(app);
        var marta = await Manager.MartaAsync(app, locale);
        await marta.SaysAsync(locale[..2] switch { "ca" => "parla en català", "ro" => "vorbește în română", "pl" => "mów po polsku", _ => "speak English" });

        Assert.Equal(noted, (await marta.SaysAsync(log)).Headline);
        Assert.Equal(settled, (await marta.SaysAsync(settle)).Headline);
    }

    private static async Task<Manager> WithVilaNordAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        return marta;
    }
}
