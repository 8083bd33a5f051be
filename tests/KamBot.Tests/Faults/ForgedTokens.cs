using System.Collections.Concurrent;
using System.Globalization;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Faults;

/// <summary>F6: forged tokens, keys that change, a key server that is away for a day, names of keys that nobody knows.</summary>
internal sealed class ForgedTokens : IFaultScenario
{
    private const int AtOnce = 16;

    /// <summary>One request in so many is honest: nobody may be kept out by the others.</summary>
    private const int HonestEvery = 20;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<string> _examples = new();
    private int _accepted;
    private int _broken;
    private int _falseRejects;

    public string Name => "f6";

    public string Fault => "forged tokens, key rollover, key server away, unknown keys";

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        var forged = scale.Of(full: 100_000, brief: 1_500);
        var unknown = scale.Of(full: 5_000, brief: 200);
        await using var bot = await GuardedBot.StartAsync(
            [.. BotBuilder.Authentication.TokenCase.Published],
            settings: new Dictionary<string, string?> { ["Bot:Limits:AddressPerSecond"] = "100000", ["Bot:Limits:TenantPerSecond"] = "1000000" });

        await ForgeAsync(bot, forged, scale, cancellationToken);
        var rollover = await RollOverAsync(bot, scale.Of(full: 20, brief: 3));
        await FloodAsync(bot, unknown, cancellationToken);
        await EndureAsync(bot, scale.Chance(3));

        return new FaultReport(
            string.Create(CultureInfo.InvariantCulture, $"{forged:#,0} forged requests at a registered bot in Production, one in {HonestEvery} more an honest one, {AtOnce} at once; keys changed while in use; {unknown:#,0} tokens of keys that do not exist in ten minutes; no key server for 24 hours. Minutes and hours are the bot's own clock's."),
            null,
            [
                FaultCheck.None("forged requests accepted", _accepted),
                FaultCheck.None("forged requests that broke something (5xx)", _broken),
                FaultCheck.None("honest requests refused", _falseRejects),
                // In the suite a busy machine must not fail the test: there a new key opens to the first who shows it, or it is a refusal.
                .. scale.Name == FaultScale.Full.Name ? [FaultCheck.AtMost("seconds until a new key opens", 5, rollover.TotalSeconds)] : (FaultCheck[])[],
                FaultCheck.AtMost("fetches of the keys within any minute", 1, MostInAMinute(bot.Login.Fetches)),
            ],
            [.. _examples]);
    }

    private async Task ForgeAsync(GuardedBot bot, int count, FaultScale scale, CancellationToken cancellationToken)
    {
        var known = $"{bot.Login.Token().Sign()}";
        await HonestAsync(bot, $"Bearer {known}", "the first");
        var workers = Enumerable.Range(0, AtOnce).Select(async worker =>
        {
            var mutants = new TokenMutants(bot.Login, known, scale.Chance(100 + worker));
            for (var i = worker; i < count; i += AtOnce)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await ForgedAsync(bot, mutants.Next());
                if (i % HonestEvery == 0)
                    await HonestAsync(bot, i % (2 * HonestEvery) == 0 ? $"Bearer {known}" : $"Bearer {bot.Login.Token().Sign()}", "among forged ones");
            }
        });
        await Task.WhenAll(workers);
    }

    /// <summary>The longest that a new key took to open, from its first token on.</summary>
    private async Task<TimeSpan> RollOverAsync(GuardedBot bot, int times)
    {
        var longest = TimeSpan.Zero;
        for (var i = 0; i < times; i++)
        {
            bot.Clock.Advance(Minute);
            using var next = new ChannelKey($"next-{i}", "msteams");
            bot.Login.Published = [next, GuardedBot.Msteams];
            var begun = TimeProvider.System.GetTimestamp();
            await HonestAsync(bot, $"Bearer {bot.Login.Token(next).Sign()}", "with a new key");
            var took = TimeProvider.System.GetElapsedTime(begun);
            longest = took > longest ? took : longest;
        }

        bot.Login.Published = [GuardedBot.Msteams];
        return longest;
    }

    private async Task FloodAsync(GuardedBot bot, int count, CancellationToken cancellationToken)
    {
        const int minutes = 10;
        for (var minute = 0; minute < minutes; minute++)
        {
            bot.Clock.Advance(Minute);
            await Parallel.ForEachAsync(
                Enumerable.Range(minute * count / minutes, count / minutes),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (i, _) => await ForgedAsync(bot, Unknown(bot, i)));
            await HonestAsync(bot, $"Bearer {bot.Login.Token().Sign()}", "in a flood of unknown keys");
        }
    }

    private async Task EndureAsync(GuardedBot bot, Random chance)
    {
        // The outage begins right after a fetch, or up to an hour after one.
        await bot.PassAsync(TimeSpan.FromMinutes(60 + chance.Next(59)));
        bot.Login.Fault = (_, _) => throw new HttpRequestException("away");
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromHours(24); passed += TimeSpan.FromMinutes(30))
        {
            await bot.PassAsync(TimeSpan.FromMinutes(30));
            await HonestAsync(bot, $"Bearer {bot.Login.Token().Sign()}", $"{passed} into the outage");
            await ForgedAsync(bot, Unknown(bot, (int)passed.TotalMinutes));
        }
    }

    private static TokenMutant Unknown(GuardedBot bot, int number)
    {
        var token = bot.Login.Token(GuardedBot.Msteams);
        token.Header["kid"] = $"unknown-{number}";
        token.Signature = _ => new byte[256]; // a signature costs more than all the rest, and nobody gets to it
        return new TokenMutant("unknown key", $"Bearer {token.Sign()}", GuardedBot.Activity());
    }

    private async Task ForgedAsync(GuardedBot bot, TokenMutant mutant)
    {
        var status = await bot.TryAsync(mutant.Authorization, mutant.Activity);
        if (status < 300)
            Note(ref _accepted, $"accepted: {mutant.Name}");
        else if (status >= 500)
            Note(ref _broken, $"{status}: {mutant.Name}");
    }

    private async Task HonestAsync(GuardedBot bot, string authorization, string when)
    {
        if (await bot.TryAsync(authorization) is not 200 and var status)
            Note(ref _falseRejects, $"{status} to an honest token {when}");
    }

    private void Note(ref int count, string example)
    {
        if (Interlocked.Increment(ref count) <= 5)
            _examples.Enqueue(example);
    }

    private static int MostInAMinute(IReadOnlyList<DateTimeOffset> fetches) =>
        fetches.Select(first => fetches.Count(other => other >= first && other < first + Minute)).DefaultIfEmpty().Max();
}
