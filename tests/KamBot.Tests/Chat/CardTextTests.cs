using System.Text.Json.Nodes;
using KamBot.Chat;
using KamBot.Conversation.Cards;
using NodaTime;

namespace KamBot.Tests.Chat;

public sealed class CardTextTests
{
    private readonly List<(string Title, IReadOnlyList<string> Inputs)> _numbered = [];

    [Fact]
    public void A_card_reads_from_headline_to_buttons()
    {
        var card = new Card("Vila Nord · call today")
            .Facts(("Amount", "€48,000"), ("Valid until", "Fri 24 April"))
            .Section("What I will remind you of")
            .Row("The call", "Thu 26 March 09:00", "they may be on holiday")
            .Note("A quiet remark")
            .Button("Confirmed", "proposal.confirmed")
            .More("More", new CardButton("Called", "proposal.called"));

        Assert.Equal(
            [
                "Vila Nord · call today",
                "Amount       €48,000",
                "Valid until  Fri 24 April",
                "What I will remind you of",
                "The call · Thu 26 March 09:00",
                "  they may be on holiday",
                "A quiet remark",
                "[1] Confirmed  [2] More …",
            ],
            Draw(card.ToJson("n")));
    }

    [Fact]
    public void A_row_that_can_be_tapped_has_a_number()
    {
        var card = new Card("Offers").Row("P-1", "€48,000", tap: new CardButton("P-1", "proposal.show"));

        Assert.Equal(["Offers", "[1] P-1 · €48,000"], Draw(card.ToJson("n")));
    }

    [Fact]
    public void Inputs_are_listed_with_what_they_hold()
    {
        var card = new Card("Change")
            .Input(Inputs.Date("until", "Valid until", new LocalDate(2026, 4, 24)))
            .Input(Inputs.Choice("reason", "Reason", [("Price", "price"), ("Timing", "timing")]))
            .Button("Save", "save");

        Assert.Equal(["Change", "until = 2026-04-24  (Valid until)", "reason =  (Reason: Price | Timing)", "[1] Save"], Draw(card.ToJson("n")));
        Assert.Equal(["until", "reason"], _numbered.Single().Inputs);
    }

    [Fact]
    public void The_inputs_of_a_part_that_unfolds_go_with_its_own_button_and_with_no_other()
    {
        var card = new Card("Lost").Button("Just lost", "lost")
            .Form("With a reason", [Inputs.Text("reason", "Reason")], new CardButton("Save", "lost")).ToJson("n");

        Draw(card);
        Draw((JsonObject)card["actions"]![1]!["card"]!);

        Assert.Equal([("Just lost", 0), ("With a reason", 0), ("Save", 1)], _numbered.Select(each => (each.Title, each.Inputs.Count)));
    }

    [Fact]
    public void What_the_terminal_cannot_draw_is_drawn_by_its_fallback()
    {
        var card = (JsonObject)JsonNode.Parse(
            """{"type":"AdaptiveCard","body":[{"type":"Chart.Donut","data":[],"fallback":{"type":"TextBlock","text":"3 won, 1 lost"}}]}""")!;

        Assert.Equal(["3 won, 1 lost"], Draw(card));
    }

    [Fact]
    public void Empty_inputs_are_left_out_and_a_choice_may_be_named_by_its_title()
    {
        JsonObject[] inputs = [Inputs.Text("note", "Note"), Inputs.Choice("reason", "Reason", [("Price", "p")]), Inputs.Text("who", "Who", "Anna")];
        var action = (JsonObject)JsonNode.Parse("""{"data":{"proposal":"P-1"}}""")!;

        var sent = CardInputs.Sent(action, inputs, new Dictionary<string, string> { ["reason"] = "price" });

        Assert.Equal("""{"proposal":"P-1","reason":"p","who":"Anna"}""", sent.ToJsonString());
    }

    [Fact]
    public void A_required_input_is_asked_for_before_anything_is_sent()
    {
        JsonObject[] inputs = [Inputs.Text("note", "Note").Required("Say why.")];

        Assert.Equal("Say why.", CardInputs.Missing(inputs, new Dictionary<string, string>()));
        Assert.Null(CardInputs.Missing(inputs, new Dictionary<string, string> { ["note"] = "price" }));
    }

    private IReadOnlyList<string> Draw(JsonObject card) => CardText.Draw(card, Number, []);

    private int Number(JsonObject action, IReadOnlyList<JsonObject> inputs)
    {
        _numbered.Add(((string)action["title"]!, [.. inputs.Select(input => (string)input["id"]!)]));
        return _numbered.Count;
    }
}
