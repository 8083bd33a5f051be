using System.Net.Mime;
using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace KamBot.BotBuilder.Hosting;

/// <summary>
/// The way of a request to an activity that may come in: method, media type, caller, size, form, and whether the activity is
/// the caller's to send. Whoever is refused gets a status and nothing else.
/// </summary>
internal sealed class RequestAdmission(
    BotFrameworkAuthentication authentication, SourceLimits limits, RefusalLog refusals, IOptions<BotEndpointOptions> options)
{
    /// <summary>The activity, or the status to answer with.</summary>
    public async Task<(Activity? Activity, int Status)> AdmitAsync(HttpRequest request, HttpResponse response, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsHead(request.Method))
            return (null, StatusCodes.Status200OK);
        if (!HttpMethods.IsPost(request.Method))
        {
            response.Headers.Allow = "HEAD, POST";
            return (null, StatusCodes.Status405MethodNotAllowed);
        }

        if (!IsJson(request))
            return (null, StatusCodes.Status415UnsupportedMediaType);
        var result = await authentication.AuthenticateRequestAsync(request, cancellationToken);
        if (result.Caller is not { } caller)
            return (null, result.RefusalStatus);
        var (activity, status) = await ActivityReader.ReadAsync(request, options.Value.MaxBodyBytes, cancellationToken);
        if (activity is null)
            return (null, status);
        if (authentication.RefuseActivity(caller, activity) is { } refusal)
            return (null, refusal);
        return IsTooMuch(caller, activity, response)
            ? (null, refusals.Note(StatusCodes.Status429TooManyRequests, "the tenant sends too much"))
            : (activity, StatusCodes.Status200OK);
    }

    /// <summary>JSON is UTF-8 (RFC 8259), and as it is: a body that must be unpacked first can be of any size.</summary>
    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;

    /// <summary>This machine is not counted: nobody but its developer is there to be kept waiting.</summary>
    private bool IsTooMuch(BotCaller caller, Activity activity, HttpResponse response)
    {
        if (ReferenceEquals(caller, BotCaller.ThisMachine))
            return false;
        if (limits.EnterTenant(activity.GetTenantId()) is not { } stay)
        {
            response.Headers.RetryAfter = "1";
            return true;
        }

        response.RegisterForDispose(stay); // until the activity is answered
        return false;
    }
}
