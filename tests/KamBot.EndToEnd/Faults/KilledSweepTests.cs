using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using KamBot.Tests.Processes;

namespace KamBot.EndToEnd.Faults;

/// <summary>
/// kill -9 between any two steps of telling a reminder, then a restart on the same file: the call is told, once, or twice
/// where the channel had accepted it and nothing could say so.
/// </summary>
public sealed class KilledSweepTests : IAsyncLifetime
{
    private const string Afternoon = "2026-03-25T15:40:00Z";
    private const string CallIsDue = "2026-03-26T08:00:00Z";
    private const string LeaseIsOver = "2026-03-26T08:01:00Z";
    private const string Call = "Vila Nord SA · call today: did they get P-1?";
    private const string AcceptedNotSettled = "reminder.told";

    /// <summary>A bound for the writes of one telling.</summary>
    private const int MostWrites = 20;

    private static readonly string[] Steps = ["reminder.claimed", "reminder.sending", AcceptedNotSettled, "reminder.settled"];

    private DataFolder _offerOut = null!;
    private FakeTeams _teams = null!;

    public async ValueTask InitializeAsync()
    {
        _teams = await FakeTeams.StartAsync();
        _offerOut = new DataFolder();
        await _offerOut.SetClockAsync(Afternoon);
        await using var app = await KamBotProcess.StartAsync(_teams, _offerOut.Setting);
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        Assert.True(await app.StopAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _offerOut.Dispose();
        await _teams.DisposeAsync();
    }

    [Fact]
    public async Task Killed_between_any_two_steps_of_telling_it_is_told_and_only_one_under_way_is_seen_twice()
    {
        var undisturbed = await RunAsync(place: null, told: 1);
        Assert.Equal([Call], undisturbed.Chat);

        foreach (var place in Steps)
            await CheckAsync(place, undisturbed, diesThere: true);
        for (var write = 1; write <= MostWrites; write++)
        {
            if (!await CheckAsync(KillAfterWrites.At(write), undisturbed, diesThere: false))
                return;
        }

        Assert.Fail("The telling never came to its end.");
    }

    private async Task<bool> CheckAsync(string place, Outcome undisturbed, bool diesThere)
    {
        var told = place == AcceptedNotSettled ? 2 : 1;
        var killed = await RunAsync(place, told);

        Assert.True(killed.Died || !diesThere, $"No telling passes {place}.");
        Assert.True(Enumerable.Repeat(Call, told).SequenceEqual(killed.Chat), $"Killed at {place}: {string.Join(" | ", killed.Chat)}");
        Assert.True(
            undisturbed.Rows.SequenceEqual(killed.Rows),
            $"Killed at {place}: lost {string.Join(", ", undisturbed.Rows.Except(killed.Rows))}; too much {string.Join(", ", killed.Rows.Except(undisturbed.Rows))}");
        return killed.Died;
    }

    private async Task<Outcome> RunAsync(string? place, int told)
    {
        using var data = _offerOut.Copy();
        var before = _teams.Sent.Count;
        var died = false;
        await data.SetClockAsync(CallIsDue);
        await using (var app = await KamBotProcess.StartAsync(_teams, data.Setting, (ProgramUnderTest.KillAt, place ?? "")))
        {
            await Task.WhenAny(_teams.SentAsync(before + 1), app.DiedAsync());
            died = !await app.StopAsync();
        }

        await data.SetClockAsync(LeaseIsOver);
        await using (var app = await KamBotProcess.StartAsync(_teams, data.Setting))
        {
            await _teams.SentAsync(before + told);
            // A whole beat of the pulse: what was left behind is gone, and nothing is told once more.
            await app.MoveClockAsync(LeaseIsOver.Replace("08:01:00", "08:01:30", StringComparison.Ordinal));
            Assert.True(await app.StopAsync(), string.Join('\n', app.Problems));
            return new Outcome(died, [.. _teams.Sent.Skip(before).Select(activity => CardView.Of(activity).Headline)], StoredRows.Of(data));
        }
    }

    private sealed record Outcome(bool Died, IReadOnlyList<string> Chat, IReadOnlyList<string> Rows);
}
