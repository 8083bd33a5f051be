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
internal sealed class RequestAdmission(BotFrameworkAuthentication authentication, IOptions<BotEndpointOptions> options)
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

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != MediaTypeNames.Application.Json)
            return (null, StatusCodes.Status415UnsupportedMediaType);
        var caller = await authentication.AuthenticateRequestAsync(request, cancellationToken);
        if (caller.ClaimsIdentity is null)
            return (null, caller.RefusalStatus);
        var (activity, status) = await ActivityReader.ReadAsync(request, options.Value.MaxBodyBytes, cancellationToken);
        if (activity is null)
            return (null, status);
        return authentication.RefuseActivity(caller.ClaimsIdentity, activity) is { } refusal ? (null, refusal) : (activity, StatusCodes.Status200OK);
    }
}
