namespace KamBot.BotBuilder.Turns;

/// <summary>
/// Named places between every two steps of a turn. Nothing happens there, unless a test stops the turn or the process to
/// prove that nothing is lost.
/// </summary>
public interface IFaultPoints
{
    /// <param name="name">One of <see cref="FaultPoint"/>.</param>
    ValueTask HitAsync(string name);
}

/// <summary>The places, in the order in which a turn passes them.</summary>
public static class FaultPoint
{
    public const string Received = "turn.received";
    public const string Ran = "turn.ran";
    public const string Committed = "turn.committed";
    public const string Delivered = "turn.delivered";
    public const string Finished = "turn.finished";

    /// <summary>The channel accepted the n-th answer (from 1); its row is still there.</summary>
    public static string Sent(int n) => $"turn.sent.{n}";

    /// <summary>The n-th answer's row is gone.</summary>
    public static string Settled(int n) => $"turn.settled.{n}";
}

internal sealed class NoFaultPoints : IFaultPoints
{
    public ValueTask HitAsync(string name) => ValueTask.CompletedTask;
}
