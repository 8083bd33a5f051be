using Microsoft.Playwright;

namespace KamBot.EndToEnd.Playground;

/// <summary>What README shows, through the real chat window: two offers, the call of the next morning, a meeting.</summary>
public sealed class FirstDayTests
{
    [Fact]
    public async Task An_offer_is_noted_called_about_the_next_morning_and_talked_over_in_a_meeting()
    {
        await using var window = await ChatWindow.OpenAsync("2026-03-25T15:40:00Z", "first-day");
        await window.CardAsync("I'm KamBot. I keep your promises to clients");

        await window.TypeAsync("my calendar ES-CT");
        await window.CardAsync("Catalonia");
        await window.TypeAsync("add client Vila Nord SA, ES-CT");
        await window.CardAsync("Vila Nord SA added");

        await window.TypeAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        await window.CardAsync("P-1 noted · Vila Nord SA");

        await window.TypeAsync("proposal sent to Vila Nord");
        await window.CardAsync("What is the offer worth?");
        await window.TypeAsync("12,500");
        await window.CardAsync("How long is it valid?");
        await window.TypeAsync("30 days");
        await ChatWindow.PressAsync(await window.CardAsync("How did you send it?"), "Letter");
        await window.CardAsync("P-2 noted · Vila Nord SA");

        await window.App.MoveClockAsync("2026-03-26T08:00:00Z");
        const string Call = "Vila Nord SA · call today: did they get P-1?";
        var call = await window.CardAsync(Call);
        await call.GetByLabel("What are the next steps?").FillAsync("finance looks at it");
        await call.GetByLabel("Where does the urgency come from?").FillAsync("warehouse opens 1 June");
        await window.PickDayAsync(call.GetByLabel("When do we talk about interim results?"), "31, March, 2026");
        await window.PickTimeAsync(call.GetByLabel("At what time?"), "10:30");
        await window.CardAsync(Call);
        await ChatWindow.PressAsync(call, "Called");
        await window.CardAsync("Vila Nord SA called by Alex Wilber · next call Tue 31 March 10:30");
        await window.GoneAsync(Call);

        await window.TypeAsync("meeting with Vila Nord today at 08:30, tasks: Piotr: the spec by Friday");
        await window.CardAsync("Who was there for the client?");
        await window.TypeAsync("Anna Lis (CFO)");
        var question = await window.CardAsync("Who was there from our side?");
        await ChatWindow.PressAsync(question, "On one card");
        var form = await window.CardAsync("Save");
        await ChatWindow.PressAsync(form, "Save");
        await window.CardAsync("Meeting logged · Vila Nord SA");

        await window.TypeAsync("dossier Vila Nord");
        var dossier = await window.CardAsync("Last contact");
        await Assertions.Expect(dossier).ToContainTextAsync("P-1");
        await Assertions.Expect(dossier).ToContainTextAsync("Anna Lis");
    }
}
