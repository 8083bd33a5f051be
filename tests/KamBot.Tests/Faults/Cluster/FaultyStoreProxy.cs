using System.Collections.Concurrent;
using System.Net;
using KamBot.Tests.Drivers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>How often, in a thousand requests, which fault happens.</summary>
internal sealed record StoreFaultRates(int ReplyLost = 0, int NotSent = 0, int Busy = 0, int Error = 0, int ErrorAfterwards = 0, int EmptyPage = 0, int Slow = 0)
{
    /// <summary>Draws what happens to one request; <see cref="Slow"/> stands for a wait of <see cref="FaultyStoreProxy.Delay"/>.</summary>
    public (WireFault Fault, bool IsSlow) Draw(Random chance)
    {
        var at = chance.Next(1_000);
        foreach (var (fault, rate) in (ReadOnlySpan<(WireFault, int)>)
            [(WireFault.ReplyLost, ReplyLost), (WireFault.NotSent, NotSent), (WireFault.Busy, Busy), (WireFault.Error, Error), (WireFault.ErrorAfterwards, ErrorAfterwards), (WireFault.EmptyPage, EmptyPage)])
        {
            if (at < rate)
                return (fault, false);
            at -= rate;
        }

        return (WireFault.None, at < Slow);
    }
}

/// <summary>
/// A proxy in front of the Table service that spoils requests by chance: the reply is lost after the service did its work,
/// the service says it is busy or failed, nothing comes for five seconds, a query is answered by an empty page.
/// </summary>
internal sealed class FaultyStoreProxy : IAsyncDisposable
{
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    private static readonly AsyncLocal<WireFault> Now = new();

    private readonly HttpMessageInvoker _wire = new(new FaultyWire(_ => Now.Value));
    private readonly ConcurrentDictionary<WireFault, int> _faults = new();
    private readonly Uri _server;
    private readonly Random _chance;
    private readonly Lock _gate = new();
    private WebApplication _proxy = null!;
    private int _reads;
    private int _writes;
    private int _slow;

    private FaultyStoreProxy(Uri server, Random chance) => (_server, _chance) = (server, chance);

    public Uri Endpoint => new(_proxy.Urls.First());

    /// <summary>What happens from now on; nothing at first.</summary>
    public StoreFaultRates Rates { get; set; } = new();

    public int Reads => Volatile.Read(ref _reads);

    public int Writes => Volatile.Read(ref _writes);

    /// <summary>All that was spoiled so far.</summary>
    public int Faults => _faults.Where(each => each.Key != WireFault.None).Sum(each => each.Value) + _slow;

    public static async Task<FaultyStoreProxy> StartAsync(Uri server, Random chance)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var proxy = new FaultyStoreProxy(server, chance) { _proxy = builder.Build() };
        proxy._proxy.Run(proxy.PassAsync);
        await proxy._proxy.StartAsync();
        return proxy;
    }

    public string Summary() => string.Join(", ", _faults.Where(each => each.Key != WireFault.None).OrderBy(each => each.Key).Select(each => $"{each.Key} {each.Value:N0}").Append($"slow {_slow:N0}"));

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _wire.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        Interlocked.Increment(ref HttpMethods.IsGet(context.Request.Method) ? ref _reads : ref _writes);
        bool isSlow, isLate;
        lock (_gate)
        {
            (Now.Value, isSlow) = Rates.Draw(_chance);
            isLate = _chance.Next(2) == 0;
        }

        if (isSlow)
            Interlocked.Increment(ref _slow);
        _faults.AddOrUpdate(Now.Value, 1, (_, count) => count + 1);
        try
        {
            if (isSlow && !isLate)
                await Task.Delay(Delay, context.RequestAborted);
            using var request = await RequestAsync(context);
            // What the service was given it does, whether its client still waits or not.
            using var response = await _wire.SendAsync(request, CancellationToken.None);
            if (isSlow && isLate)
                await Task.Delay(Delay, context.RequestAborted);
            await AnswerAsync(context, response);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_server, target));
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length > 0)
            request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name is "Host" or "Connection" or "Content-Length")
                continue;
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return request;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage response)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (name is not ("Transfer-Encoding" or "Connection" or "Keep-Alive"))
                context.Response.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
