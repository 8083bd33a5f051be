using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.Benchmarks.Reports;
using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KamBot.Tests.Faults;

/// <summary>
/// Turns that take up to forty seconds, in the bot's own work, in reading the conversation or in committing it. Short runs
/// take a tenth of the time under a tenth of the deadlines, and have to keep the figures of the full ones.
/// </summary>
internal sealed class SlowWork : IFaultScenario
{
    private const int LongestSeconds = 40;

    private static readonly TimeSpan InvokeLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MessageLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ResultLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, TimeSpan> _slowReads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _slowWrites = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double> _invokeSeconds = [];
    private readonly ConcurrentBag<double> _messageSeconds = [];
    private readonly ConcurrentBag<Delivery> _inTime = [];
    private readonly ConcurrentBag<string> _problems = [];
    private int _excuses;

    public string Name => "f5";

    public string Fault => "slow work";

    private enum Kind
    {
        Message,
        Press,
        Search,
        Dialog,
    }

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        var turns = scale.Of(full: 1_000, brief: 40);
        var pace = scale.Of(full: 1, brief: 10);
        var chance = scale.Chance();
        await using var teams = await FakeTeams.StartAsync();
        await using var store = new TemporaryStore();
        var tables = new SlowTables(store.Tables)
        {
            BeforeRead = (table, partition) => table == "Conversations" ? TakesAsync(_slowReads, partition) : Task.CompletedTask,
            BeforeWrite = (table, partition) => table == "Conversations" ? TakesAsync(_slowWrites, partition) : Task.CompletedTask,
        };
        var expected = new ConcurrentBag<Occurrence>();
        await using (var bot = await RunningBot.StartAsync(new ScriptedBot(WorkAsync), tables, TimeProvider.System, builder => Configure(builder.Services, pace)))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var pulse = PulseAsync(bot, stop.Token);
            var running = new List<Task>();
            for (var n = 0; n < turns; n++)
            {
                var kind = n % 2 == 0 ? Kind.Message : n % 4 == 1 ? Kind.Press : n % 8 == 3 ? Kind.Search : Kind.Dialog;
                var activity = Activity(teams, kind, n, TimeSpan.FromSeconds(chance.NextDouble() * LongestSeconds / pace), chance.Next(3));
                running.Add(DeliverAsync(bot, kind, activity, Key(n), expected));
                await Task.Delay(TimeSpan.FromSeconds((double)LongestSeconds / pace / turns), cancellationToken);
            }

