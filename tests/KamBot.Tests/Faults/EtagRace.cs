using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KamBot.Tests.Faults;

/// <summary>Eight writers count up the state of one conversation, half of them at each of two instances.</summary>
internal sealed class EtagRace : IFaultScenario
{
    private const int Writers = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentBag<string> _problems = [];
    private int _runs;
    private int _errors;

    public string Name => "f8";

    public string Fault => "races for an ETag";

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        var each = scale.Of(full: 1_000, brief: 25);
        await using var teams = await FakeTeams.StartAsync();
        await using var store = new TemporaryStore();
        var counter = new ScriptedBot((turn, _) =>
        {
            Interlocked.Increment(ref _runs);
            var state = turn.TurnState.Get<ConversationState>()!;
            state.Json = (int.Parse(state.Json ?? "0", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        int putOff;
        await using (var one = await StartAsync(counter, store))
        await using (var two = await StartAsync(counter, store))
        {
            putOff = (await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(writer % 2 == 0 ? one : two, teams, each)))).Sum();
            for (var pulse = 0; pulse < 120 && await UnfinishedAsync(one, cancellationToken) > 0; pulse++)
            {
                await one.Adapter.ResumeUnfinishedAsync(cancellationToken);
                await Task.Delay(Pause, cancellationToken);
            }
        }

        var conversation = TurnKey.Of(teams.Message("any")).Conversation;
        var row = await store.Tables.GetEntityIfExistsAsync("Conversations", conversation, "state", cancellationToken);
        var counted = int.Parse(row!.GetString("State")!, CultureInfo.InvariantCulture);
        return new FaultReport(
            $"{Writers} writers with {each:N0} increments each, at 2 instances over one SQLite file; {_runs - (Writers * each):N0} runs lost their race and ran again, {putOff:N0} turns were put off and finished by the pulse.",
            Tally: null,
            [
                FaultCheck.Exactly("counted", Writers * each, counted),
                FaultCheck.None("conflicts that reached the channel", _errors),
                FaultCheck.None("turns given up", await GivenUpAsync(store.Tables)),
            ],
            [.. _problems.Take(10)]);
    }

    /// <summary>How many of the writer's turns were put off.</summary>
    private async Task<int> WriteAsync(RunningBot bot, FakeTeams teams, int count)
    {
        var putOff = 0;
        for (var n = 0; n < count; n++)
        {
            using var response = await bot.ReceiveAsync(teams.Message("count"));
            if (response.StatusCode == HttpStatusCode.Accepted)
                putOff++;
            if (response.IsSuccessStatusCode)
                continue;
            Interlocked.Increment(ref _errors);
            _problems.Add($"{response.StatusCode}");
        }

        return putOff;
    }

    private static async Task<int> UnfinishedAsync(RunningBot bot, CancellationToken cancellationToken) =>
        (await bot.Get<ITurnLedger>().UnfinishedAsync(DateTimeOffset.MaxValue, cancellationToken)).Count;

    private static async Task<int> GivenUpAsync(SqliteTableStore tables)
    {
        var count = 0;
        for (var shard = 0; shard < 16; shard++)
            count += (await tables.ListAsync("Turns", new TableQuery($"failed~{shard:D2}"))).Count;
        return count;
    }

    private static Task<RunningBot> StartAsync(ScriptedBot bot, TemporaryStore store) =>
        RunningBot.StartAsync(bot, store.Tables, TimeProvider.System, builder => builder.Services.Configure<BotLimitOptions>(limits =>
            (limits.AddressPerSecond, limits.AddressAtOnce, limits.TenantPerSecond, limits.TenantAtOnce) = (100_000, 1_000, 100_000, 1_000)));
}
