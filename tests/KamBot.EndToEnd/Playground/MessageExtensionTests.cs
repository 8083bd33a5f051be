using KamBot.MessageExtension;
using Microsoft.Playwright;

namespace KamBot.EndToEnd.Playground;

/// <summary>What a manager does from any chat, through the real chat window: share an offer, paste a link, log a message.</summary>
public sealed class MessageExtensionTests
{
    [Fact]
    public async Task An_offer_is_found_and_shared_a_link_shows_it_and_a_message_becomes_a_complaint()
    {
        await using var window = await ChatWindow.OpenAsync("2026-03-25T15:40:00Z", "message-extension", ("App:PublicUrl", "https://kambot.example"));
        await window.CardAsync("I'm KamBot. I keep your promises to clients");
        await window.TypeAsync("my calendar ES-CT");
        await window.CardAsync("Catalonia");
        await window.TypeAsync("add client Vila Nord SA, ES-CT");
        await window.CardAsync("Vila Nord SA added");
        await window.TypeAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        await window.CardAsync("P-1 noted · Vila Nord SA");

        await window.ShareAsync("vila", "P-1 · Vila Nord SA");
        var shared = await window.CardAsync("Open in KamBot");
        await Assertions.Expect(shared).Not.ToContainTextAsync("48");

        await window.PasteAsync("https://kambot.example/open/offer/P-1", "Open in KamBot");

        const string Message = "Vila Nord says the pallets came late";
        await window.TypeAsync(Message);
        await window.CardAsync(Message);
        var dialog = await window.ActAsync(Message, ExtensionCommands.LogComplaint);
        await ChatWindow.PressAsync(dialog, "Save");
        await window.DialogAsync("Complaint noted · Vila Nord SA");
        await window.CloseDialogAsync();

        await window.TypeAsync("dossier Vila Nord");
        await Assertions.Expect(await window.CardAsync("Last contact")).ToContainTextAsync("One open complaint");
    }
}
