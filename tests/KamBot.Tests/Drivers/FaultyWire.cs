using System.Net;
using System.Text;

namespace KamBot.Tests.Drivers;

/// <summary>What goes wrong with one attempt of a request.</summary>
public enum WireFault
{
    None,

    /// <summary>The service does it, the reply is lost.</summary>
    ReplyLost,

    /// <summary>The service does it, the client's wait for the reply times out (at once, to spare the test the wait).</summary>
    TimedOut,

    /// <summary>The service does it, the reply never comes: the client waits as long as it will.</summary>
    ReplyNeverComes,

    /// <summary>The service does it and something in between answers 500.</summary>
    ErrorAfterwards,

    /// <summary>The connection breaks before the service has read anything.</summary>
    NotSent,

    /// <summary>500 from a service that did nothing.</summary>
    Error,

    /// <summary>503 ServerBusy.</summary>
    Busy,

    /// <summary>A query is answered by an empty page that says where to go on.</summary>
    EmptyPage,
}

/// <summary>Stands between an HTTP client and the network and spoils the attempts that a script names.</summary>
public sealed class FaultyWire : DelegatingHandler
{
    private const string EmptyPageToken = "NextPartitionKey=behind-the-empty-page";

    private readonly Func<HttpRequestMessage, WireFault> _script;
    private int _attempts;

    public FaultyWire(Func<HttpRequestMessage, WireFault> script)
        : base(new SocketsHttpHandler()) => _script = script;

    public FaultyWire(params WireFault[] faults)
        : this(Script(faults))
    {
    }

    /// <summary>What happens elsewhere before an attempt, given its number from 1.</summary>
    public Func<int, Task>? BeforeAttempt { get; init; }

    /// <summary>Requests that left the client, spoiled or not.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempt = Interlocked.Increment(ref _attempts);
        if (BeforeAttempt is not null)
            await BeforeAttempt(attempt);
        GoOnBehindEmptyPage(request);
        var fault = _script(request);
        switch (fault)
        {
            case WireFault.NotSent:
                throw new HttpRequestException("The connection was reset before the request was sent.", new IOException());
            case WireFault.Error:
                return Answer(HttpStatusCode.InternalServerError, "OperationTimedOut");
            case WireFault.Busy:
                return Answer(HttpStatusCode.ServiceUnavailable, "ServerBusy");
            case WireFault.EmptyPage when request.Method == HttpMethod.Get && request.RequestUri!.Query.Contains("$filter", StringComparison.Ordinal):
                return EmptyPage(request.RequestUri);
        }

        var response = await base.SendAsync(request, cancellationToken);
        switch (fault)
        {
            case WireFault.ReplyLost:
                response.Dispose();
                throw new HttpRequestException("The connection was reset before the reply.", new IOException());
            case WireFault.TimedOut:
                response.Dispose();
                throw new TaskCanceledException("The wait for the reply timed out.");
            case WireFault.ReplyNeverComes:
                response.Dispose();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
            case WireFault.ErrorAfterwards:
                response.Dispose();
                return Answer(HttpStatusCode.InternalServerError, "InternalError");
        }

        return response;
    }

    private static Func<HttpRequestMessage, WireFault> Script(WireFault[] faults)
    {
        var next = 0;
        return _ => next < faults.Length ? faults[next++] : WireFault.None;
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string code) => new(status)
    {
        Content = new StringContent($$"""{ "odata.error": { "code": "{{code}}", "message": { "lang": "en-US", "value": "made up" } } }""", Encoding.UTF8, "application/json"),
    };

    /// <summary>Goes on where the request would have begun.</summary>
    private static HttpResponseMessage EmptyPage(Uri request)
    {
        var page = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"value":[]}""", Encoding.UTF8, "application/json") };
        var begin = request.Query.Contains("NextPartitionKey", StringComparison.Ordinal) ? request.Query : EmptyPageToken;
        foreach (var parameter in begin.Split('&').Where(p => p.StartsWith("Next", StringComparison.Ordinal)))
            page.Headers.Add("x-ms-continuation-" + parameter.Split('=')[0], Uri.UnescapeDataString(parameter.Split('=')[1]));
        return page;
    }

    private static void GoOnBehindEmptyPage(HttpRequestMessage request)
    {
        var uri = request.RequestUri!.AbsoluteUri;
        if (uri.Contains(EmptyPageToken, StringComparison.Ordinal))
            request.RequestUri = new Uri(uri.Replace("&" + EmptyPageToken, "", StringComparison.Ordinal));
    }
}
