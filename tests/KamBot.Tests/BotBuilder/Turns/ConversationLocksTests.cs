using KamBot.BotBuilder.Turns;

namespace KamBot.Tests.BotBuilder.Turns;

public sealed class ConversationLocksTests
{
    private readonly ConversationLocks _locks = new();

    [Fact]
    public async Task The_second_waits_for_the_first_and_others_do_not()
    {
        var first = await _locks.EnterAsync("a", CancellationToken.None);
        var second = _locks.EnterAsync("a", CancellationToken.None);
        using (await _locks.EnterAsync("b", CancellationToken.None))
            Assert.False(second.IsCompleted);

        first.Dispose();

        (await second).Dispose();
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_nothing_behind()
    {
        using var impatient = new CancellationTokenSource();
        var held = await _locks.EnterAsync("a", CancellationToken.None);
        var waiting = _locks.EnterAsync("a", impatient.Token);

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        held.Dispose();
        held.Dispose(); // a second time changes nothing
        Assert.Equal(0, _locks.Count);
    }
}
