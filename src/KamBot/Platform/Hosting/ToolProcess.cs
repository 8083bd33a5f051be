using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace KamBot.Platform.Hosting;

/// <summary>Runs a development tool: of its output the end is kept, and it ends with us, all of its children included.</summary>
internal sealed class ToolProcess : IDisposable
{
    private const int KeptOutput = 1000;

    private readonly Process _process;

    private ToolProcess(Process process) => _process = process;

    /// <summary>Null when there is no such program.</summary>
    public static ToolProcess? Start(string folder, string program, IEnumerable<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true, // stays open as long as we live: who reads its end knows that we are gone
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start) is { } process ? new ToolProcess(process) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Its exit code and the end of what it wrote (standard output, then errors); it is stopped when the token is cancelled.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var output = EndOfAsync(_process.StandardOutput, cancellationToken);
            var errors = EndOfAsync(_process.StandardError, cancellationToken);
            await _process.WaitForExitAsync(cancellationToken);
            return (_process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            Stop();
            throw;
        }
    }

    public void Stop()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Reads all of it, so that the tool never waits for us, and remembers only the end.</summary>
    private static async Task<string> EndOfAsync(StreamReader output, CancellationToken cancellationToken)
    {
        var kept = new StringBuilder();
        var buffer = new char[KeptOutput];
        while (await output.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            kept.Append(buffer, 0, read);
            kept.Remove(0, Math.Max(0, kept.Length - KeptOutput));
        }

        return kept.ToString();
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
    }
}
