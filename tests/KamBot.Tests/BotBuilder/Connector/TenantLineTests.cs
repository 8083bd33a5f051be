using FsCheck;
using FsCheck.Fluent;
using KamBot.BotBuilder.Connector;

namespace KamBot.Tests.BotBuilder.Connector;

public sealed class TenantLineTests
{
    private const double NoJitter = 0.5;

    private readonly TenantLine _line = new(TeamsRateLimits.SharedBy(1));

    [Fact]
    public void An_answer_goes_before_a_reminder_that_came_earlier()
    {
        var background = Enqueue("typing", CallPriority.Background);
        var reminder = Enqueue("reminder", CallPriority.Reminder);
        var urgent = Enqueue("urgent", CallPriority.Urgent);
        var answer = Enqueue("answer", CallPriority.Answer);

        Assert.Equal([answer, urgent, reminder, background], TakeAll(TimeSpan.Zero));
    }

    [Fact]
    public void An_answer_goes_before_the_reminders_of_its_own_chat_too()
    {
        var first = Enqueue("chat", CallPriority.Reminder);
        var answer = Enqueue("chat", CallPriority.Answer);
        var second = Enqueue("chat", CallPriority.Reminder);

        Assert.Equal([answer, first, second], TakeAll(TimeSpan.Zero));
    }

    [Fact]
    public void Nobodys_hundred_holds_up_another_ones_first()
    {
        var many = Enumerable.Range(0, 5).Select(_ => Enqueue("many", CallPriority.Reminder)).ToList();
        var one = Enqueue("one", CallPriority.Reminder);
        var two = Enqueue("two", CallPriority.Reminder);

        Assert.Equal([many[0], one, two, many[1], many[2], many[3], many[4]], TakeAll(TimeSpan.Zero));
    }

    [Fact]
    public void A_chat_that_must_rest_holds_up_no_other()
    {
        for (var n = 0; n < 8; n++)
            Enqueue("busy", CallPriority.Answer);
        Assert.Equal(7, TakeAll(TimeSpan.Zero).Count);
        var other = Enqueue("other", CallPriority.Background);

        Assert.Same(other, _line.TakeNext(TimeSpan.Zero, out _));
        Assert.Null(_line.TakeNext(TimeSpan.Zero, out var again));
        Assert.Equal(TimeSpan.FromSeconds(1.01), again);
        Assert.Equal(1, _line.Waiting);
    }

    [Fact]
    public void The_tenant_has_fifty_a_second_whatever_the_number_of_chats()
    {
        for (var n = 0; n < 120; n++)
            Enqueue($"chat-{n}", CallPriority.Reminder);

        Assert.Equal(50, TakeAll(TimeSpan.Zero).Count);
        Assert.Empty(TakeAll(TimeSpan.FromSeconds(1)));
        Assert.Equal(50, TakeAll(TimeSpan.FromSeconds(1.01)).Count);
    }

    [Fact]
    public void What_became_free_while_the_machine_slept_goes_at_once_when_it_wakes()
    {
        for (var n = 0; n < 100; n++)
            Enqueue($"chat-{n}", CallPriority.Reminder);
        for (var n = 0; n < 50; n++)
            Assert.NotNull(_line.TakeNext(TimeSpan.FromMilliseconds(20 * n), out _));

        // The first is free again at 1,010 ms; the alarm rings at 1,400.
        Assert.Equal(20, TakeAll(TimeSpan.FromMilliseconds(1_400)).Count);
        Assert.Null(_line.TakeNext(TimeSpan.FromMilliseconds(1_400), out var again));
        Assert.Equal(TimeSpan.FromMilliseconds(1_410), again);
    }

    [Fact]
    public void A_chat_that_Teams_throttles_rests_as_long_as_Teams_says()
    {
        Take("chat");
        Assert.Equal(TimeSpan.FromSeconds(7), _line.Throttled("chat", CallKind.Write, TimeSpan.Zero, TimeSpan.FromSeconds(7), NoJitter));

        Assert.Equal(TimeSpan.FromSeconds(7), _line.EarliestAt("chat", CallKind.Write, TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, _line.EarliestAt("other", CallKind.Write, TimeSpan.Zero));
    }

    [Fact]
    public void Where_Teams_does_not_say_the_rest_doubles_until_something_gets_through()
    {
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(0, 8).Select(_ => Throttled().TotalSeconds));
        _line.Accepted("chat", CallKind.Write);
        Assert.Equal(TimeSpan.FromSeconds(1), Throttled());

        TimeSpan Throttled() => _line.Throttled("chat", CallKind.Write, TimeSpan.Zero, null, NoJitter);
    }

