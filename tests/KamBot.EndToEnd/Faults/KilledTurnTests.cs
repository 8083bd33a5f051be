using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.EndToEnd.Processes;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.EndToEnd.Faults;

/// <summary>
/// kill -9 between any two steps of a turn. The program comes back only the next morning, after the call was due: the line
/// typed before is answered, the offer is there once with its whole plan, and the call is told.
/// </summary>
public sealed class KilledTurnTests(Installation installation) : IClassFixture<Installation>
{
    /// <summary>A bound for the writes of one turn.</summary>
    private const int MostWrites = 60;

    /// <summary>Half a minute after the call was due; whatever the dead process had leased is free by then.</summary>
    private const string NextMorning = "2026-03-26T08:00:31Z";

    /// <param name="place">Where the process dies.</param>
    /// <param name="answers">How often the answer is seen: twice only when the channel had accepted it and nothing could say so.</param>
    [Theory]
    [InlineData(FaultPoint.Received, 1)]
    [InlineData(FaultPoint.Ran, 1)]
    [InlineData(FaultPoint.Committed, 1)]
    [InlineData("turn.sent.1", 2)]
    [InlineData("turn.settled.1", 1)]
    [InlineData(FaultPoint.Delivered, 1)]
    [InlineData(FaultPoint.Finished, 1)]
    public async Task Killed_between_two_steps_of_a_turn_nothing_is_lost(string place, int answers)
    {
        var undisturbed = await RunAsync(null, 1);

        var killed = await RunAsync(place, answers);

        Assert.True(killed.Died, $"No turn passes {place}.");
        Assert.Equal(Enumerable.Repeat(Installation.Noted, answers).Append(Installation.Call), killed.Chat);
        Assert.Equal(undisturbed.Rows, killed.Rows);
    }

    [Fact]
    public async Task Killed_after_any_write_of_a_turn_nothing_is_lost_and_nothing_is_doubled()
    {
        var undisturbed = await RunAsync(null, 1);
        for (var write = 1; write <= MostWrites; write++)
        {
            var killed = await RunAsync(KillAfterWrites.At(write), 1);

            Assert.True(undisturbed.Chat.SequenceEqual(killed.Chat), $"After write {write}: {string.Join(" | ", killed.Chat)}");
            Assert.True(undisturbed.Rows.SequenceEqual(killed.Rows), $"After write {write}: {Difference(undisturbed.Rows, killed.Rows)}");
            if (!killed.Died)
            {
                Assert.True(write > 8, $"A turn that notes an offer writes more than {write - 1} times.");
                return;
            }
        }

        Assert.Fail("The turn never came to its end.");
    }

    /// <summary>Types the offer's line into a program that dies at that place, and starts it again the next morning.</summary>
    private async Task<Outcome> RunAsync(string? place, int answers)
    {
        using var data = installation.WithClient();
        var teams = installation.Teams;
        var before = teams.Sent.Count;
        var died = false;
        Activity line;
        await using (var app = await KamBotProcess.StartAsync(teams, [data.Setting, (ProgramUnderTest.KillAt, place ?? "")]))
        {
            line = Manager.Marta(app).Message(Installation.Offer);
            line.Id = "the-line-before-the-kill"; // the same in every case, and with it all keys
            died = !await TryPostAsync(app, line) | !await app.StopAsync();
        }

        await data.SetClockAsync(NextMorning);
        await using (var app = await KamBotProcess.StartAsync(teams, data.Setting))
        {
            await teams.SentAsync(before + answers + 1);
            // What the channel does about a request that broke off: it delivers once more, and nothing comes of it.
            using var again = await FakeTeams.PostAsync(app.Http, line);
            Assert.True(again.IsSuccessStatusCode, $"{again.StatusCode}");
            Assert.True(await app.StopAsync(), string.Join('\n', app.Problems));
            var chat = Manager.Marta(app).Chat.Skip(before).Select(card => card.Headline);
            return new Outcome(died, [.. chat], StoredRows.Of(data));
        }
    }

    private static async Task<bool> TryPostAsync(KamBotProcess app, Activity activity)
    {
        try
        {
            using var response = await FakeTeams.PostAsync(app.Http, activity);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // died while it was at it
        }
    }

    private static string Difference(IReadOnlyList<string> wanted, IReadOnlyList<string> found) =>
        $"lost {string.Join(", ", wanted.Except(found))}; too much {string.Join(", ", found.Except(wanted))}";

    private sealed record Outcome(bool Died, IReadOnlyList<string> Chat, IReadOnlyList<string> Rows);
}
