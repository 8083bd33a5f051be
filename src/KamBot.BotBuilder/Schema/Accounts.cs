using System.Text.Json;
using System.Text.Json.Serialization;

namespace KamBot.BotBuilder.Schema;

/// <summary>A user or a bot as the channel knows it. <see cref="Id"/> belongs to one bot; <see cref="AadObjectId"/> is the person's stable key.</summary>
public sealed class ChannelAccount
{
    public ChannelAccount()
    {
    }

    public ChannelAccount(string? id, string? name = null) => (Id, Name) = (id, name);

    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? AadObjectId { get; set; }

    public string? Role { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>A conversation as the channel knows it.</summary>
public sealed class ConversationAccount
{
    public bool? IsGroup { get; set; }

    /// <summary>See <see cref="ConversationTypes"/>.</summary>
    public string? ConversationType { get; set; }

    public string? TenantId { get; set; }

    public string? Id { get; set; }

    public string? Name { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }

    /// <summary>The same conversation under another id.</summary>
    public ConversationAccount WithId(string id)
    {
        var other = (ConversationAccount)MemberwiseClone();
        other.Id = id;
        return other;
    }
}

/// <summary>A member of a conversation with what Teams tells about the person.</summary>
public sealed class TeamsChannelAccount
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? AadObjectId { get; set; }

    public string? GivenName { get; set; }

    public string? Surname { get; set; }

    public string? Email { get; set; }

    public string? UserPrincipalName { get; set; }

    public string? TenantId { get; set; }

    public string? UserRole { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>One page of a conversation's members; <see cref="ContinuationToken"/> is null on the last one.</summary>
public sealed class PagedMembersResult
{
    public string? ContinuationToken { get; set; }

    public IList<TeamsChannelAccount>? Members { get; set; }
}
