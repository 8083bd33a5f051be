using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Tests.Conversation.Language;

public sealed class PeopleAndTasksTests
{
    [Theory]
    [InlineData("Anna Lis and Marek Dąb", "Anna Lis|Marek Dąb")]
    [InlineData("Anna, Marek & Piotr", "Anna|Marek|Piotr")]
    [InlineData("J. Serra, Mr. Puig", "J. Serra|Mr. Puig")]
    [InlineData("Anna Lis (CFO); Marek", "Anna Lis (CFO)|Marek")]
    [InlineData("it was Anna and Marek.", "Anna|Marek")]
    public void Persons_are_told_apart(string text, string expected)
    {
        var people = (IReadOnlyList<string>)English.Understanding.Read(FieldKind.People, text, English.Wednesday)!.Value;
        Assert.Equal(expected, string.Join('|', people));
    }

    [Fact]
    public void Three_tasks_in_one_line_have_their_party_their_person_and_their_day()
    {
        var tasks = Tasks("Piotr prepares the spec by Wednesday; the client sends volumes by 17 April; the carrier quotes by 20 April");
        Assert.Equal((TaskParty.Us, "Piotr", "prepares the spec"), (tasks[0].Party, tasks[0].Who, tasks[0].What));
        Assert.Equal(new LocalDate(2026, 4, 15), tasks[0].Due);
        Assert.Equal("date.weekday", tasks[0].Doubt?.Kind);
        Assert.Equal(new TaskText(TaskParty.Client, "the client", "sends volumes", new LocalDate(2026, 4, 17)), tasks[1]);
        Assert.Equal(new TaskText(TaskParty.Vendor, "the carrier", "quotes", new LocalDate(2026, 4, 20)), tasks[2]);
    }

    [Theory]
    [InlineData("I send the minutes tomorrow", TaskParty.Us, null, "send the minutes")]
    [InlineData("Send the minutes by tomorrow", TaskParty.Us, null, "Send the minutes")]
    [InlineData("Anna will call the bank until tomorrow", TaskParty.Us, "Anna", "call the bank")]
    [InlineData("By tomorrow: prices for May", TaskParty.Us, null, "prices for May")]
    public void A_task_without_a_party_is_ours(string text, TaskParty party, string? who, string what)
    {
        var task = Assert.Single(Tasks(text));
        Assert.Equal(new TaskText(party, who, what, new LocalDate(2026, 4, 9)), task);
    }

    [Fact]
    public void A_task_without_a_day_has_none() =>
        Assert.Null(Assert.Single(Tasks("we check the contract")).Due);

    private static IReadOnlyList<TaskText> Tasks(string text) =>
        (IReadOnlyList<TaskText>)English.Understanding.Read(FieldKind.Tasks, text, English.Wednesday)!.Value;
}
