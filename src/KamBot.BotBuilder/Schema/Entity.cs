using System.Text.Json;
using System.Text.Json.Serialization;

namespace KamBot.BotBuilder.Schema;

/// <summary>Metadata of an activity. Kinds without a type of their own keep everything in <see cref="Properties"/>.</summary>
public sealed class Entity
{
    public string? Type { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }

    /// <summary>This entity as a mention, or null when it is something else.</summary>
    public Mention? AsMention() =>
        Type == Mention.EntityType ? JsonSerializer.SerializeToElement(this, BotJson.Wire.Entity).Deserialize(BotJson.Wire.Mention) : null;
}

/// <summary>Somebody named in the text; <see cref="Text"/> is the markup that stands for the name there.</summary>
public sealed class Mention
{
    internal const string EntityType = "mention";

    public string Type { get; set; } = EntityType;

    public ChannelAccount? Mentioned { get; set; }

    public string? Text { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }

    public Entity ToEntity() => JsonSerializer.SerializeToElement(this, BotJson.Wire.Mention).Deserialize(BotJson.Wire.Entity)!;
}

/// <summary>A reaction to the message <see cref="Activity.ReplyToId"/> names.</summary>
public sealed class MessageReaction
{
    public string? Type { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}
