using System.Diagnostics;
using System.Globalization;
using KamBot.Benchmarks.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KamBot.Benchmarks.Gates;

/// <summary>
/// The channel's side with the limits that are published, counted by arrival and kept apart from the product's own count:
/// what is too much gets 429 with a Retry-After of one to three seconds. An answer takes as long as Teams' does on a good day.
/// </summary>
internal sealed class LimitedTeams : IAsyncDisposable
{
    private const int TenantsSecond = 50;
    private static readonly (int Count, double Seconds)[] OfAThread = [(7, 1), (8, 2), (60, 30)];
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(80);

    private readonly Lock _lock = new();
    private readonly List<double> _accepted = [];
    private readonly Dictionary<string, List<double>> _threads = new(StringComparer.Ordinal);
    private readonly List<(string Thread, DateTimeOffset At)> _arrivals = [];
    private WebApplication? _server;
    private int _refused;

    public string ServiceUrl => _server!.Urls.First();

    public int Accepted
    {
        get
        {
            lock (_lock)
                return _accepted.Count;
        }
    }

    /// <summary>What was accepted, and when.</summary>
    public IReadOnlyList<(string Thread, DateTimeOffset At)> Arrivals
    {
        get
        {
            lock (_lock)
                return [.. _arrivals];
        }
    }

    public static async Task<LimitedTeams> StartAsync()
    {
        var teams = new LimitedTeams();
        teams._server = await LocalServer.StartAsync(teams.AnswerAsync);
        return teams;
    }

    /// <summary>What part of the tenant's rate was used after the first burst, and what part of all requests was refused.</summary>
    public (double ShareOfTheRate, double ShareRefused) Result()
    {
        lock (_lock)
        {
            var seconds = _accepted[^1] - _accepted[0];
            return ((_accepted.Count - TenantsSecond) / (TenantsSecond * seconds), (double)_refused / (_accepted.Count + _refused));
        }
    }

    public void Forget()
    {
        lock (_lock)
        {
            _accepted.Clear();
            _threads.Clear();
            _arrivals.Clear();
            _refused = 0;
        }
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var thread = context.Request.Path.Value!.Split('/')[3];
        if (!Accepts(thread, Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency))
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = (1 + Volatile.Read(ref _refused) % 3).ToString(CultureInfo.InvariantCulture);
            return;
        }

        await Task.Delay(Latency);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync("""{"id":"1"}""");
    }

    private bool Accepts(string thread, double now)
    {
        lock (_lock)
        {
            if (!_threads.TryGetValue(thread, out var own))
                _threads[thread] = own = [];
            if (IsFull(_accepted, TenantsSecond, 1, now) || OfAThread.Any(limit => IsFull(own, limit.Count, limit.Seconds, now)))
            {
                _refused++;
                return false;
            }

            _accepted.Add(now);
            own.Add(now);
            _arrivals.Add((thread, TimeProvider.System.GetUtcNow()));
            return true;
        }
    }

    private static bool IsFull(List<double> times, int count, double seconds, double now) => times.Count >= count && now - times[^count] < seconds;
}
