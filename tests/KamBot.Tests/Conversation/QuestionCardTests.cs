using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Conversation;

/// <summary>A card that asked and was answered by typing has no buttons left, and an old one of them changes nothing.</summary>
public sealed class QuestionCardTests : IAsyncLifetime
{
    private const string Phone = "phone of Vila is +34 931 234 567";
    private const string Noted = "Vilafranca Hotels SL updated";

    private KamBotApp _app = null!;
    private Manager _alex = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");
        _alex = new Manager(_app, "Alex Wilber", "Europe/Madrid", "en-GB");
        await _alex.SaysAsync("my calendar ES-CT");
        await _alex.SaysAsync("add client Vila Nord SA, ES-CT");
        await _alex.SaysAsync("add client Vilafranca Hotels SL, ES-CT");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("2")]
    [InlineData("Vilafranca Hotels SL")]
    [InlineData("vilafranca")]
    public async Task A_question_answered_by_typing_says_where_it_stands_what_came_of_it(string typed)
    {
        var which = await _alex.SaysAsync(Phone);
        var noted = await _alex.SaysAsync(typed);

        var now = Now(which);
        Assert.Equal(Noted, noted.Headline);
        Assert.Equal("Which \"Vila\" do you mean?", now.Headline);
        Assert.Contains($"Answered: {Noted}", now.Text, StringComparison.Ordinal);
        Assert.Empty(now.Buttons);
    }

    [Fact]
    public async Task An_old_button_of_an_answered_question_says_so_and_changes_nothing()
    {
        var which = await _alex.SaysAsync(Phone);
        await _alex.SaysAsync("Vilafranca Hotels SL");

        foreach (var client in new[] { "Vila Nord SA", "Vilafranca Hotels SL" })
        {
            var answer = await _alex.PressesAsync(which, client);
            Assert.Contains($"Answered: {Noted}", answer.Text, StringComparison.Ordinal);
            Assert.Empty(answer.Buttons);
        }

        Assert.DoesNotContain("931 234 567", (await _alex.SaysAsync("dossier Vila Nord SA")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_was_dropped_cannot_be_taken_up_by_its_button()
    {
        var which = await _alex.SaysAsync(Phone);
        var dropped = await _alex.SaysAsync("cancel");

        Assert.Contains(dropped.Text, Now(which).Text, StringComparison.Ordinal);
        Assert.Contains(dropped.Text, (await _alex.PressesAsync(which, "Vila Nord SA")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("931 234 567", (await _alex.SaysAsync("dossier Vila Nord SA")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_answer_all_cards_are_answered_that_asked_the_question()
    {
        var first = await _alex.SaysAsync(Phone);
        var again = await _alex.SaysAsync("hmm hmm");
        await _alex.SaysAsync("Vilafranca Hotels SL");

        Assert.NotEqual(first.ActivityId, again.ActivityId);
        Assert.Contains($"Answered: {Noted}", (await _alex.PressesAsync(first, "Vila Nord SA")).Text, StringComparison.Ordinal);
        Assert.Contains($"Answered: {Noted}", (await _alex.PressesAsync(again, "Create \"hmm hmm\"")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_nobody_has_answered_keeps_its_buttons()
    {
        var which = await _alex.SaysAsync(Phone);
        await _alex.SaysAsync("what do I have today?");

        Assert.Equal("Vila Nord SA updated", (await _alex.PressesAsync(which, "Vila Nord SA")).Headline);
    }

    [Fact]
    public async Task A_question_that_took_the_place_of_a_pressed_card_is_replaced_there()
    {
        var noted = await _alex.SaysAsync("proposal sent to Vilafranca, €48,000, valid until 24 April, by e-mail");
        await _alex.PressesAsync(noted, "Extend");
        await _alex.SaysAsync("15 May");

        var now = Now(noted);
        Assert.Contains("Answered: ", now.Text, StringComparison.Ordinal);
        Assert.Empty(now.Buttons);
    }

    private CardView Now(CardView card) => _alex.Chat.Single(each => each.ActivityId == card.ActivityId);
}
