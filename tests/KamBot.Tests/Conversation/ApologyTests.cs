using System.Text.Json.Nodes;
using KamBot.BotBuilder.Turns;
using KamBot.Conversation;
using KamBot.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moq;

namespace KamBot.Tests.Conversation;

/// <summary>A turn that fails for good is answered, too, and in the user's language.</summary>
public sealed class ApologyTests
{
    [Theory]
    [InlineData("en-GB", "hello", "dossier Vila Nord", "Something went wrong with \"dossier Vila Nord\". Please try again. If it fails again, give support this number: ")]
    [InlineData("pl-PL", "cześć", "teczka Vila Nord", "Coś się nie udało: „teczka Vila Nord”. Spróbuj jeszcze raz. Jeśli znów się nie uda, podaj wsparciu numer ")]
    public async Task A_line_that_cannot_be_answered_is_regretted(string locale, string greeting, string line, string regret)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: FailToFindClients);
        var alex = new Manager(app, "Alex Wilber", "Europe/Madrid", locale);
        await alex.SaysAsync(greeting);

        var answer = await alex.SaysAsync(line);

        Assert.StartsWith(regret, answer.Headline, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-GB", "hello", "Something went wrong with your last action. Please try again. If it fails again, give support this number: ")]
    [InlineData("pl-PL", "cześć", "Ostatnia czynność się nie udała. Spróbuj jeszcze raz. Jeśli znów się nie uda, podaj wsparciu numer ")]
    public async Task A_button_that_fails_says_so_where_it_was_pressed(string locale, string greeting, string regret)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: FailToFindClients);
        var alex = new Manager(app, "Alex Wilber", "Europe/Madrid", locale);
        await alex.SaysAsync(greeting);
        var press = alex.Message("");
        var template = app.Teams.CardAction("dossier", """{"client":"Vila Nord","n":"x"}""");
        (press.Type, press.Name, press.Value, press.Text) = (template.Type, template.Name, template.Value, null);

        var response = await alex.PostAsync(press);

        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(500, (int)body["statusCode"]!);
        Assert.StartsWith(regret, (string)body["value"]!["message"]!, StringComparison.Ordinal);
    }

    internal static void FailToFindClients(IServiceCollection services) => services
        .RemoveAll<IClientFinder>().AddSingleton(new Mock<IClientFinder>(MockBehavior.Strict).Object)
        .Configure<TurnOptions>(options => options.MaxAttempts = 1);
}
