using System.ComponentModel.DataAnnotations;

namespace KamBot.Platform.Hosting;

/// <summary>The Microsoft 365 Agents Playground, Development's chat window (section <c>Playground</c>).</summary>
public sealed class PlaygroundOptions
{
    /// <summary>False leaves it alone.</summary>
    public bool Start { get; set; } = true;

    [Range(1, 65535)]
    public int Port { get; set; } = 56150;

    /// <summary>Where its package.json lies; under the project when not set.</summary>
    public string? Folder { get; set; }
}
