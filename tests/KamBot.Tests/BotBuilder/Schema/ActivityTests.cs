using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Payloads;

namespace KamBot.Tests.BotBuilder.Schema;

public sealed class ActivityTests
{
    public static TheoryData<string> Recorded => Payload.Incoming();

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Every_recorded_activity_survives_the_round_trip_whole(string payload)
    {
        var recorded = Payload.Body(payload);

        var written = JsonSerializer.SerializeToNode(recorded.Deserialize(BotJson.Wire.Activity), BotJson.Wire.Activity);

        Assert.True(JsonNode.DeepEquals(WithoutNulls(JsonNode.Parse(recorded.GetRawText())), WithoutNulls(written)), written!.ToJsonString());
    }

    [Fact]
    public void What_has_no_member_is_kept_at_every_level()
    {
        const string Json = """{"type":"message","future":{"a":[1,null]},"from":{"id":"u","shoe":43},"conversation":{"id":"c","mood":"fine"},"entities":[{"type":"clientInfo","country":"ES"}],"attachments":[{"contentType":"x","weight":2}]}""";

        var written = JsonSerializer.Serialize(JsonSerializer.Deserialize(Json, BotJson.Wire.Activity), BotJson.Wire.Activity);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Json), JsonNode.Parse(written)), written);
    }

    [Theory]
    [InlineData("\"not a time\"")]
    [InlineData("17")]
    [InlineData("{}")]
    [InlineData("null")]
    public void No_activity_is_refused_for_its_timestamp(string timestamp)
    {
        var activity = JsonSerializer.Deserialize($$"""{"type":"message","timestamp":{{timestamp}},"text":"hello"}""", BotJson.Wire.Activity)!;

        Assert.Null(activity.Timestamp);
        Assert.Equal("hello", activity.Text);
    }

    [Fact]
    public void The_local_time_keeps_its_offset_and_the_timestamp_is_UTC()
    {
        const string Json = """{"timestamp":"2026-11-21T19:41:23.438Z","localTimestamp":"2026-11-21T20:41:23.438+01:00"}""";

        Assert.Equal(Json, JsonSerializer.Serialize(JsonSerializer.Deserialize(Json, BotJson.Wire.Activity), BotJson.Wire.Activity));
    }

    [Fact]
    public void A_reply_is_addressed_as_Microsofts_own_SDK_addresses_it()
    {
        var incoming = Payload.Activity("in-message-personal");
        var reference = JsonNode.Parse(Payload.Body("reference/01-reply-POST").GetRawText())!;
        reference["serviceUrl"] = incoming.ServiceUrl;
        reference["replyToId"] = incoming.Id;

        var reply = JsonSerializer.SerializeToNode(incoming.CreateReply("Echo"), BotJson.Wire.Activity);

        Assert.True(JsonNode.DeepEquals(reference, reply), reply!.ToJsonString());
    }

    [Theory]
    [InlineData("in-message-mention-channel", "roster")]
    [InlineData("in-message-personal", "hello")]
    public void The_bots_own_name_is_taken_out_of_the_text(string payload, string expected)
    {
        var activity = Payload.Activity(payload);

        Assert.Equal(expected, activity.RemoveRecipientMention());
        Assert.Equal(expected, activity.Text);
    }

    [Fact]
    public void Teams_own_data_is_read_from_the_channel_data()
    {
        var data = Payload.Activity("in-conversationUpdate-membersAddedBot-channel").GetChannelData()!;

        Assert.Equal("11111111-1111-4111-8111-111111111111", data.Tenant!.Id);
        Assert.Equal("Key Accounts", data.Team!.Name);
        Assert.Equal("teamMemberAdded", data.EventType);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("""{"tenant":"flat"}""")]
    public void Channel_data_of_another_form_is_no_error(string channelData)
    {
        var activity = new Activity { ChannelData = JsonSerializer.Deserialize<JsonElement>(channelData) };

        Assert.Null(activity.GetChannelData());
    }

    [Fact]
    public void A_continuation_leads_back_to_the_same_conversation()
    {
        var incoming = Payload.Activity("in-message-personal");

        var continuation = incoming.GetConversationReference().GetContinuationActivity();

        Assert.Equal(ActivityTypes.Event, continuation.Type);
        Assert.Equal(incoming.Conversation!.Id, continuation.Conversation!.Id);
        Assert.Equal(incoming.From!.Id, continuation.From!.Id);
        Assert.NotEqual(incoming.Id, continuation.Id);
    }

    private static JsonNode? WithoutNulls(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (value is null)
                    members.Remove(name);
                else
                    WithoutNulls(value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
                WithoutNulls(item);
        }

        return node;
    }
}
