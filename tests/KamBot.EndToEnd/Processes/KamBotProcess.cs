using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using KamBot.Tests.Architecture;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.EndToEnd.Processes;

/// <summary>
/// The real program in a process of its own, on a free port, in Development. It stops with the test: in order when its
/// standard input is closed, and by process id when that takes too long.
/// </summary>
internal sealed class KamBotProcess : IDrivenApp, IAsyncDisposable
{
    /// <summary>What the program says first, with its address.</summary>
    public const string ListensOn = "Test listens on ";

    /// <summary>What it says when a turn waits at the place where it is to be held.</summary>
    public const string HoldsATurn = "Test holds a turn";

    private const int KeptLines = 500;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _chatWindow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private KamBotProcess(Process process, FakeTeams teams)
    {
        _process = process;
        Teams = teams;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public HttpClient Http { get; private set; } = null!;

    /// <summary>What it says of the chat window: where it is, or why there is none.</summary>
    public Task<string> ChatWindow => _chatWindow.Task;

    public FakeTeams Teams { get; }

    public IEnumerable<string> Problems => _lines;

    /// <param name="teams">Where its users are.</param>
    /// <param name="settings">Name and value, as on the command line.</param>
    public static async Task<KamBotProcess> StartAsync(FakeTeams teams, params IEnumerable<(string Name, string Value)> settings)
    {
        var here = AppContext.BaseDirectory;
        var program = new KamBotProcess(
            Process.Start(new ProcessStartInfo("dotnet",
            [
                // The program as it is built, and beside its own assemblies this one, for ProgramUnderTest.
                "exec", "--depsfile", Path.Combine(here, "KamBot.EndToEnd.deps.json"), "--runtimeconfig", Path.Combine(here, "KamBot.runtimeconfig.json"),
                Path.Combine(here, "KamBot.dll"), "--urls", "http://127.0.0.1:0", "--Playground:Start=false",
                .. settings.Select(setting => $"--{setting.Name}={setting.Value}"),
            ])
            {
                WorkingDirectory = Path.Combine(Repository.Root, "src", "KamBot"),
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                Environment =
                {
                    ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = "KamBot.EndToEnd",
                    ["ASPNETCORE_ENVIRONMENT"] = "Development",
                    ["TZ"] = "Europe/Madrid", // Marta's machine: the Playground tells its zone
                    ["BROWSER"] = "none",
                },
            })!,
            teams);
        try
        {
            program.Http = new HttpClient { BaseAddress = await program._address.Task.WaitAsync(LongestStart) };
            return program;
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            await program.DisposeAsync();
            throw new InvalidOperationException($"The program did not start: {string.Join('\n', program._lines)}", e);
        }
    }

    /// <summary>Moves Development's clock; everything due by then is done when this returns.</summary>
    public async Task MoveClockAsync(string utc)
    {
        using var response = await Http.PutAsJsonAsync(new Uri("/dev/clock", UriKind.Relative), new { now = utc });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until it has died at the place it was to be killed at.</summary>
    public Task DiedAsync() => _process.WaitForExitAsync().WaitAsync(LongestStop);

    /// <summary>Waits until a turn is at the place where it is to be held.</summary>
    public Task HoldsTurnAsync() => _holding.Task.WaitAsync(LongestStart);

    /// <summary>Tells it to stop as the platform does, by SIGTERM.</summary>
    /// <returns>True when it ended in order.</returns>
    public async Task<bool> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(LongestStop);
        await _reading;
        return _process.ExitCode == 0;
    }

    /// <summary>Stops it in order, unless it has ended already.</summary>
    /// <returns>False when it had been killed.</returns>
    public async Task<bool> StopAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It was killed, which the exit code says.
        }

        await _process.WaitForExitAsync().WaitAsync(LongestStop);
        await _reading;
        return _process.ExitCode == 0;
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(ListensOn, StringComparison.Ordinal))
                _address.TrySetResult(new Uri(line[ListensOn.Length..]));
            if (line == HoldsATurn)
                _holding.TrySetResult();
            if (line.Contains("chat window: ", StringComparison.OrdinalIgnoreCase))
                _chatWindow.TrySetResult(line);
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
                _lines.TryDequeue(out _);
        }

        _address.TrySetException(new InvalidOperationException("It ended before it listened."));
    }
}
