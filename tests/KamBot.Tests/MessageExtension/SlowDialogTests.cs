using System.Text.Json.Nodes;
using KamBot.BotBuilder.Turns;
using KamBot.MessageExtension;
using KamBot.Platform.Tables;
using KamBot.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KamBot.Tests.MessageExtension;

/// <summary>A dialog that takes longer than Teams waits is saved all the same, and its sender reads what came of it in their own chat.</summary>
public sealed class SlowDialogTests : IAsyncDisposable
{
    private const string Wednesday = "2026-04-08T08:00:00Z";

    private static readonly JsonObject Message = Elsewhere.Message("<p>Vila Nord waits for the spec</p>");

    private readonly TaskCompletionSource _store = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ValueTask DisposeAsync()
    {
        _store.TrySetResult();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("en-GB", "This takes longer than usual. You will find the result in your chat with me.", "Note kept · Vila Nord SA")]
    [InlineData("ca-ES", "Això triga més del normal. Trobaràs el resultat al teu xat amb mi.", "Nota desada · Vila Nord SA")]
    [InlineData("ro-RO", "Durează mai mult decât de obicei. Găsești rezultatul în chatul tău cu mine.", "Notă salvată · Vila Nord SA")]
    [InlineData("pl-PL", "To trwa dłużej niż zwykle. Wynik znajdziesz na swoim czacie ze mną.", "Notatka zapisana · Vila Nord SA")]
    public async Task What_was_saved_late_is_told_once_in_the_senders_own_chat(string locale, string excuse, string saved)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app, locale);
        var dialog = await new Elsewhere(marta).OpensAsync(ExtensionCommands.LogNote, Message);
        app.Teams.Forget();
        await using (var slow = await app.AnotherAsync(services => WaitForTheStore(services, app.Store)))
        {
            var chat = new Elsewhere(marta.At(slow));
            Assert.Equal(excuse, (string?)(await chat.SubmitsAsync(ExtensionCommands.LogNote, dialog, Message))["task"]!["value"]);
            Assert.Empty(app.Teams.Calls);
            _store.SetResult();
            await app.Teams.SentAsync(1);

            Assert.Equal(saved, Elsewhere.Page(await chat.SubmitsAsync(ExtensionCommands.LogNote, dialog, Message)).Headline);
        }

        var told = Assert.Single(marta.Chat);
        Assert.Equal(saved, told.Headline);
        Assert.Empty(told.Buttons);
        Assert.Single(app.Teams.Calls);
    }

    [Fact]
    public async Task What_was_not_saved_late_is_told_there_too()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app, "en-GB");
        var dialog = await new Elsewhere(marta).OpensAsync(ExtensionCommands.LogNote, Message);
        app.Teams.Forget();
        await using (var slow = await app.AnotherAsync(services => WaitForTheStore(services, app.Store)))
        {
            await new Elsewhere(marta.At(slow)).SubmitsAsync(ExtensionCommands.LogNote, dialog, Message);
            _store.SetException(new InvalidOperationException("The store is out of order."));
            await app.Teams.SentAsync(1);
        }

        Assert.StartsWith("Something went wrong with your last action. Please try again. If it fails again, give support this number: ", Assert.Single(marta.Chat).Headline, StringComparison.Ordinal);
        Assert.Single(app.Teams.Calls);
    }

    [Fact]
    public async Task A_search_that_takes_long_is_asked_for_again_and_not_told()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app, "en-GB");
        app.Teams.Forget();
        await using (var slow = await app.AnotherAsync(services => WaitForTheStore(services, app.Store)))
        {
            Assert.Equal("This takes longer than usual. Please try again in a moment.", (string?)(await new Elsewhere(marta.At(slow)).SearchesAsync("Vila"))["text"]);
            _store.SetResult();
        }

        Assert.Empty(app.Teams.Calls);
    }

    private static async Task<Manager> WithVilaNordAsync(KamBotApp app, string locale)
    {
        var marta = await Manager.MartaAsync(app, locale);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        return marta;
    }

    /// <summary>Of the clients only: who asks is found at once.</summary>
    private void WaitForTheStore(IServiceCollection services, ITableStore store)
    {
        Task WaitAsync(string table, string partition) => table is "Accounts" or "Names" ? _store.Task : Task.CompletedTask;
        services.RemoveAll<ITableStore>().AddSingleton<ITableStore>(new SlowTables(store) { BeforeRead = WaitAsync, BeforeWrite = WaitAsync })
            .Configure<TurnOptions>(turns => turns.InvokeDeadline = TimeSpan.FromMilliseconds(100));
    }
}
