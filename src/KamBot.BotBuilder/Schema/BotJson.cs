using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace KamBot.BotBuilder.Schema;

/// <summary>The one source of (de)serialisation of the protocol's types. Use <see cref="Wire"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(IReadOnlyList<Activity>))]
[JsonSerializable(typeof(Mention))]
[JsonSerializable(typeof(Attachment))]
[JsonSerializable(typeof(ConversationReference))]
[JsonSerializable(typeof(ConversationParameters))]
[JsonSerializable(typeof(ConversationResourceResponse))]
[JsonSerializable(typeof(ResourceResponse))]
[JsonSerializable(typeof(PagedMembersResult))]
[JsonSerializable(typeof(TeamsChannelAccount))]
[JsonSerializable(typeof(TeamsChannelData))]
[JsonSerializable(typeof(AdaptiveCardInvokeValue))]
[JsonSerializable(typeof(AdaptiveCardInvokeResponse))]
[JsonSerializable(typeof(MessagingExtensionQuery))]
[JsonSerializable(typeof(MessagingExtensionAction))]
[JsonSerializable(typeof(AppBasedLinkQuery))]
[JsonSerializable(typeof(MessagingExtensionResponse))]
[JsonSerializable(typeof(MessagingExtensionActionResponse))]
[JsonSerializable(typeof(TaskModuleRequest))]
[JsonSerializable(typeof(TaskModuleResponse))]
[JsonSerializable(typeof(TaskModuleTaskInfo))]
[JsonSerializable(typeof(ConfigResponse))]
[JsonSerializable(typeof(TokenExchangeInvokeRequest))]
[JsonSerializable(typeof(TokenExchangeInvokeResponse))]
[JsonSerializable(typeof(FileConsentCardResponse))]
[JsonSerializable(typeof(MessageSubmitAction))]
[JsonSerializable(typeof(InvokeResponse))]
[JsonSerializable(typeof(ExpectedReplies))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonNode))]
public sealed partial class BotJson : JsonSerializerContext
{
    /// <summary>Camel case, nulls left out, letters of every alphabet written as they are: the form that goes over the wire and into rows.</summary>
    public static BotJson Wire { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false, // which of the two did whoever checked it look at?
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never embedded in HTML: bodies are application/json
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
    });

    /// <summary>An activity on its way to the channel: without its service URL, which is the channel's own address (A2304).</summary>
    public static JsonTypeInfo<Activity> Outgoing { get; } = (JsonTypeInfo<Activity>)new JsonSerializerOptions(Wire.Options)
    {
        TypeInfoResolver = Wire.WithAddedModifier(WithoutServiceUrl),
    }.GetTypeInfo(typeof(Activity));

    private static void WithoutServiceUrl(JsonTypeInfo type)
    {
        if (type.Type == typeof(Activity) && type.Properties.FirstOrDefault(property => property.Name == "serviceUrl") is { } serviceUrl)
            type.Properties.Remove(serviceUrl);
    }
}
