using System.Globalization;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using KamBot.Tests.Processes;

namespace KamBot.EndToEnd.Faults;

/// <summary>
/// kill -9 between any two steps of a turn. Each of many managers, all on one store, types the line of an offer into a
/// program that dies at another place. It comes back only the next morning, after their calls were due: every line is
/// answered, every offer is there once with its whole plan, and every call is told.
/// </summary>
public sealed class KilledTurnTests
{
    private const string Afternoon = "2026-03-25T15:40:00Z";

    /// <summary>Half a minute after the calls were due; whatever the dead processes had leased is free by then.</summary>
    private const string NextMorning = "2026-03-26T08:00:31Z";

    private const string Line = "proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail";
    private const string Answer = "P-1 noted · Vila Nord SA";
    private const string Call = "Vila Nord SA · call today: did they get P-1?";

    /// <summary>The channel accepted the answer, and nothing could say so: the one place where it is seen twice.</summary>
    private const string AcceptedNotSettled = "turn.sent.1";

    private static readonly string[] Steps =
        [FaultPoint.Received, FaultPoint.Ran, FaultPoint.Committed, AcceptedNotSettled, "turn.settled.1", FaultPoint.Delivered, FaultPoint.Finished];

    /// <summary>One manager for each step and for each write, and one more who sees that there is no further write.</summary>
    private const int Managers = 40;

    [Fact]
    public async Task Killed_between_any_two_steps_of_a_turn_nothing_is_lost_and_only_an_answer_under_way_is_seen_twice()
    {
        await using var teams = await FakeTeams.StartAsync();
        using var killed = await WithClientsAsync(teams);
        using var untouched = killed.Copy();

        var before = teams.Sent.Count;
        var places = await KillEachAsync(teams, killed);
        var recovered = await NextMorningAsync(teams, killed, places.Count, before, messages: (places.Count * 2) + 1);

        for (var n = 0; n < places.Count; n++)
        {
            string[] expected = places[n] == AcceptedNotSettled ? [Answer, Answer, Call] : [Answer, Call];
            Assert.True(expected.SequenceEqual(recovered.Chats[n]), $"Killed at {places[n]}: {string.Join(" | ", recovered.Chats[n])}");
        }

        Assert.Equal(await UndisturbedAsync(untouched, places.Count), recovered.Rows);
    }

    /// <summary>Every manager has a client and no offer.</summary>
    private static async Task<DataFolder> WithClientsAsync(FakeTeams teams)
    {
        var data = new DataFolder();
        await data.SetClockAsync(Afternoon);
        await using var app = await KamBotProcess.StartAsync(teams, data.Setting);
        for (var n = 0; n < Managers; n++)
            await Nth(app, n).SaysAsync("add client Vila Nord SA, ES-CT");
        Assert.True(await app.StopAsync());
        return data;
    }

    /// <summary>One process for each place, until a turn has no more writes to be killed at.</summary>
    private static async Task<IReadOnlyList<string>> KillEachAsync(FakeTeams teams, DataFolder data)
    {
        var places = new List<string>();
        for (var n = 0; n < Managers; n++)
        {
            var place = n < Steps.Length ? Steps[n] : KillAfterWrites.At(n - Steps.Length + 1);
            places.Add(place);
            // The turns of the dead are left to the next morning's process.
            await using var app = await KamBotProcess.StartAsync(teams, data.Setting, ("Bot:Ledger:Lease", "01:00:00"), (ProgramUnderTest.KillAt, place));
            var answered = await TryPostAsync(app, LineOf(app, n));
            if (!await app.StopAsync())
                continue;
            Assert.True(n >= Steps.Length, $"No turn passes {place}.");
            Assert.True(answered, string.Join('\n', app.Problems));
            return places;
        }

        throw new InvalidOperationException($"A turn writes more often than {Managers - Steps.Length} times: let there be more managers.");
    }

    /// <summary>What the store holds when all the same happens and nothing is killed.</summary>
    private static async Task<IReadOnlyList<string>> UndisturbedAsync(DataFolder data, int managers)
    {
        await using var teams = await FakeTeams.StartAsync();
        await using (var app = await KamBotProcess.StartAsync(teams, data.Setting))
        {
            for (var n = 0; n < managers; n++)
                Assert.True(await TryPostAsync(app, LineOf(app, n)), string.Join('\n', app.Problems));
            Assert.True(await app.StopAsync());
        }

        return (await NextMorningAsync(teams, data, managers, before: 0, messages: managers * 2)).Rows;
    }

    private static async Task<Outcome> NextMorningAsync(FakeTeams teams, DataFolder data, int managers, int before, int messages)
    {
        await data.SetClockAsync(NextMorning);
        await using var app = await KamBotProcess.StartAsync(teams, data.Setting);
        await teams.SentAsync(before + messages);
        for (var n = 0; n < managers; n++)
        {
            // What the channel does about a request that broke off: it delivers once more, and nothing comes of it.
            Assert.True(await TryPostAsync(app, LineOf(app, n)), string.Join('\n', app.Problems));
        }

        Assert.True(await app.StopAsync());
        return new Outcome(
            [.. Enumerable.Range(0, managers).Select(n => (IReadOnlyList<string>)[.. Nth(app, n).Chat.Select(card => card.Headline).SkipWhile(headline => headline != Answer)])],
            StoredRows.Of(data));
    }

    private static Manager Nth(IDrivenApp app, int n) =>
        new(app, Name(n), "Europe/Madrid", "en-GB", tenant: string.Create(CultureInfo.InvariantCulture, $"{n:D4}1111-1111-4111-8111-111111111111"));

    private static string Name(int n) => string.Create(CultureInfo.InvariantCulture, $"Manager {n:D2}");

    /// <summary>The n-th manager's line. It has the same id in every run, and with it all keys that follow from it.</summary>
    private static Activity LineOf(IDrivenApp app, int n)
    {
        var line = Nth(app, n).Message(Line);
        line.Id = $"line of {Name(n)}";
        return line;
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

    private sealed record Outcome(IReadOnlyList<IReadOnlyList<string>> Chats, IReadOnlyList<string> Rows);
}
