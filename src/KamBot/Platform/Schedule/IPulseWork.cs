namespace KamBot.Platform.Schedule;

/// <summary>
/// What else is done with each beat of the pulse, a part at a time. It keeps its place in rows, so that a process that stops
/// leaves the rest to the next, and two that do it at once do no harm. Where nothing is to be done it costs nothing.
/// </summary>
public interface IPulseWork
{
    Task RunAsync(CancellationToken cancellationToken);
}
