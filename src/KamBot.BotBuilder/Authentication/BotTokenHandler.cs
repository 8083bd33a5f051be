using System.Net;
using System.Net.Http.Headers;

namespace KamBot.BotBuilder.Authentication;

/// <summary>
/// Puts the bot's token on a request, if it goes to a connector of the bot's own cloud; everything else goes without. When
/// the token is refused the request goes once more with a fresh one: refused is surely not done.
/// </summary>
internal sealed class BotTokenHandler(BotTokens tokens, AllowedHosts hosts) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!hosts.MayHaveToken(request.RequestUri!))
            return await base.SendAsync(request, cancellationToken);

        var token = await SurelyUnsentAsync(tokens.GetAsync(cancellationToken));
        var response = await SendAsync(request, token, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized && await RenewAsync(response, token, cancellationToken) is { } fresh)
        {
            response.Dispose();
            response = await SendAsync(request, fresh, cancellationToken);
        }

        return response;
    }

    private async Task<string?> RenewAsync(HttpResponseMessage refusal, string token, CancellationToken cancellationToken)
    {
        try
        {
            return await SurelyUnsentAsync(tokens.RenewAsync(token, cancellationToken));
        }
        catch (BotTokenException)
        {
            refusal.Dispose();
            throw;
        }
    }

    /// <summary>Time that ran out here is no doubt about the outcome: the channel has done nothing.</summary>
    private static async Task<T> SurelyUnsentAsync<T>(ValueTask<T> token)
    {
        try
        {
            return await token;
        }
        catch (OperationCanceledException)
        {
            throw new BotTokenException(TimeSpan.FromSeconds(5));
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return base.SendAsync(request, cancellationToken);
    }
}
