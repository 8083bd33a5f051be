using KamBot.Conversation.Language;

namespace KamBot.Tests.Conversation.Language;

public sealed class CorpusTests
{
    private static readonly IReadOnlyList<CorpusLine> Lines = CorpusLine.Read("corpus.en.jsonl");

    [Fact]
    public void Every_line_of_the_English_corpus_is_understood_with_its_fields()
    {
        string[] wrong = [.. Lines.Where(line => !line.Chat).Select(Difference).OfType<string>()];
        Assert.True(wrong.Length == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void Ordinary_chat_never_sets_off_a_command_that_changes_data()
    {
        string[] wrong =
        [
            .. from line in Lines
               where line.Chat
               let intent = English.Understanding.Understand(line.Line, line.Context).Intent
               where intent is not null && English.Catalogue[intent].ChangesData
               select $"{line.Line} → {intent}",
        ];
        Assert.True(wrong.Length == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void The_corpus_holds_every_intent_and_enough_of_everything()
    {
        Assert.Empty(English.Catalogue.All.Select(command => command.Intent).Except(Lines.Select(line => line.Intent)));
        Assert.True(Lines.Count(line => !line.Chat) >= 250);
        Assert.True(Lines.Count(line => line.Chat) >= 60);
    }

    private static string? Difference(CorpusLine line)
    {
        var understood = English.Understanding.Understand(line.Line, line.Context);
        var fields = understood.Fields.ToDictionary(field => field.Key, field => CorpusLine.Written(field.Value));
        if (understood.Intent == line.Intent && fields.Count == line.Fields.Count && line.Fields.All(field => fields.GetValueOrDefault(field.Key) == field.Value))
            return null;
        return $"{line.Line} → {understood.Intent ?? "-"} {understood.Score:F2} {string.Join("; ", fields.Select(field => $"{field.Key}={field.Value}"))} [{string.Join(", ", understood.Alternatives)}|{string.Join(", ", understood.Nearest)}]";
    }
}
