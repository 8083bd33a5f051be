using System.ComponentModel.DataAnnotations;

namespace KamBot.BotBuilder.Connector;

/// <summary>The bounds of a call to the channel (section <c>Bot:Connector</c>).</summary>
public sealed class ConnectorOptions
{
    /// <summary>What one call may take, its wait at the rate gates included; that wait is at most half of it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:15", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether calls are held to the rates Teams allows; by default they are, except in Development.</summary>
    public bool? Pace { get; set; }

    /// <summary>How many processes send for this bot: they share its rates evenly.</summary>
    [Range(1, 50)]
    public int Instances { get; set; } = 1;
}
