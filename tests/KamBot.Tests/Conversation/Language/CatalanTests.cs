using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Tests.Conversation.Language;

/// <summary>What Catalan asks of the engine: articles before names, elisions, values that stand without a word.</summary>
public sealed class CatalanTests
{
    private static readonly LineContext Wednesday = English.Wednesday with { Language = "ca", Locale = "ca-ES" };

    [Theory]
    [InlineData("l'Anna i en Marek", "Anna|Marek")]
    [InlineData("la Laia Roca, el Pere Mas", "Laia Roca|Pere Mas")]
    [InlineData("hi eren na Maria i n'Andreu", "Maria|Andreu")]
    public void An_article_is_no_part_of_a_persons_name(string answer, string expected)
    {
        var people = (IReadOnlyList<string>)English.Understanding.Read(FieldKind.People, answer, Wednesday)!.Value;
        Assert.Equal(expected, string.Join('|', people));
    }

    [Fact]
    public void A_task_is_told_with_its_person_whatever_article_stands_before()
    {
        var tasks = (IReadOnlyList<TaskText>)English.Understanding.Read(FieldKind.Tasks, "en Piotr prepararà l'oferta demà; l'Anna ha de trucar demà", Wednesday)!.Value;
        Assert.Equal(
            [new TaskText(TaskParty.Us, "Piotr", "prepararà l'oferta", new LocalDate(2026, 4, 9)), new TaskText(TaskParty.Us, "Anna", "trucar", new LocalDate(2026, 4, 9))],
            tasks);
    }

    [Theory]
    [InlineData("oferta de 48.000 € a Vila Nord, 30 dies", "30 days")]
    [InlineData("oferta enviada a Vila Nord, 48.000 €, 24/4", "until 2026-04-24")]
    [InlineData("oferta enviada a Vila Nord, 48.000 €, pagament a 60 dies", null)]
    [InlineData("oferta enviada a Vila Nord, 48.000 €, ahir", null)]
    public void How_long_an_offer_stands_needs_no_word_where_it_stands_apart(string line, string? validity)
    {
        var understood = English.Understanding.Understand(line, Wednesday);
        Assert.Equal("proposal.sent", understood.Intent);
        Assert.Equal("Vila Nord", understood.Fields["client"].Value);
        Assert.Equal(new Money(48_000, "EUR"), understood.Fields["amount"].Value);
        Assert.Equal(validity, understood.Fields.TryGetValue("validity", out var value) ? CorpusLine.Written(value) : null);
    }

    [Fact]
    public void A_remark_keeps_the_small_words_it_begins_with() =>
        Assert.Equal("els sembla bé", English.Understanding.Understand("he trucat a Vila Nord, els sembla bé", Wednesday).Fields["note"].Value);

    [Fact]
    public void Polite_words_inside_a_command_make_its_question_a_request() =>
        Assert.Equal("reminder.snooze", English.Understanding.Understand("m'ho recordes demà?", Wednesday).Intent);

    [Theory]
    [InlineData("he trucat a Vila Nord però no ho ha agafat ningú", "proposal.noanswer")]
    [InlineData("ara no puc, recorda-m'ho demà", "reminder.snooze")]
    [InlineData("hem perdut la P-10, han triat un altre proveïdor", "proposal.lost")]
    [InlineData("sí, els ha arribat la proposta", "proposal.confirmed")]
    public void A_clause_beside_the_command_neither_hides_nor_turns_it(string line, string intent) =>
        Assert.Equal(intent, English.Understanding.Understand(line, Wednesday).Intent);

    [Theory]
    [InlineData("oferta enviada a Vila Nord, vàlida fins divendres 24", "until 2026-04-24")]
    [InlineData("oferta enviada a Vila Nord, vàlida fins divendres 25", "until 2026-04-10")]
    public void A_weekday_may_have_its_day_of_the_month_behind_it(string line, string validity) =>
        Assert.Equal(validity, CorpusLine.Written(English.Understanding.Understand(line, Wednesday).Fields["validity"]));
}
