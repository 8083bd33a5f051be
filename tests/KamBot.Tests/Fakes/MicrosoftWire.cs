namespace KamBot.Tests.Fakes;

/// <summary>Leads requests to Microsoft's hosts to a server of this machine, which learns by a header where they were going.</summary>
internal sealed class MicrosoftWire(string address) : HttpClientHandler
{
    public const string Host = "x-meant-for";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var meant = request.RequestUri!;
        request.Headers.Remove(Host);
        request.Headers.Add(Host, $"{meant.Scheme}://{meant.Authority}");
        request.RequestUri = new Uri(new Uri(address), meant.PathAndQuery);
        return SendAndRestoreAsync(request, meant, cancellationToken);
    }

    /// <summary>A request that is sent a second time still goes where it was meant for.</summary>
    private async Task<HttpResponseMessage> SendAndRestoreAsync(HttpRequestMessage request, Uri meant, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = meant;
        }
    }
}