            await Task.WhenAll(running);
            await FinishedAsync(bot, cancellationToken);
            await stop.CancelAsync();
            await pulse;
        }

        var told = teams.Calls.Where(call => call.Accepted && call.Activity?.Type != ActivityTypes.Typing).Select(call => new Delivery(KeyIn(call.Body!.Value.GetRawText()), call.At));
        var tally = DeliveryChecker.Check(expected, told.Concat(_inTime));
        return new FaultReport(
            $"{turns:N0} turns of 0 to {LongestSeconds / pace} s: half messages, a quarter presses, an eighth searches and an eighth dialogs; the time goes by in the bot, in a read or in the commit. {_excuses:N0} invokes were told to wait, {teams.Typing.Count:N0} indicators of typing.",
            tally,
            [
                FaultCheck.AtMost("slowest answer to a press, search or dialog, s", InvokeLimit.TotalSeconds, new Timings([.. _invokeSeconds]).At(1)),
                FaultCheck.AtMost("slowest answer to a message, s", MessageLimit.TotalSeconds, new Timings([.. _messageSeconds]).At(1)),
                FaultCheck.None("results of messages and presses lost", tally.Lost),
                FaultCheck.None("results told twice", tally.Duplicate),
                FaultCheck.None("results told after more than a minute", tally.Late),
                FaultCheck.None("answers that are none", _problems.Count),
            ],
            [.. _problems.Concat(tally.Examples).Take(10)]);
    }

    private static void Configure(IServiceCollection services, int pace)
    {
        var usual = new TurnOptions();
        services.Configure<TurnOptions>(turns => (turns.InvokeDeadline, turns.MessageDeadline, turns.TypingAfter) =
            (usual.InvokeDeadline / pace, usual.MessageDeadline / pace, usual.TypingAfter / pace));
        services.Configure<BotLimitOptions>(limits =>
            (limits.AddressPerSecond, limits.AddressAtOnce, limits.TenantPerSecond, limits.TenantAtOnce) = (100_000, 5_000, 100_000, 5_000));
    }

    /// <summary>The bot: takes its time and answers with the key it was asked with.</summary>
    private static async Task WorkAsync(ITurnContext turn, CancellationToken cancellationToken)
    {
        var asked = turn.Activity.Type == ActivityTypes.Message ? JsonNode.Parse(turn.Activity.Text!)! : JsonNode.Parse(turn.Activity.Value!.Value.GetRawText())!;
        var data = asked["action"]?["data"] ?? asked["data"] ?? asked;
        await Task.Delay(TimeSpan.FromMilliseconds((double)data["work"]!), cancellationToken);
        var key = (string)data["key"]!;
        switch (turn.Activity.Name)
        {
            case null:
                await turn.SendActivityAsync(key, cancellationToken);
                break;
            case InvokeNames.AdaptiveCardAction:
                Answer(turn, AdaptiveCardInvokeResponse.Card(new JsonObject { ["type"] = "AdaptiveCard", ["speak"] = key }), BotJson.Wire.AdaptiveCardInvokeResponse);
                break;
            case InvokeNames.Query:
                Answer(turn, MessagingExtensionResponse.Message(key), BotJson.Wire.MessagingExtensionResponse);
                break;
            default:
                Answer(turn, new TaskModuleResponse { Task = TaskModuleResponseBase.Message(key) }, BotJson.Wire.TaskModuleResponse);
                break;
        }
    }

    private static void Answer<T>(ITurnContext turn, T body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        turn.TurnState.Set(new InvokeResponse { Status = 200, Body = JsonSerializer.SerializeToNode(body, type) });

    private Activity Activity(FakeTeams teams, Kind kind, int number, TimeSpan time, int where)
    {
        var data = new JsonObject { ["key"] = Key(number), ["n"] = $"nonce-{number}", ["work"] = where == 0 ? time.TotalMilliseconds : 0 };
        var activity = kind == Kind.Message ? teams.Message(data.ToJsonString()) : teams.CardAction("work", data.ToJsonString());
        if (kind is Kind.Search or Kind.Dialog)
        {
            activity.Name = kind == Kind.Search ? InvokeNames.Query : InvokeNames.TaskSubmit;
            activity.Value = JsonSerializer.SerializeToElement(new JsonObject { ["data"] = data });
        }

        activity.ReplyToId = $"card-{number}";
        activity.Conversation!.Id = $"a:slow-{number}";
        if (where > 0)
            (where == 1 ? _slowReads : _slowWrites)[TurnKey.Of(activity).Conversation] = time;
        return activity;
    }

    private async Task DeliverAsync(RunningBot bot, Kind kind, Activity activity, string key, ConcurrentBag<Occurrence> expected)
    {
        var posted = TimeProvider.System.GetUtcNow();
        if (kind is Kind.Message or Kind.Press)
            expected.Add(new Occurrence(key, posted, ResultLimit));
        using var response = await bot.ReceiveAsync(activity);
        var body = await response.Content.ReadAsStringAsync();
        var answered = TimeProvider.System.GetUtcNow();
        (kind == Kind.Message ? _messageSeconds : _invokeSeconds).Add((answered - posted).TotalSeconds);
        if (kind == Kind.Press && KeyIn(body) == key)
            _inTime.Add(new Delivery(key, answered));
        var isExcuse = body.Contains("longer than usual", StringComparison.Ordinal);
        if (isExcuse)
            Interlocked.Increment(ref _excuses);
        if (!response.IsSuccessStatusCode || kind != Kind.Message && !isExcuse && KeyIn(body) != key)
            _problems.Add($"{kind} {key}: {(int)response.StatusCode} {body}");
    }

    /// <summary>Once, the first time that the partition is touched.</summary>
    private static Task TakesAsync(ConcurrentDictionary<string, TimeSpan> slow, string partition) =>
        slow.TryRemove(partition, out var time) ? Task.Delay(time) : Task.CompletedTask;

    private static async Task PulseAsync(RunningBot bot, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await bot.Adapter.ResumeUnfinishedAsync(CancellationToken.None);
            await Task.Delay(Beat, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task FinishedAsync(RunningBot bot, CancellationToken cancellationToken)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begin) < 2 * ResultLimit
            && (await bot.Get<ITurnLedger>().UnfinishedAsync(DateTimeOffset.MaxValue, cancellationToken)).Count > 0)
            await Task.Delay(Beat, cancellationToken);
    }

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"slow-{number:D5}.");

    private static string KeyIn(string text)
    {
        var at = text.IndexOf("slow-", StringComparison.Ordinal);
        while (at >= 0 && (at + 11 > text.Length || text[at + 10] != '.'))
            at = text.IndexOf("slow-", at + 1, StringComparison.Ordinal);
        return at < 0 ? "" : text.Substring(at, 11);
    }
}
