using KamBot.Conversation.Language;

namespace KamBot.Tests.Conversation.Language;

public sealed class GrammarTests
{
    private static readonly CommandDefinition Wave = new("wave", "test", ChangesData: false, AsksFirst: false, [new FieldDefinition("client", FieldKind.Client, Required: false)]);

    [Fact]
    public void An_introducer_for_a_field_that_is_not_there_stops_the_program()
    {
        var problem = Words("""{ "wave": { "summary": "", "examples": ["wave"], "phrases": ["wave"], "introducers": { "hand": ["with"] } } }""");
        Assert.Equal("Test/en.json: wave: there is no field 'hand'.", problem.Message);
    }

    [Theory]
    [InlineData("""{ "wave": { "summary": "", "examples": [], "phrases": ["(wave"] } }""")]
    [InlineData("""{ "wave": { "summary": "", "examples": [], "phrases": ["(wave)?"] } }""")]
    [InlineData("""{ "wave": { "summary": "", "examples": ["wave [client Vila]"], "phrases": ["wave"] } }""")]
    [InlineData("""{ "nod": { "summary": "", "examples": [], "phrases": ["nod"] } }""")]
    [InlineData("""{ }""")]
    [InlineData("""{ "wave": { "sumary": "" } }""")]
    [InlineData("""{ "words": { "hello": ["hello <hello>"] }, "wave": { "summary": "", "examples": [], "phrases": ["(<hello>)"] } }""")]
    [InlineData("""{ "words": { "hello": ["hello"] }, "wave": { "summary": "", "examples": [], "phrases": ["(<hallo>)"] } }""")]
    public void A_mistake_in_a_grammar_file_is_named_with_its_file(string json) =>
        Assert.StartsWith("Test/en.json: ", Words(json).Message);

    [Fact]
    public void Forms_that_phrases_share_are_listed_once()
    {
        var wave = GrammarReader.Words("Test/en.json", """
            { "words": { "hello": ["hello", "good day"] }, "wave": { "summary": "", "examples": [], "phrases": ["(<hello>|hi) there"] } }
            """, [Wave]).Single();
        Assert.Equal("(hello|good day|hi) there", Assert.Single(wave.Phrases).Text);
    }

    [Fact]
    public void Lists_combine_into_the_forms_of_a_longer_saying()
    {
        var wave = GrammarReader.Words("Test/en.json", """
            { "words": { "have": ["have", "we have"], "waved": ["<have> waved"] }, "wave": { "summary": "", "examples": [], "phrases": ["(just <waved>|<have> nodded)"] } }
            """, [Wave]).Single();
        Assert.Equal("(just have waved|just we have waved|have nodded|we have nodded)", Assert.Single(wave.Phrases).Text);
    }

    [Fact]
    public void A_word_that_the_language_knows_is_not_taken_for_a_misspelt_one()
    {
        var spelling = new Spelling(["dostala", "wyslalem"], ["dostana"]);
        Assert.Equal(["dostala", "dostana", "wyslales"], new[] { "dosttala", "dostana", "wyslales" }.Select(word => spelling.Correct(word)));
    }

    [Theory]
    [InlineData("dotsala", "dostala")]
    [InlineData("odstala", "dostala")]
    [InlineData("zostala", "zostala")]
    public void Two_letters_may_change_places_even_the_first_ones(string typed, string meant) =>
        Assert.Equal(meant, new Spelling(["dostala"], []).Correct(typed));

    [Fact]
    public void A_duplicate_phrase_and_an_example_of_another_command_are_both_reported()
    {
        CommandDefinition nod = Wave with { Intent = "nod" };
        var words = GrammarReader.Words("Test/en.json", """
            { "wave": { "summary": "", "examples": ["nod"], "phrases": ["wave", "hello"] },
              "nod": { "summary": "", "examples": ["nod [client: Vila Nord]"], "phrases": ["nod", "hello"] } }
            """, [Wave, nod]).ToDictionary(command => command.Intent);
        var catalogue = new CommandCatalogue([Wave, nod], new Dictionary<string, Grammar> { ["en"] = new("en", words) });
        var problem = Assert.Throws<FormatException>(() => GrammarCheck.Check(catalogue));
        Assert.Contains("nod: the phrase 'hello' is also in wave", problem.Message, StringComparison.Ordinal);
        Assert.Contains("wave: the example 'nod' is understood as nod", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, null, "nod,wave")]
    [InlineData(false, "nod", "wave")]
    public void Two_commands_as_likely_are_offered_and_never_guessed_between_when_one_changes_data(bool changes, string? intent, string alternatives)
    {
        CommandDefinition nod = Wave with { Intent = "nod", ChangesData = changes };
        var words = GrammarReader.Words("Test/en.json", """
            { "wave": { "summary": "", "examples": [], "phrases": ["(hello|hi) there"] }, "nod": { "summary": "", "examples": [], "phrases": ["hello (there|you)"] } }
            """, [Wave, nod]).ToDictionary(command => command.Intent);
        var catalogue = new CommandCatalogue([Wave, nod], new Dictionary<string, Grammar> { ["en"] = new("en", words) });
        var understood = new Understanding(catalogue).Understand("hello there", English.Wednesday);
        Assert.Equal(intent, understood.Intent);
        Assert.Equal(alternatives, string.Join(',', understood.Alternatives));
    }

    private static FormatException Words(string json) =>
        Assert.Throws<FormatException>(() => GrammarReader.Words("Test/en.json", json, [Wave]).ToList());
}
