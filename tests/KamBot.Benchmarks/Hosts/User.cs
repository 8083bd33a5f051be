using System.Globalization;
using System.Net;
using System.Text.Json;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation;

namespace KamBot.Benchmarks.Hosts;

/// <summary>An account manager at the keyboard: posts lines as Teams does, one at a time.</summary>
/// <param name="bot">Whom to write to, where no other is named.</param>
/// <param name="serviceUrl">The channel.</param>
/// <param name="number">Tells users apart.</param>
internal sealed class User(HttpClient? bot, string serviceUrl, int number)
{
    private const string Tenant = "11111111-1111-4111-8111-111111111111";
    private static readonly Uri Messages = new("/api/messages", UriKind.Relative);

    private readonly string _name = number.ToString("D6", CultureInfo.InvariantCulture);
    private int _sent;

    public UserKey Key => new(Tenant, $"aad-{_name}");

    /// <summary>Comes back when the bot has answered, that is when its reply is at the connector.</summary>
    /// <returns>False when the bot's deadline came first and the reply follows later.</returns>
    public async Task<bool> SaysAsync(string line, HttpClient? elsewhere = null)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(Message(line), BotJson.Wire.Activity)) { Headers = { ContentType = new("application/json") } };
        using var response = await (elsewhere ?? bot!).PostAsync(Messages, content);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"'{line}' was answered with {(int)response.StatusCode}: it does not count as a turn.");
        return response.StatusCode != HttpStatusCode.Accepted;
    }

    /// <summary>A line as Teams sends it.</summary>
    /// <param name="line">What is typed.</param>
    /// <param name="id">The activity's id; one that no other has, if it is left out.</param>
    public Activity Message(string line, string? id = null) => new()
    {
        Type = ActivityTypes.Message,
        Id = id ?? $"{_name}-{Interlocked.Increment(ref _sent).ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}",
        ChannelId = "msteams",
        ServiceUrl = serviceUrl,
        Text = line,
        TextFormat = "plain",
        Locale = "en-GB",
        LocalTimezone = "Europe/Madrid",
        From = new ChannelAccount { Id = $"29:{_name}", Name = $"Manager {_name}", AadObjectId = Key.Id },
        Recipient = new ChannelAccount { Id = "28:bot", Name = "KamBot" },
        Conversation = new ConversationAccount { Id = $"a:chat-{_name}", ConversationType = "personal", TenantId = Tenant },
        ChannelData = JsonSerializer.Deserialize<JsonElement>($$$"""{"tenant":{"id":"{{{Tenant}}}"}}"""),
    };
}
