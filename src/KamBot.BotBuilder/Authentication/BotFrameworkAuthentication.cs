using KamBot.BotBuilder.Schema;
using Microsoft.AspNetCore.Http;

namespace KamBot.BotBuilder.Authentication;

/// <summary>Decides who may talk to the bot, in two steps: by the request before its body is read, then by the activity.</summary>
public abstract class BotFrameworkAuthentication
{
    /// <summary>Looks at the peer and the Authorization header. A refusal is answered with its status and no body.</summary>
    public abstract ValueTask<AuthenticateRequestResult> AuthenticateRequestAsync(HttpRequest request, CancellationToken cancellationToken = default);

    /// <summary>Compares the activity with what the caller proved: service URL, channel, tenant. Null when it may come in, else the status to refuse it with.</summary>
    public abstract int? RefuseActivity(BotCaller caller, Activity activity);
}

/// <summary>Either the caller or the status to refuse the request with.</summary>
public sealed record AuthenticateRequestResult(BotCaller? Caller, int RefusalStatus = 0)
{
    public static AuthenticateRequestResult Refuse(int status) => new(null, status);
}

/// <summary>What a caller has proved.</summary>
/// <param name="ServiceUrl">Where the activities it may send are answered; null when the token does not say.</param>
/// <param name="Endorsements">The channels it may speak for.</param>
public sealed record BotCaller(string? ServiceUrl, IReadOnlySet<string> Endorsements)
{
    /// <summary>Somebody on this machine, in Development: nothing is proved and nothing needs to be.</summary>
    public static BotCaller ThisMachine { get; } = new(null, new HashSet<string>());
}
