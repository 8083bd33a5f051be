using System.Diagnostics;
using System.Text.Json;
using KamBot.Benchmarks.Hosts;

namespace KamBot.Benchmarks.Peers;

/// <summary>npm pg-boss (tests/peers/pg-boss.mjs), as a process of its own.</summary>
internal sealed class PgBoss : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(10);

    private readonly Process _process;

    private PgBoss(Process process) => _process = process;

    public static async Task<PgBoss> StartAsync(PostgresServer server)
    {
        await server.CreateAsync("boss");
        var process = NodePeer.Start("pg-boss.mjs", server.Uri("boss"));
        using var limit = new CancellationTokenSource(StartLimit);
        if (await process.StandardOutput.ReadLineAsync(limit.Token) != "listening")
            throw new InvalidOperationException("pg-boss ended before it had started: run `npm ci` in tests/peers.");
        return new PgBoss(process);
    }

    public Task StoreLaterAsync(int count) => AskAsync(new { @do = "later", count });

    public Task MakeDueAsync(int count) => AskAsync(new { @do = "due", count });

    /// <summary>Fetches and completes all that is due.</summary>
    /// <returns>The seconds it took.</returns>
    public async Task<double> DrainAsync(int due, int batch, int workers)
    {
        var answer = await AskAsync(new { @do = "drain", batch, workers });
        if (answer.GetProperty("count").GetInt32() is var count && count != due)
            throw new InvalidOperationException($"pg-boss completed {count} of {due}.");
        return answer.GetProperty("seconds").GetDouble();
    }

    /// <summary>So many jobs one after another; how late each was, in milliseconds.</summary>
    public async Task<IReadOnlyList<double>> SpreadAsync(int count, TimeSpan step, double pollingSeconds)
    {
        var answer = await AskAsync(new { @do = "spread", count, step = step.TotalMilliseconds, poll = pollingSeconds });
        return [.. answer.GetProperty("late").EnumerateArray().Select(late => late.GetDouble())];
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<JsonElement> AskAsync<T>(T question)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(question));
        await _process.StandardInput.FlushAsync();
        using var limit = new CancellationTokenSource(AnswerLimit);
        var line = await _process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("pg-boss ended.");
        return JsonSerializer.Deserialize<JsonElement>(line);
    }
}
