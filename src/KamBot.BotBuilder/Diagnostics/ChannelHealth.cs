namespace KamBot.BotBuilder.Diagnostics;

/// <summary>Whether the channel takes what this process sends: remembers its latest refusal of the bot's token.</summary>
public sealed class ChannelHealth(TimeProvider time)
{
    /// <summary>A refusal is old news after that, when nothing was sent since.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private long _refusedAt;

    /// <summary>The latest call was answered 401, and not long ago.</summary>
    public bool RefusesToken => Volatile.Read(ref _refusedAt) is var ticks and not 0 && time.GetUtcNow().UtcTicks - ticks < Memory.Ticks;

    /// <param name="status">The HTTP status, 0 when no answer came.</param>
    internal void Answered(int status)
    {
        if (status == 401)
            Volatile.Write(ref _refusedAt, time.GetUtcNow().UtcTicks);
        else if (status != 0 && Volatile.Read(ref _refusedAt) != 0)
            Volatile.Write(ref _refusedAt, 0);
    }
}
