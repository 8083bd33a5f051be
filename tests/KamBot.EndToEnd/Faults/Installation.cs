using KamBot.EndToEnd.Processes;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.EndToEnd.Faults;

/// <summary>
/// Marta's KamBot on the afternoon of Wednesday 25 March 2026, made once by the program itself; each case works on a copy.
/// </summary>
public sealed class Installation : IAsyncLifetime
{
    public const string Afternoon = "2026-03-25T15:40:00Z";
    public const string Offer = "proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail";
    public const string Noted = "P-1 noted · Vila Nord SA";
    public const string Call = "Vila Nord SA · call today: did they get P-1?";

    private DataFolder? _withClient;
    private DataFolder? _withOffer;

    /// <summary>One Teams for all cases, because the address of a chat is stored.</summary>
    internal FakeTeams Teams { get; private set; } = null!;

    /// <summary>Marta has a client and no offer.</summary>
    internal DataFolder WithClient() => _withClient!.Copy();

    /// <summary>Marta has an offer out, whose call is due at nine the next morning (08:00Z).</summary>
    internal DataFolder WithOffer() => _withOffer!.Copy();

    public async ValueTask InitializeAsync()
    {
        Teams = await FakeTeams.StartAsync();
        _withClient = new DataFolder();
        await _withClient.SetClockAsync(Afternoon);
        await using (var app = await KamBotProcess.StartAsync(Teams, _withClient.Setting))
        {
            var marta = await Manager.MartaAsync(app);
            await marta.SaysAsync("add client Vila Nord SA, ES-CT");
            Assert.True(await app.StopAsync());
        }

        _withOffer = _withClient.Copy();
        await using (var app = await KamBotProcess.StartAsync(Teams, _withOffer.Setting))
        {
            await Manager.Marta(app).SaysAsync(Offer);
            Assert.True(await app.StopAsync());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _withClient?.Dispose();
        _withOffer?.Dispose();
        await Teams.DisposeAsync();
    }
}
