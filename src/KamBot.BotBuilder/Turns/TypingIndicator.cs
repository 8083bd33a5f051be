using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>
/// Shows that an answer is being worked on. It is no part of the turn: not stored, not in order with the outbox, nothing
/// comes of its failure; but it never shows after the answer.
/// </summary>
internal sealed class TypingIndicator
{
    /// <summary>Teams lets the dots fade after some seconds.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(4);

    /// <summary>Longer than a turn may take.</summary>
    private const int MostTimes = 15;

    /// <summary>What an answer waits at most for the indicator that is on its way before it.</summary>
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _showing = Task.CompletedTask;

    /// <summary>Shows it now and again, until <see cref="StopAsync"/>.</summary>
    public void Start(IConnectorClient connector, Activity incoming)
    {
        lock (_gate)
        {
            if (!_over.Task.IsCompleted)
                _showing = ShowAsync(connector, incoming.GetConversationReference());
        }
    }

    /// <summary>Once this returns the channel gets no indicator of this turn any more.</summary>
    public async Task StopAsync()
    {
        lock (_gate)
            _over.TrySetResult();
        await _showing;
    }

    private async Task ShowAsync(IConnectorClient connector, ConversationReference reference)
    {
        for (var times = 0; times < MostTimes && !_over.Task.IsCompleted; times++)
        {
            await ShowOnceAsync(connector, reference).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the answer comes all the same
            await _over.Task.WaitAsync(Interval).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ShowOnceAsync(IConnectorClient connector, ConversationReference reference)
    {
        using var deadline = new CancellationTokenSource(CallDeadline);
        var typing = new Activity { Type = ActivityTypes.Typing }.ApplyConversationReference(reference);
        await connector.SendToConversationAsync(typing, CallPriority.Background, deadline.Token);
    }
}
