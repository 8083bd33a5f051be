using KamBot.BotBuilder.Turns;

namespace KamBot.Tests.Fakes;

/// <summary>Does something the first time that the program comes to a point: what a manager writes in the second of a reminder.</summary>
internal sealed class Meanwhile(string point, Func<Task> action) : IFaultPoints
{
    private int _done;

    public async ValueTask HitAsync(string name)
    {
        if (name == point && Interlocked.Exchange(ref _done, 1) == 0)
            await action();
    }
}
