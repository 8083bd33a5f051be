using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;

namespace KamBot.BotBuilder.Diagnostics;

/// <summary>What an activity is called in traces and figures: words of a fixed list, whatever somebody sends.</summary>
/// <param name="Type">An activity type, <c>continuation</c> for a turn of the bot's own accord.</param>
/// <param name="Invoke">The name of an invoke; null for all else.</param>
internal readonly record struct TurnKind(string Type, string? Invoke)
{
    private static readonly FrozenSet<string> Types = FrozenSet.Create(
        StringComparer.Ordinal,
        ActivityTypes.Message, ActivityTypes.ConversationUpdate, ActivityTypes.InstallationUpdate, ActivityTypes.Invoke, ActivityTypes.Event,
        ActivityTypes.Typing, ActivityTypes.MessageUpdate, ActivityTypes.MessageDelete, ActivityTypes.MessageReaction, ActivityTypes.EndOfConversation);

    private static readonly FrozenSet<string> Invokes = FrozenSet.Create(
        StringComparer.Ordinal,
        InvokeNames.AdaptiveCardAction, InvokeNames.Query, InvokeNames.SelectItem, InvokeNames.FetchTask, InvokeNames.SubmitAction,
        InvokeNames.QueryLink, InvokeNames.AnonymousQueryLink, InvokeNames.TaskFetch, InvokeNames.TaskSubmit, InvokeNames.ConfigFetch,
        InvokeNames.ConfigSubmit, InvokeNames.MessageSubmitAction, InvokeNames.SigninVerifyState, InvokeNames.SigninTokenExchange,
        InvokeNames.SigninFailure, InvokeNames.FileConsent);

    public static TurnKind Of(TurnRequest request)
    {
        if (request.Origin == TurnOrigin.Continuation)
            return new TurnKind("continuation", null);
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(request.ActivityJson.Length));
        try
        {
            return Read(buffer.AsSpan(0, Encoding.UTF8.GetBytes(request.ActivityJson, buffer)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true); // it held what somebody wrote
        }
    }

    private static TurnKind Read(ReadOnlySpan<byte> json)
    {
        string? type = null, name = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isName = reader.ValueTextEquals("name"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
                type = Known(reader.GetString(), Types);
            else if (isName && reader.TokenType == JsonTokenType.String)
                name = Known(reader.GetString(), Invokes);
            else
                reader.Skip();
        }

        return new TurnKind(type ?? BotDiagnostics.Other, type == ActivityTypes.Invoke ? name ?? BotDiagnostics.Other : null);
    }

    private static string Known(string? word, FrozenSet<string> list) => word is not null && list.Contains(word) ? word : BotDiagnostics.Other;
}
