using KamBot.BotBuilder.Connector;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;

namespace KamBot.Tests.BotBuilder.Connector;

public sealed class ConnectorGatesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    private readonly ConnectorGates _gates;

    public ConnectorGatesTests() => _gates = Gates("Production");

    public void Dispose() => _gates.Dispose();

    [Fact]
    public async Task The_eighth_call_of_a_second_goes_when_the_second_is_over()
    {
        for (var n = 0; n < 7; n++)
            Assert.Null(await EnterAsync("chat"));
        var eighth = EnterAsync("chat");
        Assert.False(eighth.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(eighth.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.01));

        Assert.Null(await eighth);
        Assert.Equal((0, 8L, 1L), (_gates.Read().Waiting, _gates.Read().Passed, _gates.Read().Waited));
        Assert.Equal(TimeSpan.FromSeconds(1.01), _gates.Read().WaitedFor);
    }

    [Fact]
    public async Task Who_would_wait_too_long_is_told_when_to_come_again_at_once()
    {
        await EnterAsync("chat");
        _gates.Report(Key("chat"), default, 429, TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(30), await EnterAsync("chat"));
        Assert.Null(await EnterAsync("other"));
        Assert.Equal((1L, 1L), (_gates.Read().TurnedAway, _gates.Read().Throttled));
    }

    [Fact]
    public async Task Who_has_waited_long_enough_is_told_when_to_come_again()
    {
        await EnterAsync("chat");
        _gates.Report(Key("chat"), default, 429, TimeSpan.FromSeconds(4));
        var waiting = EnterAsync("chat");
        _gates.Report(Key("chat"), default, 429, TimeSpan.FromSeconds(20));
        Assert.False(waiting.IsCompleted);

        _time.Advance(Patience);

        Assert.Equal(TimeSpan.FromSeconds(15), await waiting);
        Assert.Equal(0, _gates.Read().Waiting);
    }

    [Fact]
    public async Task Who_hangs_up_is_out_of_the_line()
    {
        await EnterAsync("chat");
        _gates.Report(Key("chat"), default, 429, TimeSpan.FromSeconds(4));
        using var hangUp = new CancellationTokenSource();
        var waiting = _gates.EnterAsync(Key("chat"), CallPriority.Answer, Patience, hangUp.Token).AsTask();

        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, _gates.Read().Waiting);
    }

    [Fact]
    public async Task The_first_after_a_rest_may_come_in_late_and_what_waits_behind_them_counts_from_their_answers()
    {
        for (var n = 0; n < 50; n++)
            await _gates.EnterAsync(Key($"chat-{n}"), CallPriority.Reminder, Patience, default);
        var next = EnterAsync("one more");
        _time.Advance(TimeSpan.FromSeconds(0.4));
        for (var n = 0; n < 50; n++)
            _gates.Report(Key($"chat-{n}"), new Passage(WentAtOnce: TimeSpan.Zero), 201, null);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.01));

        Assert.Null(await next);
    }

    [Fact]
    public async Task What_waited_for_its_turn_counts_from_its_leaving()
    {
        for (var n = 0; n < 50; n++)
            await EnterAsync($"chat-{n}");
        var second = Enumerable.Range(0, 50).Select(n => _gates.EnterAsync(Key($"other-{n}"), CallPriority.Reminder, Patience, default).AsTask()).ToList();
        _time.Advance(TimeSpan.FromSeconds(1.01));
        var passages = await Task.WhenAll(second);
        var third = EnterAsync("one more");
        _time.Advance(TimeSpan.FromSeconds(0.4));
        for (var n = 0; n < 50; n++)
            _gates.Report(Key($"other-{n}"), passages[n], 201, null);

        _time.Advance(TimeSpan.FromSeconds(0.61));

        Assert.Null(await third);
    }

    [Fact]
    public async Task One_tenants_fifty_are_not_anothers()
    {
        for (var n = 0; n < 50; n++)
            Assert.Null(await EnterAsync($"chat-{n}"));

        Assert.False(EnterAsync("one more").IsCompleted);
        Assert.Null((await _gates.EnterAsync(new GateKey("tenant-2", "chat", CallKind.Write), CallPriority.Reminder, Patience, default)).ComeAgain);
    }

    [Fact]
    public async Task Reading_has_windows_of_its_own()
    {
        for (var n = 0; n < 7; n++)
            await EnterAsync("chat");

        Assert.Null((await _gates.EnterAsync(new GateKey("tenant", "chat", CallKind.Read), CallPriority.Answer, Patience, default)).ComeAgain);
    }

    [Fact]
    public async Task The_line_has_an_end()
    {
        await EnterAsync("chat");
        _gates.Report(Key("chat"), default, 429, TimeSpan.FromSeconds(4));
        var waiting = Enumerable.Range(0, GateBounds.MostWaiting).Select(_ => EnterAsync("chat")).ToList();

        Assert.Equal(TimeSpan.FromSeconds(4), await EnterAsync("chat"));
        Assert.DoesNotContain(waiting, call => call.IsCompleted);
    }

    [Fact]
    public async Task Chats_of_the_past_take_no_memory()
    {
        for (var day = 0; day < 5; day++)
        {
            for (var n = 0; n < GateBounds.FewLines; n++)
            {
                _time.Advance(TimeSpan.FromSeconds(0.03));
                await EnterAsync($"chat-{day}-{n}");
            }

            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.InRange(_gates.Read().Conversations, 1, GateBounds.FewLines + 1);
    }

    [Fact]
    public async Task In_Development_nothing_is_held_back_unless_that_is_wanted()
    {
        using var open = Gates("Development");
        using var paced = Gates("Development", pace: true);
        for (var n = 0; n < 100; n++)
            Assert.Null(await EnterAsync("chat", open));
        for (var n = 0; n < 7; n++)
            await EnterAsync("chat", paced);

        Assert.False(EnterAsync("chat", paced).IsCompleted);
    }

    private static GateKey Key(string thread) => new("tenant", thread, CallKind.Write);

    private async Task<TimeSpan?> EnterAsync(string thread, ConnectorGates? gates = null) =>
        (await (gates ?? _gates).EnterAsync(Key(thread), CallPriority.Reminder, Patience, default)).ComeAgain;

    private ConnectorGates Gates(string environment, bool? pace = null) => new(
        _time, Mock.Of<IHostEnvironment>(host => host.EnvironmentName == environment), Options.Create(new ConnectorOptions { Pace = pace }), NullLogger<ConnectorGates>.Instance);
}
