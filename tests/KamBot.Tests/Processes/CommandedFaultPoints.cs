using System.Collections.Concurrent;
using KamBot.BotBuilder.Turns;

namespace KamBot.Tests.Processes;

/// <summary>Does at the fault points what <see cref="ProgramCommands"/> say, and counts on a <see cref="FlightRecorder"/>.</summary>
internal sealed class CommandedFaultPoints(FlightRecorder? recorder) : IFaultPoints
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new(StringComparer.Ordinal);
    private volatile string? _deadly;

    public void Do(string line)
    {
        var words = line.Split(' ', 2);
        switch (words[0])
        {
            case ProgramCommands.Hold:
                _held.TryAdd(words[1], new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                break;
            case ProgramCommands.Release:
                foreach (var place in _held.Keys)
                {
                    if (_held.TryRemove(place, out var held))
                        held.SetResult();
                }

                break;
            case ProgramCommands.Die:
                _deadly = words[1];
                break;
        }
    }

    public async ValueTask HitAsync(string name)
    {
        if (name == _deadly)
            Death.Now();
        if (_held.TryGetValue(name, out var held))
        {
            Console.WriteLine(ProgramProcess.Holds);
            await held.Task;
        }

        recorder?.Passed(name);
    }
}
