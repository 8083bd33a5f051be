using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Conversation;

/// <summary>Help comes from the catalogue: every command with an example that works as it stands.</summary>
public sealed class HelpTests
{
    [Fact]
    public async Task Every_command_is_listed_with_an_example_on_one_card()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");
        var marta = await Manager.MartaAsync(app);

        var help = await marta.SaysAsync("help");

        var catalogue = CommandCatalogue.Load();
        string[] unlisted = ["greeting", "thanks", "settings.confirm", "settings.language"];
        Assert.All(
            catalogue.All.Where(command => !unlisted.Contains(command.Intent)),
            command => Assert.Contains(catalogue.Describe(command.Intent, "en").Examples[0], help.Text, StringComparison.Ordinal));
        Assert.True(help.Json!.ToJsonString().Length < Card.MaxBytes);
    }

    [Theory]
    [InlineData("help meetings", "log meeting with", "P-12 won")]
    [InlineData("help offers", "P-12 won", "log meeting with")]
    public async Task A_topic_narrows_it(string line, string shown, string left)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");
        var marta = await Manager.MartaAsync(app);

        var help = await marta.SaysAsync(line);

        Assert.Contains(shown, help.Text);
        Assert.DoesNotContain(left, help.Text);
    }
}
