using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Tests.Conversation.Language;

/// <summary>What Romanian asks of the engine: words that a hyphen holds together, verbs without an ending of their own, letters typed in many ways.</summary>
public sealed class RomanianTests
{
    private static readonly LineContext Wednesday = English.Wednesday with { Language = "ro", Locale = "ro-RO" };

    [Theory]
    [InlineData("P-12 n-au răspuns")]
    [InlineData("P-12 n au raspuns")]
    [InlineData("P-12 nau raspuns")]
    public void A_hyphen_is_typed_or_left_out(string line) =>
        Assert.Equal("proposal.noanswer", Understand(line).Intent);

    [Theory]
    [InlineData("P-12 câștigată")]
    [InlineData("P-12 castigata")]
    [InlineData("P-12 cîştigatã")]
    public void Letters_are_known_by_their_stem(string line) =>
        Assert.Equal("proposal.won", Understand(line).Intent);

    [Fact]
    public void A_verb_tells_a_person_from_an_order()
    {
        var tasks = (IReadOnlyList<TaskText>)English.Understanding.Read(FieldKind.Tasks, "Andrei trimite volumele mâine; Verifică stocul mâine", Wednesday)!.Value;
        Assert.Equal(
            [new TaskText(TaskParty.Us, "Andrei", "trimite volumele", new LocalDate(2026, 4, 9)), new TaskText(TaskParty.Us, null, "Verifică stocul", new LocalDate(2026, 4, 9))],
            tasks);
    }

    [Theory]
    [InlineData("dosar Vila Nord SA", "Vila Nord SA")]
    [InlineData("dosarul firmei Wisła Logistyka sp. z o.o.", "Wisła Logistyka sp. z o.o")]
    public void A_legal_form_stays_with_its_name_though_it_looks_like_a_small_word(string line, string client) =>
        Assert.Equal(client, Understand(line).Fields["client"].Value);

    [Fact]
    public void The_word_for_valid_may_follow_the_time() =>
        Assert.Equal(new Validity.Days(10), Understand("ofertă trimisă la Carpat, 15.000 lei, 10 zile valabilitate").Fields["validity"].Value);

    [Theory]
    [InlineData("Ion a zis că P-12 e câștigată")]
    [InlineData("„P-12 câștigată”, a scris Ion")]
    [InlineData("colegul meu a trimis oferta la Vila Nord, 10.000 lei, 30 zile")]
    public void What_somebody_else_says_or_did_is_no_deed(string line) =>
        Assert.Null(Understand(line).Intent);

    [Theory]
    [InlineData("am sunat la Vila Nord, dar n-a răspuns nimeni", "proposal.noanswer")]
    [InlineData("calendarul meu RO", "settings.calendar")]
    [InlineData("ultima întâlnire cu Carpat Retail", "meeting.show")]
    [InlineData("arată ofertele trimise sau câștigate", "proposal.list")]
    [InlineData("sarcina 1 amintește-mi mâine", "task.due")]
    [InlineData("sarcina 2 mâine", "task.due")]
    public void What_was_typed_in_haste_is_understood(string line, string intent) =>
        Assert.Equal(intent, Understand(line).Intent);

    private static Understood Understand(string line) => English.Understanding.Understand(line, Wednesday);
}
