using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using KamBot.Benchmarks.Hosts;
using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Hosting;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace KamBot.Benchmarks.Echo;

/// <summary>
/// The way of a message through the library without network and storage: from the request's bytes through admission, turn
/// and commit to the reply's request, which a handler in this process takes.
/// </summary>
internal sealed class Pipeline : IAsyncDisposable
{
    /// <summary>Nothing is there, and nothing is asked of it.</summary>
    public const string ServiceUrl = "http://127.0.0.1:1";

    /// <summary>Stands in the message where each turn's own id goes.</summary>
    private const string IdPlace = "000000000000000000000000";

    private readonly WebApplication _host;
    private readonly byte[][] _messages;
    private readonly int _idAt;
    private readonly string _token;
    private long _sent;

    private Pipeline(WebApplication host, int workers, string token)
    {
        (_host, _token) = (host, $"Bearer {token}");
        _messages = [.. Enumerable.Range(0, workers).Select(worker => JsonSerializer.SerializeToUtf8Bytes(new User(bot: null, ServiceUrl, worker).Message("what do I have today?", IdPlace), BotJson.Wire.Activity))];
        _idAt = _messages[0].AsSpan().IndexOf(Encoding.UTF8.GetBytes(IdPlace));
    }

    /// <param name="desk">Issues its token for <see cref="ServiceUrl"/>.</param>
    /// <param name="workers">How many work side by side, each in a conversation of its own.</param>
    public static async Task<Pipeline> StartAsync(TokenDesk desk, int workers)
    {
        var host = EchoHost.Build(desk, services => services.PostConfigure<HttpClientFactoryOptions>(
            ConnectorClient.HttpClientName, client => client.HttpMessageHandlerBuilderActions.Add(handler => handler.PrimaryHandler = new AtOnce())));
        await host.StartAsync();
        return new Pipeline(host, workers, desk.Token);
    }

    /// <summary>One turn; throws unless it was answered with 200.</summary>
    public async Task<bool> TurnAsync(int worker)
    {
        var body = (byte[])_messages[worker].Clone();
        Interlocked.Increment(ref _sent).TryFormat(body.AsSpan(_idAt, IdPlace.Length), out _, "D24", CultureInfo.InvariantCulture);
        var context = new DefaultHttpContext { RequestServices = _host.Services };
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Method = HttpMethods.Post;
        context.Request.Host = new HostString("127.0.0.1");
        context.Request.ContentType = "application/json";
        context.Request.ContentLength = body.Length;
        context.Request.Headers.Authorization = _token;
        context.Request.Body = new MemoryStream(body);
        var response = new ServedResponse();
        context.Features.Set<IHttpResponseFeature>(response);
        await _host.Services.GetRequiredService<CloudAdapter>().ProcessAsync(context.Request, context.Response, _host.Services.GetRequiredService<IBot>());
        await response.CompleteAsync();
        return context.Response.StatusCode == StatusCodes.Status200OK ? true : throw new UnreachableException($"A turn was answered with {context.Response.StatusCode}.");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>Does what a server does when a response is out: ends what was to live until then.</summary>
    private sealed class ServedResponse : HttpResponseFeature
    {
        private readonly List<(Func<object, Task> Callback, object State)> _completed = [];

        public override void OnCompleted(Func<object, Task> callback, object state) => _completed.Add((callback, state));

        public async Task CompleteAsync()
        {
            foreach (var (callback, state) in _completed)
                await callback(state);
        }
    }

    /// <summary>A channel that takes everything.</summary>
    private sealed class AtOnce : HttpMessageHandler
    {
        private static readonly byte[] Taken = """{"id":"1"}"""u8.ToArray();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.Created) { Content = new ByteArrayContent(Taken), RequestMessage = request });
    }
}
