using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using KamBot.Tests.Architecture;

namespace KamBot.Tests.Processes;

/// <summary>
/// The real program in a process of its own, on a free port, in Development. It stops with the test: in order when its
/// standard input is closed, and by process id when that takes too long. Until then it takes <see cref="ProgramCommands"/>
/// there.
/// </summary>
internal sealed class ProgramProcess : IAsyncDisposable
{
    /// <summary>What the program says first, with its address.</summary>
    public const string ListensOn = "Test listens on ";

    /// <summary>What it says when somebody waits at the place where it is to be held.</summary>
    public const string Holds = "Test holds";

    private const int KeptLines = 500;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _chatWindow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private int _held;
    private bool _isDisposed;

    private ProgramProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public HttpClient Http { get; private set; } = null!;

    public int Id => _process.Id;

    /// <summary>What it says of the chat window: where it is, or why there is none.</summary>
    public Task<string> ChatWindow => _chatWindow.Task;

    /// <summary>The latest it said.</summary>
    public IEnumerable<string> Lines => _lines;

    /// <summary>How many wait at the place where it was told to hold them.</summary>
    public int Held => Volatile.Read(ref _held);

    public bool IsDead => _process.HasExited;

    /// <param name="settings">Name and value, as on the command line.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    public static async Task<ProgramProcess> StartAsync(IEnumerable<(string Name, string Value)> settings, IEnumerable<(string Name, string Value)>? environment = null)
    {
        var here = AppContext.BaseDirectory;
        var own = typeof(ProgramProcess).Assembly.GetName().Name!;
        var start = new ProcessStartInfo("dotnet",
        [
            // The program as it is built, and beside its own assemblies the test's, for ProgramUnderTest.
            "exec", "--depsfile", Path.Combine(here, own + ".deps.json"), "--runtimeconfig", Path.Combine(here, "KamBot.runtimeconfig.json"),
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
                ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = own,
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["TZ"] = "Europe/Madrid", // Marta's machine: the Playground tells its zone
                ["BROWSER"] = "none",
            },
        };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        var program = new ProgramProcess(Process.Start(start)!);
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

    /// <summary>Waits until it has died at the place it was to be killed at.</summary>
    public Task DiedAsync() => _process.WaitForExitAsync().WaitAsync(LongestStop);

    /// <summary>Waits until somebody is at the place where it is to be held.</summary>
    public Task HoldsAsync() => _holding.Task.WaitAsync(LongestStart);

    /// <summary>Gives it one of <see cref="ProgramCommands"/>.</summary>
    public async Task TellAsync(string command)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(command);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It is dead, which whoever commands it will see.
        }
    }

    /// <summary>kill -9, and waits for its end.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(LongestStop);
    }

    /// <summary>Stands still as a whole (SIGSTOP) for so long. It goes on by itself, even if the test is gone.</summary>
    public async Task FreezeAsync(TimeSpan time)
    {
        var id = Id.ToString(CultureInfo.InvariantCulture);
        using var shell = Process.Start("sh", ["-c", "kill -STOP $0 && sleep $1; kill -CONT $0", id, time.TotalSeconds.ToString(CultureInfo.InvariantCulture)]);
        await shell.WaitForExitAsync();
    }

    /// <summary>Tells it to stop as the platform does, by SIGTERM.</summary>
    /// <returns>True when it ended in order.</returns>
    public async Task<bool> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await EndedAsync();
    }

    /// <summary>Stops it in order, unless it has ended already.</summary>
    /// <returns>False when it had been killed.</returns>
    public Task<bool> StopAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It was killed, which the exit code says.
        }

        return EndedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Http?.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(LongestStop);
        await _reading;
        return _process.ExitCode == 0;
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(ListensOn, StringComparison.Ordinal))
                _address.TrySetResult(new Uri(line[ListensOn.Length..]));
            if (line == Holds)
            {
                Interlocked.Increment(ref _held);
                _holding.TrySetResult();
            }

            if (line.Contains("chat window: ", StringComparison.OrdinalIgnoreCase))
                _chatWindow.TrySetResult(line);
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
                _lines.TryDequeue(out _);
        }

        _address.TrySetException(new InvalidOperationException("It ended before it listened."));
    }
}
