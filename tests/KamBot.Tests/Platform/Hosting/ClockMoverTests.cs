using KamBot.Platform;
using KamBot.Platform.Hosting;
using KamBot.Platform.Schedule;
using KamBot.Tests.Fakes;
using NodaTime;

namespace KamBot.Tests.Platform.Hosting;

public sealed class ClockMoverTests : IAsyncLifetime
{
    private readonly TemporaryStore _store = new();
    private readonly PulseGate _gate = new();
    private readonly MovableClock _clock;
    private readonly Agenda _agenda;
    private readonly ClockMover _mover;

    public ClockMoverTests()
    {
        _clock = new MovableClock(_store.Tables);
        _agenda = new Agenda(_clock);
        _mover = new ClockMover(_clock, _agenda, _gate);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _store.Tables.CreateTablesAsync([MovableClock.Table], Token);

    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task The_clock_stops_at_every_due_moment_in_order()
    {
        var start = _clock.GetCurrentInstant();
        _agenda.Add("third", start + Duration.FromDays(400));
        _agenda.Add("first", start + Duration.FromHours(1));
        _agenda.Add("second", start + Duration.FromHours(2));
        _agenda.Add("too late", start + Duration.FromDays(401));

        var move = await _mover.MoveAsync(start + Duration.FromDays(400) + Duration.FromHours(1), Token);

        Assert.Equal((3, null), (move.Sent, move.Refusal));
        Assert.Equal(["first", "second", "third"], _agenda.Beats.Where(beat => beat.Count > 0).Select(beat => Assert.Single(beat)));
        Assert.True(_clock.GetCurrentInstant() >= start + Duration.FromDays(400) + Duration.FromHours(1));
    }

    [Fact]
    public async Task What_plans_something_new_on_the_way_is_told_that_too()
    {
        var start = _clock.GetCurrentInstant();
        _agenda.Add("call", start + Duration.FromDays(1));
        _agenda.Follows("call", "overdue", Duration.FromDays(1));

        var move = await _mover.MoveAsync(start + Duration.FromDays(3), Token);

        Assert.Equal(2, move.Sent);
        Assert.Equal(["call", "overdue"], _agenda.Beats.SelectMany(beat => beat));
    }

    [Fact]
    public async Task A_reminder_that_never_gets_done_does_not_hold_the_clock()
    {
        var start = _clock.GetCurrentInstant();
        _agenda.AddStuck(start + Duration.FromHours(1));
        _agenda.Add("fine", start + Duration.FromHours(2));

        var move = await _mover.MoveAsync(start + Duration.FromHours(3), Token);

        Assert.Equal(1, move.Sent);
        Assert.True(_clock.GetCurrentInstant() >= start + Duration.FromHours(3));
    }

    [Fact]
    public async Task The_clock_moves_forward_only()
    {
        var now = _clock.GetCurrentInstant();

        var move = await _mover.MoveAsync(now - Duration.FromMilliseconds(1), Token);

        Assert.NotNull(move.Refusal);
        Assert.Empty(_agenda.Beats);
        Assert.True(_clock.GetCurrentInstant() >= now);
    }

    [Fact]
    public async Task The_clock_moves_ten_years_at_most()
    {
        var now = _clock.GetCurrentInstant();

        Assert.NotNull((await _mover.MoveAsync(now + Duration.FromDays(3700), Token)).Refusal);
        Assert.Null((await _mover.MoveAsync(now + Duration.FromDays(3652), Token)).Refusal);
    }

    [Fact]
    public async Task The_moved_clock_survives_a_restart_on_the_same_store()
    {
        var target = _clock.GetCurrentInstant() + Duration.FromDays(30);
        await _mover.MoveAsync(target, Token);

        var restarted = new MovableClock(_store.Tables);
        Assert.True(restarted.GetCurrentInstant() < target);
        Assert.True(await restarted.LoadAsync(Token));
        Assert.True(restarted.GetCurrentInstant() >= target);
    }

    [Fact]
    public async Task Real_time_comes_back_and_stays_after_a_restart()
    {
        var target = _clock.GetCurrentInstant() + Duration.FromDays(30);
        await _mover.MoveAsync(target, Token);

        await _mover.ReturnToRealTimeAsync(Token);

        var restarted = new MovableClock(_store.Tables);
        await restarted.LoadAsync(Token);
        Assert.True(_clock.GetCurrentInstant() < target);
        Assert.True(restarted.GetCurrentInstant() < target);
    }

    [Fact]
    public async Task No_beat_of_the_pulse_comes_between_the_steps()
    {
        var start = _clock.GetCurrentInstant();
        var beating = await _gate.EnterAsync(Token);

        var move = _mover.MoveAsync(start + Duration.FromDays(1), Token);
        Assert.False(move.IsCompleted);
        Assert.Empty(_agenda.Beats);

        beating.Dispose();
        Assert.Null((await move).Refusal);
    }

    /// <summary>A pulse whose reminders are names in a list.</summary>
    private sealed class Agenda(TimeProvider clock) : IPulse
    {
        private readonly List<(string Name, Instant Due)> _planned = [];
        private readonly Dictionary<string, (string Name, Duration After)> _followers = [];
        private Instant? _stuck;

        public List<List<string>> Beats { get; } = [];

        public DateTimeOffset? LastBeat => null;

        public void Add(string name, Instant due) => _planned.Add((name, due));

        public void AddStuck(Instant due) => _stuck = due;

        public void Follows(string name, string follower, Duration after) => _followers[name] = (follower, after);

        public Task<Instant?> NextDueAsync(Instant after, CancellationToken cancellationToken) => Task.FromResult(
            _planned.Select(each => (Instant?)each.Due).Append(_stuck).Where(due => due > after).Min());

        public Task<int> BeatAsync(CancellationToken cancellationToken)
        {
            var now = clock.GetCurrentInstant();
            var due = _planned.Where(each => each.Due <= now).OrderBy(each => each.Due).ToList();
            foreach (var each in due)
            {
                _planned.Remove(each);
                if (_followers.TryGetValue(each.Name, out var follower))
                    _planned.Add((follower.Name, each.Due + follower.After));
            }

            Beats.Add([.. due.Select(each => each.Name)]);
            return Task.FromResult(due.Count);
        }
    }
}
