using System.Net.Http.Json;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Processes;

/// <summary>The real program in a process of its own, as its users in a fake Teams reach it.</summary>
internal sealed class KamBotProcess : IDrivenApp, IAsyncDisposable
{
    private readonly ProgramProcess _program;

    private KamBotProcess(ProgramProcess program, FakeTeams teams) => (_program, Teams) = (program, teams);

    public HttpClient Http => _program.Http;

    public Task<string> ChatWindow => _program.ChatWindow;

    public FakeTeams Teams { get; }

    public IEnumerable<string> Problems => _program.Lines;

    /// <param name="teams">Where its users are.</param>
    /// <param name="settings">Name and value, as on the command line.</param>
    public static async Task<KamBotProcess> StartAsync(FakeTeams teams, params IEnumerable<(string Name, string Value)> settings) =>
        new(await ProgramProcess.StartAsync(settings), teams);

    /// <summary>Moves Development's clock; everything due by then is done when this returns.</summary>
    public async Task MoveClockAsync(string utc)
    {
        using var response = await Http.PutAsJsonAsync(new Uri("/dev/clock", UriKind.Relative), new { now = utc });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <inheritdoc cref="ProgramProcess.DiedAsync"/>
    public Task DiedAsync() => _program.DiedAsync();

    /// <inheritdoc cref="ProgramProcess.HoldsAsync"/>
    public Task HoldsTurnAsync() => _program.HoldsAsync();

    /// <inheritdoc cref="ProgramProcess.TerminateAsync"/>
    public Task<bool> TerminateAsync() => _program.TerminateAsync();

    /// <inheritdoc cref="ProgramProcess.StopAsync"/>
    public Task<bool> StopAsync() => _program.StopAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
