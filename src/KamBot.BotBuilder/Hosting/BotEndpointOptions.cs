using System.ComponentModel.DataAnnotations;

namespace KamBot.BotBuilder.Hosting;

/// <summary>The bounds of the messages endpoint.</summary>
public sealed class BotEndpointOptions
{
    /// <summary>A larger body is refused before it is read.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;
}
