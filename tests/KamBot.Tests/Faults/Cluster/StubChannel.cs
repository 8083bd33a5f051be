using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>One request for a message, as the channel's append-only log keeps it.</summary>
/// <param name="Key">The headline, which names the reminder or answer.</param>
/// <param name="Chat">The conversation.</param>
/// <param name="At">When it arrived, by the true clock.</param>
/// <param name="Stored">The message stands in the chat, whatever the sender was told.</param>
/// <param name="Treatment">What the sender was told.</param>
internal sealed record Arrival(string Key, string Chat, DateTimeOffset At, bool Stored, Treatment Treatment);

/// <summary>How the channel treats one request.</summary>
/// <param name="Status">The status it answers; 0 never answers, -1 breaks the connection.</param>
/// <param name="Stores">Whether the message stands in the chat all the same.</param>
/// <param name="RetryAfter">Seconds, where it says.</param>
internal sealed record Treatment(int Status, bool Stores, int? RetryAfter = null)
{
    public const int Hangs = 0;
    public const int Resets = -1;

    public static Treatment Accept { get; } = new(StatusCodes.Status201Created, Stores: true);

    public bool IsRefusedForTheRate => Status == StatusCodes.Status429TooManyRequests;
}

/// <summary>
/// The channel's side in the process of the test: it keeps every request for a message in the order of arrival, and treats
/// it as a plan says. Its log is the truth about what was delivered.
/// </summary>
internal sealed class StubChannel : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Arrival> _log = [];
    private readonly HashSet<string> _stored = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private WebApplication _server = null!;
    private int _lastId;

    private StubChannel()
    {
    }

    public string ServiceUrl => _server.Urls.First();

    /// <summary>Decides about a message: its key, its chat, and which attempt at the key it is, from 1.</summary>
    public Func<string, string, int, Treatment> Plan { get; set; } = (_, _, _) => Treatment.Accept;

    /// <summary>Replacements of cards that were taken.</summary>
    public int Updates { get; private set; }

    public IReadOnlyList<Arrival> Log
    {
        get
        {
            lock (_gate)
                return [.. _log];
        }
    }

    /// <summary>Messages that stand in chats, as the checker wants them.</summary>
    public IEnumerable<Delivery> Deliveries => Log.Where(arrival => arrival.Stored).Select(arrival => new Delivery(arrival.Key, arrival.At));

    public static async Task<StubChannel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var stub = new StubChannel { _server = builder.Build() };
        stub._server.Run(stub.AnswerAsync);
        await stub._server.StartAsync();
        return stub;
    }

    /// <summary>Waits until so many different messages stand in chats.</summary>
    /// <returns>False when the limit came first.</returns>
    public async Task<bool> StoresAsync(int messages, TimeSpan limit, CancellationToken cancellationToken)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (Count() < messages)
        {
            if (TimeProvider.System.GetElapsedTime(begin) > limit)
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }

        return true;

        int Count()
        {
            lock (_gate)
                return _stored.Count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _server.DisposeAsync();
        _closing.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var at = TimeProvider.System.GetUtcNow();
        var path = context.Request.Path.Value!.Split('/');
        if (context.Request.Method != HttpMethods.Post || path is not [_, "v3", "conversations", var chat, "activities", ..])
        {
            Updates++;
            await WriteIdAsync(context, StatusCodes.Status200OK);
            return;
        }

        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        var key = body.TryGetProperty("summary", out var summary) || body.TryGetProperty("text", out summary) ? summary.GetString()! : "";
        var treatment = Plan(key, chat, _attempts.AddOrUpdate(key, 1, (_, count) => count + 1));
        lock (_gate)
        {
            _log.Add(new Arrival(key, chat, at, treatment.Stores, treatment));
            if (treatment.Stores)
                _stored.Add(key);
        }

        await AnswerAsync(context, treatment);
    }

    private async Task AnswerAsync(HttpContext context, Treatment treatment)
    {
        switch (treatment.Status)
        {
            case Treatment.Resets:
                context.Abort();
                return;
            case Treatment.Hangs:
                using (var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token))
                    await Task.Delay(Timeout.InfiniteTimeSpan, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            case >= 200 and < 300:
                await WriteIdAsync(context, treatment.Status);
                return;
        }

        context.Response.StatusCode = treatment.Status;
        if (treatment.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    private Task WriteIdAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync($$"""{"id":"{{Interlocked.Increment(ref _lastId)}}"}""");
    }
}
