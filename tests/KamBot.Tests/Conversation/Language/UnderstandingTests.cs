using KamBot.Conversation.Language;

namespace KamBot.Tests.Conversation.Language;

public sealed class UnderstandingTests
{
    [Fact]
    public void Every_example_of_the_catalogue_is_understood_as_its_own_command_with_all_fields_it_shows()
    {
        foreach (var command in English.Catalogue.Grammars["en"].Commands.Values)
        {
            Assert.NotEmpty(command.Examples);
            foreach (var example in command.Examples)
            {
                var understood = English.Understand(example.Line);
                Assert.True(command.Intent == understood.Intent, $"'{example.Line}' is understood as {understood.Intent}");
                Assert.Equal([], example.Fields.Select(field => field.Field).Except(understood.Fields.Keys));
            }
        }
    }

    [Fact]
    public void Help_shows_examples_without_their_marks()
    {
        var text = English.Catalogue.Describe("proposal.sent", "en");
        Assert.Contains("proposal sent to Vila Nord, €48,000, valid until 24 April", text.Examples);
        Assert.Equal(text, text with { });
        Assert.Equal(text.Summary, English.Catalogue.Describe("proposal.sent", "xx").Summary);
    }

    [Fact]
    public void A_question_about_a_deed_is_not_the_deed()
    {
        var understood = English.Understand("has the offer been sent to Vila Nord?");
        Assert.Null(understood.Intent);
        Assert.Contains("proposal.sent", understood.Nearest);
    }

    [Fact]
    public void A_polite_question_is_a_request() =>
        Assert.Equal("reminder.snooze", English.Understand("could you remind me tomorrow?").Intent);

    [Theory]
    [InlineData("they have the offer, hurrah", null)]
    [InlineData("they have the offer, Carpat Retail", "Carpat Retail")]
    [InlineData("carpat retail has the offer", "carpat retail")]
    public void Where_a_command_needs_no_client_a_stray_word_is_not_taken_for_one(string line, string? client) =>
        Assert.Equal(client, English.Understand(line).Fields.TryGetValue("client", out var value) ? value.Value : null);

    [Fact]
    public void The_unexplained_rest_is_handed_back() =>
        Assert.Equal("they laughed", English.Understand("proposal sent to Vila Nord, €48,000, valid until 24 April, they laughed").Rest);

    [Fact]
    public void A_line_that_says_too_much_else_sets_nothing_off_but_offers_what_is_near()
    {
        var understood = English.Understand("my neighbour said the proposal which somebody sent him was rather funny");
        Assert.Null(understood.Intent);
        Assert.InRange(understood.Nearest.Count, 1, 3);
    }

    [Fact]
    public void An_empty_line_means_nothing()
    {
        Assert.Equal((null, 0), (English.Understand("").Intent, English.Understand(" \n ").Nearest.Count));
    }
}
