using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Schema;
using KamBot.Platform.Tables;
using KamBot.Proposals;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KamBot.Tests.Faults;

/// <summary>
/// Every line and every press arrives three times, at two instances at once. A line keeps its id; a press comes with the same
/// id, under a new one (Teams' second layer of repetition, a double tap), or once more as an old client's message.
/// </summary>
internal sealed class DuplicateInbound : IFaultScenario
{
    private const int IntentsPerManager = 20;
    private const string Client = "Vila Nord SA";

    /// <summary>From posting a line to its answer in Teams, on a busy machine with everything at once.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    private readonly ConcurrentBag<Occurrence> _lines = [];
    private readonly ConcurrentBag<string> _problems = [];
    private int _refused;
    private int _otherAnswers;

    public string Name => "f4";

    public string Fault => "duplicate inbound";

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        var managers = scale.Of(full: 100, brief: 3);
        await using var one = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-01T07:00:00Z", configure: Unlimited);
        await using var two = await one.AnotherAsync(Unlimited);
        var everybody = new List<Person>();
        for (var n = 0; n < managers; n++)
        {
            everybody.Add(new Person(n, one, two, scale.Chance(n)));
            await everybody[n].At(one).SaysAsync($"add client {Client}, ES-CT");
        }

        var seenBefore = one.Teams.Calls.Count;
        await Parallel.ForEachAsync(everybody, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (person, _) =>
        {
            for (var intent = 0; intent < IntentsPerManager; intent++)
                await ActAsync(person, intent);
        });

