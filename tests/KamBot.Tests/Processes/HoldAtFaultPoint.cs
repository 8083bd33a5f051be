using KamBot.BotBuilder.Turns;
using Microsoft.Extensions.Hosting;

namespace KamBot.Tests.Processes;

/// <summary>Says that a turn has come to a place, and lets it go on only when the process has been told to stop.</summary>
internal sealed class HoldAtFaultPoint(string place, IHostApplicationLifetime lifetime) : IFaultPoints
{
    public async ValueTask HitAsync(string name)
    {
        if (name != place)
            return;
        Console.WriteLine(ProgramProcess.Holds);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task;
    }
}
