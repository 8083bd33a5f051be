using KamBot.Benchmarks.Reports;
using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation;
using KamBot.Platform;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace KamBot.Tests.Faults.Reach;

/// <summary>
/// F12: a third of the users cannot be reached. Three waves of reminders: at first everybody ails, then nobody does but
/// nobody has come back either, then all who were away are back.
/// </summary>
internal sealed class DeadReferences : IFaultScenario
{
    private const int EachWave = 2;
    private const int Waves = 3;
    private const int WarmUp = 50;
    private const string Start = "2026-04-07T06:00:00Z";
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Madrid"];
    private static readonly LocalDate FirstDay = new(2026, 4, 7);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public string Name => "f12";

    public string Fault => "dead references";

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        var population = Reference.Population(scale.Of(5_000, 200), scale.Chance());
        await P99Async([.. population.Take(WarmUp)], cancellationToken);
        var alone = await P99Async([.. population.Select(each => each with { Ailment = Ailment.None })], cancellationToken);

        await using var run = await Run.StartAsync(population, Waves, cancellationToken);
        var among = await run.WaveAsync(0, cancellationToken);
        var askedFirst = population.ToDictionary(each => each.Name, each => (Send: run.Teams.Asked($"send:{each.Name}"), Open: run.Teams.Asked($"open:{each.Name}")));

        run.Teams.Heal();
        await run.WaveAsync(1, cancellationToken);
        var askedAgain = population.Where(each => each.IsDead).Count(each => run.Teams.Asked($"send:{each.Name}") != askedFirst[each.Name].Send);

        await run.BringBackAsync([.. population.Where(each => each.IsDead)], cancellationToken);
        await run.WaveAsync(2, cancellationToken);

