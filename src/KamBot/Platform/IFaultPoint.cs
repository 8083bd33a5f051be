namespace KamBot.Platform;

/// <summary>
/// Named places between two steps of a sweep. The product passes them by; a test stops the world there and looks at what a
/// restart makes of it.
/// </summary>
public interface IFaultPoint
{
    ValueTask HitAsync(string name, CancellationToken cancellationToken);
}
