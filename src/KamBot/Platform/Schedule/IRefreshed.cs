namespace KamBot.Platform.Schedule;

/// <summary>
/// Something every instance keeps in memory because it is asked for with each piece of work and hardly ever changes. It is
/// looked at before each turn and each beat, and reads the store when what it has is too old.
/// </summary>
public interface IRefreshed
{
    Task RefreshAsync(CancellationToken cancellationToken);
}
