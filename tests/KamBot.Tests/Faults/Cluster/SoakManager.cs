using System.Collections.Concurrent;
using System.Globalization;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>
/// An account manager who types and presses for as long as the soak lasts, and a channel that delivers as Teams does: what is
/// not taken is delivered once more under the same id, to whichever program is there.
/// </summary>
/// <param name="number">Tells managers apart.</param>
/// <param name="anyProgram">One of those that run.</param>
/// <param name="chance">Where chance comes from.</param>
internal sealed class SoakManager(int number, Func<HttpClient> anyProgram, Random chance) : IAsyncDisposable
{
    private const string Client = "Vila Nord SA";
    private const int MostDeliveries = 60;
    private const int OffersOfOnePerson = 40;

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(60);

    private readonly ConcurrentBag<Delivery> _seen = [];
    private readonly List<Occurrence> _expected = [];
    private FakeTeams _teams = null!;
    private int _offers;

    public IEnumerable<Occurrence> Expected => _expected;

    public IEnumerable<Delivery> Seen => _seen;

    public ConcurrentBag<string> Problems { get; } = [];

    public int Presses { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        _teams = await FakeTeams.StartAsync();
        _teams.Verdict = Judge;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var person = new Person(_teams, anyProgram, string.Create(CultureInfo.InvariantCulture, $"Soak {number}-{_offers}"));
                await person.DeliverAsync(person.Manager.Message($"add client {Client}, ES-CT"));
                for (var offer = 0; offer < OffersOfOnePerson && !stop.IsCancellationRequested; offer++)
                {
                    await OfferAsync(person);
                    await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(100, 600)), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
            catch (Exception e) when (e is TimeoutException or InvalidOperationException or NullReferenceException or KeyNotFoundException)
            {
                Problems.Add($"{e.GetType().Name}: {e.Message} What was said last: {Said()}");
            }
        }
    }

    public async ValueTask DisposeAsync() => await _teams.DisposeAsync();

    /// <summary>Notes an offer, reads its card, and presses the first button of it.</summary>
    private async Task OfferAsync(Person person)
    {
        var amount = string.Create(CultureInfo.InvariantCulture, $"{100_000 + (number * 100_000) + ++_offers:#,0}");
        _expected.Add(new Occurrence(KeyOf(amount), TimeProvider.System.GetUtcNow(), Tolerance));
        _teams.Forget();
        await person.DeliverAsync(person.Manager.Message($"proposal sent to {Client}, €{amount}, valid until {TimeProvider.System.GetUtcNow().AddDays(40):d MMMM yyyy}, by e-mail"));
        var card = await AnswerAsync(amount).WaitAsync(LongestAnswer);
        Presses++;
        var body = await person.DeliverAsync(person.Manager.Press(card, "Confirmed"));
        if (!body.Contains(amount, StringComparison.Ordinal) && !body.Contains("longer than usual", StringComparison.Ordinal))
            Problems.Add($"The press on {amount} was answered with {body[..Math.Min(200, body.Length)]}.");
    }

    /// <summary>The card that notes this offer: where a program is slow, an answer to an earlier line may come before it.</summary>
    private async Task<CardView> AnswerAsync(string amount)
    {
        for (var nth = 1; ; nth++)
        {
            var sent = await _teams.SentAsync(nth);
            if (CardView.Of(sent) is var card && card.Fact("Amount") == "€" + amount)
                return card;
        }
    }

    /// <summary>The channel refuses now and then, in ways that leave no doubt; what it takes is the truth.</summary>
    private ConnectorFault? Judge(ConnectorCall call)
    {
        lock (chance)
        {
            switch (chance.Next(200))
            {
                case 0:
                    return ConnectorFault.Refuse(429, "TooManyRequests", TimeSpan.FromSeconds(1));
                case 1:
                    return ConnectorFault.Refuse(503, "ServiceUnavailable");
            }
        }

        if (call is { Method: "POST", IsActivity: true, Activity: { Type: not ActivityTypes.Typing } activity } && CardView.Of(activity) is { } card && card.Fact("Amount") is { } amount)
            _seen.Add(new Delivery(KeyOf(amount.TrimStart('€')), TimeProvider.System.GetUtcNow()));
        return null;
    }

    private string Said()
    {
        var said = string.Join(" | ", _teams.Sent.Where(each => each.Type != ActivityTypes.Typing).Select(each => CardView.Of(each).Text.ReplaceLineEndings("; ")));
        return said[..Math.Min(600, said.Length)];
    }

    private static string KeyOf(string amount) => $"offer {amount}";

    private sealed class Person(FakeTeams teams, Func<HttpClient> anyProgram, string name)
    {
        public Manager Manager { get; } = new(new Anywhere(teams), name, "Europe/Madrid", "en-GB");

        /// <summary>Delivers until a program takes it.</summary>
        public async Task<string> DeliverAsync(Activity activity)
        {
            for (var attempt = 0; attempt < MostDeliveries; attempt++)
            {
                try
                {
                    using var response = await FakeTeams.PostAsync(anyProgram(), activity);
                    if (response.IsSuccessStatusCode)
                        return await response.Content.ReadAsStringAsync();
                }
                catch (HttpRequestException)
                {
                    // It is being restarted; there is another.
                }

                await Task.Delay(Pause);
            }

            throw new InvalidOperationException($"Nobody took an activity in {MostDeliveries} deliveries.");
        }
    }

    /// <summary>Activities are made for whichever program will get them.</summary>
    private sealed class Anywhere(FakeTeams teams) : IDrivenApp
    {
        public HttpClient Http => throw new InvalidOperationException("Deliver them.");

        public FakeTeams Teams => teams;

        public IEnumerable<string> Problems => [];
    }
}
