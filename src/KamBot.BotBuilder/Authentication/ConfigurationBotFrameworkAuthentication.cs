using KamBot.BotBuilder.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Authentication;

/// <summary>
/// The gate as the settings have it. A registered bot asks for a token. In Development only, a request without any
/// Authorization header may come from this machine instead (the Playground sends none), registered or not.
/// </summary>
internal sealed class ConfigurationBotFrameworkAuthentication(
    ChannelTokens tokens,
    ActivityRules rules,
    DevelopmentGate development,
    SourceLimits limits,
    RefusalLog refusals,
    IHostEnvironment environment,
    IOptions<BotRegistration> registration) : BotFrameworkAuthentication
{
    private const string Scheme = "Bearer ";

    public override async ValueTask<AuthenticateRequestResult> AuthenticateRequestAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var header = request.Headers.Authorization;
        if (environment.IsDevelopment() && (header.Count == 0 || !registration.Value.IsRegistered))
            return development.Admit(request);

        // Ordinal, as the channel writes it: nobody else is waited for.
        if (header is not [{ } value] || !value.StartsWith(Scheme, StringComparison.Ordinal))
            return Refuse(request, StatusCodes.Status401Unauthorized, "there is no bearer token");
        var token = value[Scheme.Length..];
        if (tokens.Recognize(token) is { } known)
            return new AuthenticateRequestResult(known);

        // Who is known passes above without being counted: however many knock at the door, the channel gets in.
        using var stay = limits.EnterAddress(request.HttpContext.Connection.RemoteIpAddress);
        if (stay is null)
            return Refuse(request, StatusCodes.Status429TooManyRequests, "the address tries too often");
        var verdict = await tokens.CheckAsync(token, cancellationToken);
        if (verdict.Caller is { } caller)
            return new AuthenticateRequestResult(caller);
        return Refuse(request, verdict == TokenVerdict.NoKeys ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status401Unauthorized, verdict.Reason);
    }

    public override int? RefuseActivity(BotCaller caller, Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return (ReferenceEquals(caller, BotCaller.ThisMachine) ? DevelopmentGate.Reason(activity) : rules.Reason(caller, activity)) is { } reason
            ? refusals.Note(StatusCodes.Status403Forbidden, reason)
            : null;
    }

    private AuthenticateRequestResult Refuse(HttpRequest request, int status, string reason)
    {
        var headers = request.HttpContext.Response.Headers;
        if (status == StatusCodes.Status401Unauthorized)
            headers.WWWAuthenticate = "Bearer";
        else
            headers.RetryAfter = "1";
        return AuthenticateRequestResult.Refuse(refusals.Note(status, reason));
    }
}
