using System.Security.Claims;
using KamBot.BotBuilder.Schema;
using Microsoft.AspNetCore.Http;

namespace KamBot.BotBuilder.Authentication;

/// <summary>Decides who may talk to the bot, in two steps: by the request before its body is read, then by the activity.</summary>
public abstract class BotFrameworkAuthentication
{
    /// <summary>Looks at the peer and the Authorization header. A refusal is answered with its status and no body.</summary>
    public abstract ValueTask<AuthenticateRequestResult> AuthenticateRequestAsync(HttpRequest request, CancellationToken cancellationToken = default);

    /// <summary>Compares the activity with what the caller proved: service URL, channel, tenant. Null when it may come in, else the status to refuse it with.</summary>
    public abstract int? RefuseActivity(ClaimsIdentity caller, Activity activity);
}

/// <summary>Either the caller's identity or the status to refuse the request with.</summary>
public sealed record AuthenticateRequestResult(ClaimsIdentity? ClaimsIdentity, int RefusalStatus = 0)
{
    public static AuthenticateRequestResult Refuse(int status) => new(null, status);
}
