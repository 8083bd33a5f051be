using KamBot.Conversation.Language;

namespace KamBot.Tests.Conversation.Language;

public sealed class CorpusTests
{
    private const double EnoughRight = 0.99;

    public static TheoryData<string> Languages => [.. CorpusLine.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Nearly_every_line_is_understood_with_its_fields(string language)
    {
        Reading[] readings = [.. Readings(language)];
        string[] amiss = [.. readings.Where(reading => !reading.IsRight).Select(reading => reading.Told)];
        Assert.True(amiss.Length <= (1 - EnoughRight) * readings.Length, Listed(amiss));
    }

    /// <summary>What is not understood is asked back; what is understood must be what was said.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public void No_line_is_understood_wrongly(string language)
    {
        string[] wrong = [.. Readings(language).Where(reading => reading.IsWrong).Select(reading => reading.Told)];
        Assert.True(wrong.Length == 0, Listed(wrong));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Ordinary_chat_never_sets_off_a_command_that_changes_data(string language)
    {
        string[] wrong =
        [
            .. from line in CorpusLine.Of(language)
               where line.Chat
               let intent = English.Understanding.Understand(line.Line, line.Context).Intent
               where intent is not null && English.Catalogue[intent].ChangesData
               select $"{line.Line} → {intent}",
        ];
        Assert.True(wrong.Length == 0, Listed(wrong));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_corpus_holds_every_intent_and_enough_of_everything(string language)
    {
        var lines = CorpusLine.Of(language);
        Assert.Empty(English.Catalogue.All.Select(command => command.Intent).Except(lines.Select(line => line.Intent)));
        Assert.True(lines.Count(line => !line.Chat) >= 300);
        Assert.True(lines.Count(line => line.Chat) >= 60);
    }

    /// <summary>What a language reads of lines nobody tuned it on; the share may only grow.</summary>
    [Theory]
    [InlineData("en", 0.76)]
    [InlineData("ca", 0.92)]
    [InlineData("ro", 0.88)]
    [InlineData("pl", 0.98)]
    public void Lines_the_grammar_never_saw_are_mostly_read_and_never_as_another_deed(string language, double enough)
    {
        Reading[] readings = [.. Readings(CorpusLine.HeldOut(language))];
        string[] others = [.. readings.Where(reading => reading.IsAnotherDeed).Select(reading => reading.Told)];
        Assert.True(others.Length == 0, Listed(others));
        Assert.True(readings.Count(reading => reading.IsRight) >= enough * readings.Length, Listed(readings.Where(reading => !reading.IsRight).Select(reading => reading.Told)));
        Assert.DoesNotContain(CorpusLine.HeldOut(language), line => line.Chat && English.Understanding.Understand(line.Line, line.Context).Intent is { } intent && English.Catalogue[intent].ChangesData);
    }

    private static IEnumerable<Reading> Readings(string language) => Readings(CorpusLine.Of(language));

    private static IEnumerable<Reading> Readings(IEnumerable<CorpusLine> lines) =>
        lines.Where(line => !line.Chat).Select(line => new Reading(line, English.Understanding.Understand(line.Line, line.Context)));

    private static string Listed(IEnumerable<string> lines) => string.Join(Environment.NewLine, lines);

    private sealed record Reading(CorpusLine Line, Understood Understood)
    {
        private readonly Dictionary<string, string> fields = Understood.Fields.ToDictionary(field => field.Key, field => CorpusLine.Written(field.Value));

        public bool IsRight => Understood.Intent == Line.Intent && HasItsFields;

        public bool IsWrong => Understood.Intent is { } intent && (intent != Line.Intent || (English.Catalogue[intent].ChangesData && !HasItsFields));

        public bool IsAnotherDeed => Understood.Intent is { } intent && intent != Line.Intent && English.Catalogue[intent].ChangesData;

        public string Told =>
            $"{Line.Line} → {Understood.Intent ?? "-"} {Understood.Score:F2} {string.Join("; ", fields.Select(value => $"{value.Key}={value.Value}"))} [{string.Join(", ", Understood.Alternatives)}|{string.Join(", ", Understood.Nearest)}]";

        private bool HasItsFields => fields.Count == Line.Fields.Count && Line.Fields.All(value => fields.GetValueOrDefault(value.Key) == value.Value);
    }
}
