using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KamBot.BotBuilder.Turns;
using KamBot.Conversation;
using KamBot.MessageExtension;
using KamBot.Tests.Drivers;
using KamBot.Tests.MessageExtension;
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

    [Theory]
    [InlineData("en-GB", "Something went wrong with your last action. Please try again. If it fails again, give support this number: ")]
    [InlineData("ca-ES", "No s’ha pogut completar l’última acció. Torna-ho a provar. Si torna a fallar, dona aquest número al suport: ")]
    [InlineData("ro-RO", "Ceva nu a mers la ultima acțiune. Încearcă din nou. Dacă tot nu merge, dă-le celor de la suport numărul ")]
    [InlineData("pl-PL", "Ostatnia czynność się nie udała. Spróbuj jeszcze raz. Jeśli znów się nie uda, podaj wsparciu numer ")]
    public async Task A_dialog_that_cannot_be_saved_says_so_in_its_place(string locale, string regret)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: FailToFindClients);
        var marta = await Manager.MartaAsync(app, locale);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        var chat = new Elsewhere(marta);
        var dialog = await chat.OpensAsync(ExtensionCommands.LogNote);
        app.Teams.Forget();

        var answer = await chat.SubmitsAsync(ExtensionCommands.LogNote, dialog, null, ("otherClient", "Vila Nord"), ("what", "they like it"));

        Assert.Equal("message", (string?)answer["task"]!["type"]);
        Assert.Matches($"^{Regex.Escape(regret)}[0-9A-Za-z_-]{{8}}\\.$", (string)answer["task"]!["value"]!);
        Assert.Empty(app.Teams.Calls);
    }

    internal static void FailToFindClients(IServiceCollection services) => services
        .RemoveAll<IClientFinder>().AddSingleton(new Mock<IClientFinder>(MockBehavior.Strict).Object)
        .Configure<TurnOptions>(options => options.MaxAttempts = 1);
}
