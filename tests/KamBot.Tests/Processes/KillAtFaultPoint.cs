using KamBot.BotBuilder.Turns;

namespace KamBot.Tests.Processes;

/// <summary>kill -9 at a named place, the first time it is passed.</summary>
internal sealed class KillAtFaultPoint(string place) : IFaultPoints
{
    public ValueTask HitAsync(string name)
    {
        if (name == place)
            Death.Now();
        return ValueTask.CompletedTask;
    }
}
