using System.ComponentModel.DataAnnotations;

namespace KamBot.BotBuilder.Turns;

/// <summary>The bounds of a turn. Defaults are those README states.</summary>
public sealed class TurnOptions
{
    /// <summary>The channel's wait for anything but an invoke, after which its turn goes on by itself; the channel gives up after 10 to 15 seconds.</summary>
    public TimeSpan MessageDeadline { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>The same for an invoke: the answer is there within 3 seconds, the way included; a message extension gives up after 5.</summary>
    public TimeSpan InvokeDeadline { get; set; } = TimeSpan.FromSeconds(2.5);

    /// <summary>How long the bot itself may take, whoever waits: what is slow is told within a minute or tried again.</summary>
    public TimeSpan RunDeadline { get; set; } = TimeSpan.FromSeconds(50);

    /// <summary>Whoever waits longer than this for the answer to a message sees that KamBot is typing.</summary>
    public TimeSpan TypingAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long running turns may go on when the process stops; then they are left to the next one.</summary>
    public TimeSpan DrainDeadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long the same button of the same card, with the same inputs, gets its first answer again instead of a new one. When
    /// something else has happened in the conversation since, a minute.
    /// </summary>
    public TimeSpan PressMemory { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a turn that was given up is kept for somebody to look at.</summary>
    public TimeSpan FailedLifetime { get; set; } = TimeSpan.FromDays(14);

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
