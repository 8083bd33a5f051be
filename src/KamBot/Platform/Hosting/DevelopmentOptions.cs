namespace KamBot.Platform.Hosting;

/// <summary>What only Development knows (section <c>Development</c>).</summary>
public sealed class DevelopmentOptions
{
    /// <summary>Where the clock of a store begins that was never moved, like <c>2026-03-25T15:40:00Z</c>; real time when not set.</summary>
    public string? Clock { get; set; }
}