        var intents = managers * IntentsPerManager;
        var stored = new List<string>();
        foreach (var person in everybody)
            stored.AddRange(await StoredAsync(one.Store, person.Tenant));
        var tally = DeliveryChecker.Check(_lines, one.Teams.Calls.Skip(seenBefore).Where(call => call.Accepted).Select(Seen));
        return new FaultReport(
            $"{intents:N0} intents of {managers} managers, half of them typed offers and half of them pressed ones, 3 deliveries each, to 2 instances over one SQLite file.",
            tally,
            [
                FaultCheck.Exactly("offers stored", intents, stored.Count),
                FaultCheck.Exactly("different offers stored", intents, stored.Distinct(StringComparer.Ordinal).Count()),
                FaultCheck.None("deliveries not taken", _refused),
                FaultCheck.None("second and third deliveries with another answer than the first", _otherAnswers),
                FaultCheck.None("lost, duplicate or extra messages", tally.Lost + tally.Duplicate + tally.Early + tally.Unexpected),
            ],
            [.. _problems.Concat(tally.Examples).Take(10)]);
    }

    private async Task ActAsync(Person person, int intent)
    {
        var amount = person.AmountOf(intent);
        if (intent % 2 == 0)
        {
            var line = person.Manager.Message($"proposal sent to {Client}, €{amount}, valid until 24 April, by e-mail");
            _lines.Add(new Occurrence(Key(person.Tenant, amount), TimeProvider.System.GetUtcNow(), Tolerance));
            await Task.WhenAll(DeliverAsync(person, person.One, line), DeliverAsync(person, person.Two, line));
            await DeliverAsync(person, person.Either, line);
            return;
        }

        var press = person.Press(amount);
        var again = person.Press(amount);
        again.Value = press.Value;
        if (person.Chance.Next(2) == 0)
        {
            Compare(amount, await Task.WhenAll(DeliverAsync(person, person.One, press), DeliverAsync(person, person.Two, press), DeliverAsync(person, person.Either, again)));
            return;
        }

        var bodies = await Task.WhenAll(DeliverAsync(person, person.One, press), DeliverAsync(person, person.Two, press));
        if (person.Chance.Next(2) == 0)
            Compare(amount, [.. bodies, await DeliverAsync(person, person.Either, again)]);
        else
            Compare(amount, bodies, await DeliverAsync(person, person.Either, person.Submit(press)));
    }

    private void Compare(string amount, IReadOnlyList<string> bodies, string afterwards = "")
    {
        if (bodies.Distinct(StringComparer.Ordinal).Count() == 1 && bodies[0].Contains(amount, StringComparison.Ordinal) && afterwards.Length == 0)
            return;
        Interlocked.Increment(ref _otherAnswers);
        _problems.Add($"{amount}: {string.Join(" | ", bodies.Append(afterwards).Select(body => body[..Math.Min(body.Length, 600)]))}");
    }

    private async Task<string> DeliverAsync(Person person, KamBotApp to, Activity activity)
    {
        using var response = await person.At(to).PostAsync(activity);
        if (response.IsSuccessStatusCode)
            return await response.Content.ReadAsStringAsync();
        Interlocked.Increment(ref _refused);
        _problems.Add($"{activity.Type}: {response.StatusCode}");
        return "";
    }

    /// <summary>The amounts of the offers that are kept of a company.</summary>
    private static async Task<IEnumerable<string>> StoredAsync(ITableStore store, string tenant)
    {
        var numbers = await store.ListAsync(ProposalStore.Table, new TableQuery(TableKeys.Escape(tenant)));
        var accounts = numbers.Select(number => number.GetString("account")!).Distinct(StringComparer.Ordinal);
        var offers = new List<string>();
        foreach (var account in accounts)
        {
            var rows = await store.ListAsync("Accounts", TableQuery.Prefix($"{TableKeys.Escape(tenant)}~{account}", Proposal.RowPrefix));
            offers.AddRange(rows.Select(row => $"{tenant} {RowJson.Read<Proposal>(row).Current.Amount}"));
        }

        return offers;
    }

    private static Delivery Seen(ConnectorCall call)
    {
        var activity = call.Activity!;
        return new Delivery(Key(activity.Conversation?.TenantId ?? "", CardView.Of(activity).Fact("Amount")?.TrimStart('€') ?? activity.Text ?? ""), call.At);
    }

    private static string Key(string tenant, string amount) => $"{tenant} {amount}";

    private static void Unlimited(IServiceCollection services) => services.Configure<BotLimitOptions>(limits =>
        (limits.AddressPerSecond, limits.AddressAtOnce, limits.TenantPerSecond, limits.TenantAtOnce) = (100_000, 1_000, 100_000, 1_000));

    /// <summary>Somebody with a company of their own, whose Teams talks to both instances.</summary>
    private sealed class Person(int number, KamBotApp one, KamBotApp two, Random chance)
    {
        public string Tenant { get; } = $"{number:D8}-1111-4111-8111-111111111111";

        public KamBotApp One => one;

        public KamBotApp Two => two;

        public KamBotApp Either => chance.Next(2) == 0 ? one : two;

        public Random Chance => chance;

        public Manager Manager => At(one);

        public Manager At(KamBotApp app) => new(app, $"Person {number}", "Europe/Madrid", "en-GB", Tenant);

        public string AmountOf(int intent) => (10_000 + (number * 100) + intent).ToString("#,0", CultureInfo.InvariantCulture);

        /// <summary>The button of a card that would note the offer. Each call is a delivery with an id of its own; the nonce goes by the value.</summary>
        public Activity Press(string amount)
        {
            var data = new JsonObject
            {
                ["n"] = Guid.NewGuid().ToString("N"),
                ["client"] = Client,
                ["amount"] = $"€{amount}",
                ["validity"] = "until 24 April",
                ["channel"] = "by e-mail",
            };
            var press = Manager.Recorded("in-invoke-adaptiveCard.action-saveNote-personal");
            press.Value = JsonSerializer.SerializeToElement(new JsonObject
            {
                ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = "proposal.sent", ["data"] = data },
            });
            return press;
        }

        /// <summary>The same press from a client that knows no Action.Execute.</summary>
        public Activity Submit(Activity press)
        {
            var data = (JsonObject)JsonNode.Parse(press.Value!.Value.GetProperty("action").GetProperty("data").GetRawText())!;
            data["verb"] = "proposal.sent";
            var submit = Manager.Recorded("in-message-submit-personal");
            submit.Value = JsonSerializer.SerializeToElement(data);
            submit.ReplyToId = press.ReplyToId;
            return submit;
        }
    }
}
