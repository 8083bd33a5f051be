using System.ComponentModel.DataAnnotations;

namespace KamBot.BotBuilder.Turns;

/// <summary>The bounds of a turn. Defaults are those README states.</summary>
public sealed class TurnOptions
{
    /// <summary>How long the bot may take for anything but an invoke; the channel gives up after 10 to 15 seconds.</summary>
    public TimeSpan MessageDeadline { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>How long the bot may take for an invoke; a message extension gives up after 5 seconds.</summary>
    public TimeSpan InvokeDeadline { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the bot may take when a turn is taken up later and nobody waits at the other end.</summary>
    public TimeSpan ResumeDeadline { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Longer text is cut before anything keeps it.</summary>
    [Range(1, 100_000)]
    public int MaxTextLength { get; set; } = 8_000;

    /// <summary>A turn that failed this often is given up.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Runs of one attempt when other turns of the conversation keep winning.</summary>
    [Range(1, 100)]
    public int MaxRuns { get; set; } = 5;

    /// <summary>Unfinished turns taken up by one call of <c>ResumeUnfinishedAsync</c>.</summary>
    [Range(1, 1_000)]
    public int MaxResumed { get; set; } = 100;

    /// <summary>Tries of an answer whose outcome nobody can tell: each may show it once more.</summary>
    [Range(1, 100)]
    public int MaxUncertainAttempts { get; set; } = 5;

    /// <summary>An answer that could not go out for so long is of no use any more.</summary>
    public TimeSpan AnswerLifetime { get; set; } = TimeSpan.FromHours(24);
}