        var tally = DeliveryChecker.Check(Expected(population), run.Teams.Deliveries.Where(delivery => delivery.Key.StartsWith("f12", StringComparison.Ordinal)));
        var dead = population.Where(each => each.IsDead).ToList();
        var notes = run.Teams.Deliveries.Count(delivery => delivery.Key.StartsWith("I couldn't reach you", StringComparison.Ordinal));
        var toLive = askedFirst.Where(each => each.Key.StartsWith($"{Ailment.Forgotten}-", StringComparison.Ordinal)).ToList();
        List<FaultCheck> checks =
        [
            FaultCheck.Exactly("reminders as they must be (lost, doubled, early, late, told again)", 0, tally.Lost + tally.Duplicate + tally.Early + tally.Late + tally.Unexpected),
            FaultCheck.AtMost("requests to a dead reference, the most of any", 1, dead.Max(each => askedFirst[each.Name].Send)),
            FaultCheck.AtMost("attempts to open a chat that is gone", 1, dead.Max(each => askedFirst[each.Name].Open)),
            FaultCheck.AtMost("requests to a chat that was opened again elsewhere", 1, toLive.Count == 0 ? 0 : toLive.Max(each => each.Value.Send)),
            FaultCheck.AtMost("requests to find a tenant at the other host, beyond one a message", 1, population.Where(each => each.Ailment == Ailment.WrongHost).Max(each => askedFirst[each.Name].Send - EachWave)),
            FaultCheck.None("dead references asked again before their user was back", askedAgain),
            FaultCheck.Exactly("users told what they missed, in one message each", dead.Count, notes),
        ];
        var ratio = among / alone;
        if (scale.Name == FaultScale.Full.Name)
            checks.Add(FaultCheck.AtMost("p99 of the healthy among the dead, against all being healthy", 1.10, ratio));
        return new FaultReport(
            $"{population.Count:#,0} references with {EachWave} reminders each in {Waves} waves: 30 % dead by one of seven codes, 5 % at another host, 1 % with messages that are too big. "
            + $"p99 of the healthy from the sweep's begin: {TextTable.Number(among)} s among the dead, {TextTable.Number(alone)} s when all are healthy ({TextTable.Number(ratio)} times).",
            tally, checks, tally.Examples);
    }

    private static async Task<double> P99Async(IReadOnlyList<Reference> population, CancellationToken cancellationToken)
    {
        await using var run = await Run.StartAsync(population, waves: 1, cancellationToken);
        return await run.WaveAsync(0, cancellationToken);
    }

    /// <summary>What was told while a user ailed is told of in the note and never again; all else comes in its wave.</summary>
    private static IEnumerable<Occurrence> Expected(IReadOnlyList<Reference> population) =>
        from reference in population
        from wave in Enumerable.Range(0, Waves)
        where !(reference.IsDead && wave < 2) && !(reference.Ailment == Ailment.TooBig && wave == 0)
        from number in Enumerable.Range(0, EachWave)
        select new Occurrence(KeyOf(reference, wave, number), DueOf(wave).ToDateTimeOffset(), Tolerance);

    private static string KeyOf(Reference reference, int wave, int number) => $"f12.{wave}:{reference.Name}:{number}";

    private static Instant DueOf(int wave) => Zone.AtLeniently(LocalDue(wave)).ToInstant();

    private static LocalDateTime LocalDue(int wave) => FirstDay.PlusDays(wave).At(new LocalTime(9, 0));

    /// <summary>The program with its users and their reminders, and the Teams it sends to.</summary>
    private sealed class Run(KamBotApp app, AilingTeams teams) : IAsyncDisposable
    {
        private const int MostBeats = 50;

        public AilingTeams Teams => teams;

        public static async Task<Run> StartAsync(IReadOnlyList<Reference> population, int waves, CancellationToken cancellationToken)
        {
            string? address = null;
            var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Start, configure: services =>
            {
                services.AddSingleton<IReminderSource, NamedReminders>();
                services.AddHttpClient(ConnectorClient.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new MicrosoftWire(address!));
            });
            address = app.Teams.ServiceUrl;
            var teams = new AilingTeams(app.Clock);
            app.Teams.Verdict = teams.Judge;
            foreach (var reference in population)
                await SeedAsync(app, reference, waves, cancellationToken);
            return new Run(app, teams);
        }

        /// <summary>Lets a wave come due and beats until nothing is left of it.</summary>
        /// <returns>The 99th percentile of the healthy, in seconds from the wave's begin.</returns>
        public async Task<double> WaveAsync(int wave, CancellationToken cancellationToken)
        {
            app.Sleep(NodaTime.Text.InstantPattern.ExtendedIso.Format(DueOf(wave)));
            var begin = TimeProvider.System.GetTimestamp();
            for (var beat = 0; beat < MostBeats && await app.Get<ReminderSweep>().NextDueAsync(cancellationToken) <= app.Clock.GetCurrentInstant(); beat++)
                await app.BeatAsync();
            var delays = teams.ArrivalsOfTheHealthy($"f12.{wave}:").Select(arrived => TimeProvider.System.GetElapsedTime(begin, arrived).TotalSeconds).ToList();
            app.Teams.Forget();
            return new Timings(delays).At(0.99);
        }

        /// <summary>Everybody comes back by the event that lifts what was wrong with them.</summary>
        public Task BringBackAsync(IReadOnlyList<Reference> away, CancellationToken cancellationToken) =>
            Parallel.ForEachAsync(away, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (reference, _) =>
            {
                var activity = reference.IsLiftedByInstallation ? app.Teams.Incoming("in-installationUpdate-add-personal") : app.Teams.Message("hello");
                activity.From = new ChannelAccount { Id = $"29:{reference.Name}", Name = reference.Name, AadObjectId = reference.Name };
                activity.Conversation!.Id = reference.Conversation;
                using var response = await FakeTeams.PostAsync(app.Http, activity);
                response.EnsureSuccessStatusCode();
            });

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private static async Task SeedAsync(KamBotApp app, Reference reference, int waves, CancellationToken cancellationToken)
        {
            var user = NamedReminders.UserAt(reference.Name, reference.Conversation, "https://smba.trafficmanager.net/teams/", Zone.Id);
            await app.Get<Profiles>().ChangeAsync(user.User, _ => user, cancellationToken);
            var reminders = from wave in Enumerable.Range(0, waves)
                            from number in Enumerable.Range(0, EachWave)
                            select NamedReminders.Planned(user, KeyOf(reference, wave, number), LocalDue(wave));
            await app.Get<ReminderStore>().AddAsync([.. reminders], cancellationToken);
        }
    }
}
