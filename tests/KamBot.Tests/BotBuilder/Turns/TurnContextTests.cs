using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Tests.Payloads;
using Moq;

namespace KamBot.Tests.BotBuilder.Turns;

public sealed class TurnContextTests
{
    private readonly TurnContext _turn = new(Mock.Of<BotAdapter>(), Payload.Activity("in-message-personal"), "operation", DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Answers_are_buffered_in_order_and_have_no_id_yet()
    {
        var sent = await _turn.SendActivityAsync("one");
        await _turn.UpdateActivityAsync(new Activity { Id = "7", Text = "two" });
        await _turn.DeleteActivityAsync("8");

        Assert.Null(sent.Id);
        Assert.Equal([TurnAnswerKind.Send, TurnAnswerKind.Update, TurnAnswerKind.Delete], _turn.BufferedAnswers.Select(answer => answer.Kind));
    }

    [Fact]
    public async Task A_typing_indicator_is_no_answer()
    {
        await _turn.SendActivityAsync(new Activity { Type = ActivityTypes.Typing });
        Assert.False(_turn.Responded);

        await _turn.SendActivityAsync("hello");
        Assert.True(_turn.Responded);
    }

    [Fact]
    public async Task A_turn_that_never_stops_talking_is_stopped()
    {
        for (var i = 0; i < TurnContext.MaxAnswers; i++)
            await _turn.SendActivityAsync("again");

        await Assert.ThrowsAsync<InvalidOperationException>(() => _turn.SendActivityAsync("again"));
    }

    [Fact]
    public async Task After_the_turn_nothing_is_lost_quietly()
    {
        _turn.Close();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _turn.SendActivityAsync("too late"));
    }

    [Fact]
    public void Two_conversations_never_share_a_key_because_their_parts_join_alike()
    {
        static string Key(string tenant, string conversation) => TurnKey.Of(new Activity
        {
            ChannelId = Channels.Msteams,
            Id = "1",
            Conversation = new ConversationAccount { Id = conversation, TenantId = tenant },
        }).Conversation;

        Assert.NotEqual(Key("a", "bc"), Key("ab", "c"));
    }
}