    [Fact]
    public void Three_chats_refused_together_mean_the_whole_tenant()
    {
        _line.Throttled("one", CallKind.Write, TimeSpan.Zero, TimeSpan.FromSeconds(3), NoJitter);
        _line.Throttled("two", CallKind.Write, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), NoJitter);
        Assert.Equal(TimeSpan.FromSeconds(1), _line.EarliestAt("other", CallKind.Write, TimeSpan.FromSeconds(1)));

        _line.Throttled("three", CallKind.Write, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), NoJitter);

        Assert.Equal(TimeSpan.FromSeconds(6), _line.EarliestAt("other", CallKind.Write, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void The_same_chat_refused_three_times_means_that_chat()
    {
        for (var n = 0; n < 3; n++)
            _line.Throttled("chat", CallKind.Write, TimeSpan.Zero, TimeSpan.FromSeconds(5), NoJitter);

        Assert.Equal(TimeSpan.Zero, _line.EarliestAt("other", CallKind.Write, TimeSpan.Zero));
    }

    [Fact]
    public void Who_gives_up_waiting_is_out_of_the_line()
    {
        var gone = Enqueue("chat", CallPriority.Reminder);
        var next = Enqueue("chat", CallPriority.Reminder);

        _line.Abandon("chat", CallKind.Write, gone);

        Assert.Equal([next], TakeAll(TimeSpan.Zero));
        Assert.Equal(0, _line.Waiting);
    }

    [Fact]
    public void Idle_chats_are_forgotten_after_their_hour_and_busy_ones_are_not()
    {
        Take("idle");
        Enqueue("waiting", CallPriority.Reminder);

        _line.DropIdle(TimeSpan.FromMinutes(59));
        Assert.Equal(2, _line.Lines);
        _line.DropIdle(TimeSpan.FromMinutes(61));
        Assert.Equal(1, _line.Lines);
    }

    [Fact]
    public void Whoever_calls_in_whatever_order_neither_the_tenant_nor_a_chat_gets_more_than_its_windows() =>
        Prop.ForAll(Calls().ToArbitrary(), calls =>
        {
            var passed = Run(calls);
            return passed.Count == calls.Length
                && NeverMore(passed.Select(each => each.At), 50, 1)
                && passed.GroupBy(each => each.Thread).All(chat =>
                    NeverMore(chat.Select(each => each.At), 7, 1) && NeverMore(chat.Select(each => each.At), 8, 2) && NeverMore(chat.Select(each => each.At), 60, 30));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static Gen<(int Gap, int Thread, int Priority)[]> Calls() =>
        (from gap in Gen.Frequency((8, Gen.Constant(0)), (2, Gen.Choose(0, 100)), (1, Gen.Choose(500, 5_000)))
         from thread in Gen.Choose(0, 12)
         from priority in Gen.Choose(0, 3)
         select (gap, thread, priority)).ArrayOf().Resize(300);

    /// <summary>Lets all arrive at their time and go at the first moment they may.</summary>
    private static List<(string Thread, TimeSpan At)> Run((int Gap, int Thread, int Priority)[] calls)
    {
        var line = new TenantLine(TeamsRateLimits.SharedBy(1));
        var threads = new Dictionary<WaitingCall, string>();
        var passed = new List<(string Thread, TimeSpan At)>();
        var now = TimeSpan.Zero;
        foreach (var (gap, thread, priority) in calls)
        {
            PassUntil(now += TimeSpan.FromMilliseconds(gap));
            threads[line.Enqueue($"chat-{thread}", CallKind.Write, (CallPriority)priority)] = $"chat-{thread}";
        }

        PassUntil(TimeSpan.MaxValue);
        return passed;

        void PassUntil(TimeSpan end)
        {
            var at = passed.Count > 0 ? passed[^1].At : TimeSpan.Zero;
            while (at <= end)
            {
                if (line.TakeNext(at, out var again) is { } call)
                    passed.Add((threads[call], at));
                else if (again is { } next && next <= end)
                    at = next;
                else
                    return;
            }
        }
    }

    private static bool NeverMore(IEnumerable<TimeSpan> times, int count, int seconds)
    {
        var begun = times.ToList();
        return Enumerable.Range(count, Math.Max(0, begun.Count - count)).All(last => begun[last] - begun[last - count] > TimeSpan.FromSeconds(seconds));
    }

    private WaitingCall Enqueue(string thread, CallPriority priority) => _line.Enqueue(thread, CallKind.Write, priority);

    private void Take(string thread)
    {
        Enqueue(thread, CallPriority.Answer);
        Assert.NotNull(_line.TakeNext(TimeSpan.Zero, out _));
    }

    private List<WaitingCall> TakeAll(TimeSpan now)
    {
        var taken = new List<WaitingCall>();
        while (_line.TakeNext(now, out _) is { } call)
            taken.Add(call);
        return taken;
    }
}
