using KamBot.Tests.Fakes;

namespace KamBot.Tests.Drivers;

/// <summary>A running KamBot as its users reach it, in this process or in one of its own.</summary>
internal interface IDrivenApp
{
    HttpClient Http { get; }

    FakeTeams Teams { get; }

    /// <summary>What it logged as a warning or worse, to be shown when a test fails.</summary>
    IEnumerable<string> Problems { get; }
}
