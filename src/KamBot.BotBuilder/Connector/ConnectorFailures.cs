using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KamBot.BotBuilder.Connector;

/// <summary>Sorts what the channel answers by what is to be done about it, in one place.</summary>
/// <remarks>Source: msteams-docs, <c>conversation-messages.md</c>, "Status codes from bot conversational APIs".</remarks>
internal static class ConnectorFailures
{
    public static ConnectorOutcome Sort(int status, string? code, string? subCode) => (status, code) switch
    {
        ( >= 200 and < 300, _) => ConnectorOutcome.Delivered,
        (429 or 412 or 503, _) => ConnectorOutcome.Retry,
        (500 or 502 or 504, _) => ConnectorOutcome.Unknown,
        (401, _) => ConnectorOutcome.NotRegistered,
        (413, _) => ConnectorOutcome.TooBig,
        (_, "MessageSizeTooBig") => ConnectorOutcome.TooBig,
        (403, "InvalidBotApiHost") => ConnectorOutcome.WrongHost,
        (403, "ConversationBlockedByUser" or "BotDisabledByAdmin") => ConnectorOutcome.BlockedByUser,
        (403, "BotNotInConversationRoster" or "NotEnoughPermissions" or "209") => ConnectorOutcome.NotInstalled,
        (403, _) when subCode == "MessageWritesBlocked" => ConnectorOutcome.NotInstalled,
        (404, "ActivityNotFoundInConversation") => ConnectorOutcome.ActivityGone,
        (404, _) => ConnectorOutcome.ConversationGone,
        _ => ConnectorOutcome.Rejected,
    };

    /// <summary>The channel's own error code: of <c>{error:{code}}</c>, or the bare <c>{errorCode,subCode}</c> of some answers.</summary>
    public static (string? Code, string? SubCode) ReadCode(ReadOnlySpan<byte> body)
    {
        try
        {
            var answer = JsonSerializer.Deserialize(body, ConnectorErrorJson.Default.ConnectorError);
            var code = answer?.Error?.Code ?? Text(answer?.ErrorCode) ?? answer?.Code;
            return (code, answer?.Error?.InnerHttpError?.SubCode ?? answer?.SubCode);
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    /// <summary>How long the channel asks to wait, by either form of the header.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - now : null);
        return wait is null ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string? Text(JsonElement? code) => code is { ValueKind: JsonValueKind.Number or JsonValueKind.String } element ? element.ToString() : null;
}

internal sealed record ConnectorError(ConnectorErrorDetail? Error, string? Code, JsonElement? ErrorCode, string? SubCode);

internal sealed record ConnectorErrorDetail(string? Code, ConnectorInnerError? InnerHttpError);

internal sealed record ConnectorInnerError(string? SubCode);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ConnectorError))]
internal sealed partial class ConnectorErrorJson : JsonSerializerContext;
