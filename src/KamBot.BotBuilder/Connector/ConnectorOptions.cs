namespace KamBot.BotBuilder.Connector;

/// <summary>The bounds of a call to the channel.</summary>
public sealed class ConnectorOptions
{
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);
}
