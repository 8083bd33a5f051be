using System.Net;
using KamBot.BotBuilder.Turns;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using KamBot.Tests.Processes;

namespace KamBot.EndToEnd.Faults;

/// <summary>SIGTERM in the middle of a turn, as a platform sends it to every instance it renews.</summary>
public sealed class StoppedTurnTests
{
    [Theory]
    [InlineData(FaultPoint.Received)]
    [InlineData(FaultPoint.Ran)]
    [InlineData(FaultPoint.Committed)]
    public async Task A_program_that_is_told_to_stop_answers_what_it_has_begun(string place)
    {
        await using var teams = await FakeTeams.StartAsync();
        using var data = new DataFolder();
        await using (var app = await KamBotProcess.StartAsync(teams, [data.Setting, (ProgramUnderTest.HoldAt, place)]))
        {
            var marta = new Manager(app, "Marta Puig", "Europe/Madrid", "en-GB");
            var answer = marta.PostAsync(marta.Message("add client Vila Nord SA, ES-CT"));
            await app.HoldsTurnAsync();

            Assert.True(await app.TerminateAsync());

            using var response = await answer;
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("Vila Nord SA added", marta.Last.Headline);
        }

        await using var next = await KamBotProcess.StartAsync(teams, data.Setting);
        var again = await new Manager(next, "Marta Puig", "Europe/Madrid", "en-GB").SaysAsync("clients");
        Assert.Single(again.Rows, row => row.Contains("Vila Nord SA", StringComparison.Ordinal));
        Assert.True(await next.StopAsync());
    }
}
