using System.Diagnostics;
using System.Globalization;
using KamBot.Benchmarks.Hosts;

namespace KamBot.Benchmarks.Start;

/// <summary>A program started as a user starts it, in a process of its own, until it answers.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private const int MostProbes = 5_000;
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly long _started;

    private AppProcess(Process process, Uri address, TimeSpan startedIn)
    {
        (_process, StartedIn, _started) = (process, startedIn, Stopwatch.GetTimestamp() - (long)(startedIn.TotalSeconds * Stopwatch.Frequency));
        Http = new HttpClient { BaseAddress = address };
    }

    public HttpClient Http { get; }

    /// <summary>From the start of the process to its first 200.</summary>
    public TimeSpan StartedIn { get; }

    /// <summary>Since the start of the process.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_started);

    /// <summary>Resident memory now, in MiB.</summary>
    public double Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024.0 * 1024.0);
        }
    }

    /// <param name="program">Its assembly; its settings lie beside it.</param>
    /// <param name="environment">Development or Production.</param>
    /// <param name="arguments">What else it is told.</param>
    public static async Task<AppProcess> StartAsync(string program, string environment, params string[] arguments)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}"));
        var start = new ProcessStartInfo("dotnet", [program, .. arguments, "--urls", address.AbsoluteUri, "--Logging:LogLevel:Default", "Warning"])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.BeginOutputReadLine(); // a full pipe would stop it
        using var http = new HttpClient { BaseAddress = address, Timeout = ProbeLimit };
        for (var probe = 0; probe < MostProbes && !process.HasExited; probe++)
        {
            if (await AnswersAsync(http))
                return new AppProcess(process, address, Stopwatch.GetElapsedTime(started));
            await Task.Delay(BetweenProbes);
        }

        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        throw new InvalidOperationException($"{program} did not answer.");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("/healthz", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
