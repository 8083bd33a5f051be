using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;
using KamBot.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KamBot.Tests.Conversation;

/// <summary>Who waits is told so in their own language, though the store that knows it hangs.</summary>
public sealed class DelayWordsTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SlowTables _tables = null!;
    private KamBotApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T07:00:00Z", configure: services =>
    {
        _tables = new SlowTables((ITableStore)services.Last(service => service.ServiceType == typeof(ITableStore)).ImplementationInstance!);
        services.RemoveAll<ITableStore>().AddSingleton<ITableStore>(_tables);
        services.Configure<TurnOptions>(turns => turns.InvokeDeadline = TimeSpan.FromMilliseconds(200));
    });

    public async ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_is_known_is_told_in_the_language_they_chose_and_finds_the_answer_in_the_pressed_card()
    {
        var marta = await Manager.MartaAsync(_app);
        var card = await marta.SaysAsync("parla en català");
        _tables.BeforeRead = (table, _) => table == "Conversations" ? _release.Task : Task.CompletedTask;

        var press = marta.Press(card.Buttons.Count > 0 ? card : marta.Chat.First(each => each.Buttons.Count > 0), "That's right");
        var excuse = await AnswerAsync(marta, press);
        _release.SetResult();

        Assert.Equal("Això triga més del normal. Trobaràs la resposta aquí.", excuse);
        Assert.Equal(press.ReplyToId, (await _app.Teams.UpdatedAsync(1)).Id);
    }

    [Theory]
    [InlineData("ro-RO", "Durează mai mult decât de obicei. Găsești răspunsul aici.")]
    [InlineData("pl-PL", "To trwa dłużej niż zwykle. Odpowiedź pojawi się tutaj.")]
    [InlineData("de-DE", "This takes longer than usual. You will find the answer here.")]
    public async Task A_stranger_is_told_in_the_language_of_their_Teams(string locale, string words)
    {
        var stranger = new Manager(_app, "Somebody New", "Europe/Madrid", locale);
        _tables.BeforeRead = (_, _) => _release.Task;
        var press = stranger.Recorded("in-invoke-adaptiveCard.action-saveNote-personal");

        Assert.Equal(words, await AnswerAsync(stranger, press));
    }

    private static async Task<string?> AnswerAsync(Manager manager, Activity press)
    {
        using var response = await manager.PostAsync(press);
        return (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["value"];
    }
}
