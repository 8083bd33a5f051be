using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KamBot.Benchmarks.Reports;
using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Hosting;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;

namespace KamBot.Benchmarks.Auth;

/// <summary>
/// What it costs to check a token of the channel, on one thread: tokens seen for the first time beside a bare RSA verification
/// of the same tokens, which nobody can do without, and the same token again. By processor time: the machine may be shared.
/// </summary>
internal static class AuthBenchmark
{
    private const int DefaultRounds = 9;
    private const int DefaultTokens = 2000;

    /// <summary>The same token again costs so little that a round of it needs more of them.</summary>
    private const int Repeats = 100;

    public static async Task RunAsync(Arguments arguments)
    {
        using var key = new ChannelKey("k1", "msteams");
        using var login = new FakeLogin(TimeProvider.System) { Published = [key] };
        using var host = Host(login);
        var tokens = Enumerable.Range(0, arguments.Sizes?[0] ?? DefaultTokens).Select(number => Token(login, number)).ToArray();
        var parts = tokens.Select(SignedPart.Of).ToArray();
        var checks = host.Services.GetRequiredService<ChannelTokens>();

        (string Name, int Count, Func<Task> Run)[] loads =
        [
            ("bare RSA verification", tokens.Length, () => VerifyAsync(key, parts)),
            ("a token seen for the first time", tokens.Length, () => CheckAsync(checks, tokens)),
            ("the same token again", tokens.Length * Repeats, () => RecognizeAsync(checks, tokens[0], tokens.Length * Repeats)),
        ];
        var rates = loads.Select(_ => new List<double>()).ToArray();
        var bytes = new long[loads.Length];
        for (var round = -2; round < (arguments.Rounds ?? DefaultRounds); round++) // the first two warm up
        {
            for (var i = 0; i < loads.Length; i++)
            {
                await checks.CheckAsync(tokens[0], CancellationToken.None); // the one that is seen again is known
                var (allocated, started) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
                await loads[i].Run();
                if (round < 0)
                    continue;
                rates[i].Add(loads[i].Count / (Environment.CpuUsage.TotalTime - started).TotalSeconds);
                bytes[i] = (GC.GetTotalAllocatedBytes() - allocated) / loads[i].Count;
            }
        }

        var table = new TextTable("what", "per second", "spread", "bytes", "of bare");
        for (var i = 0; i < loads.Length; i++)
        {
            var rate = new Timings(rates[i]);
            table.Add(loads[i].Name, rate.Median, TextTable.Spread(rate), bytes[i], Share(rate.Median / new Timings(rates[0]).Median));
        }

        Console.WriteLine(table);
        Console.WriteLine($"of bare, round by round: {Share(new Timings(rates[1].Zip(rates[0], (own, bare) => own / bare)).Median)} in the middle. Seconds are processor time, for the machine may be shared. One thread, {tokens[0].Length} characters a token, RS256 with 2,048 bits.");
    }

    private static Task VerifyAsync(ChannelKey key, SignedPart[] parts)
    {
        foreach (var part in parts)
        {
            if (!key.Rsa.VerifyData(part.Content, part.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                throw new InvalidOperationException("A good signature was refused.");
        }

        return Task.CompletedTask;
    }

    private static async Task CheckAsync(ChannelTokens checks, string[] tokens)
    {
        foreach (var token in tokens)
        {
            if ((await checks.CheckAsync(token, CancellationToken.None)).Caller is null)
                throw new InvalidOperationException("A good token was refused.");
        }
    }

    private static Task RecognizeAsync(ChannelTokens checks, string token, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (checks.Recognize(token) is null)
                throw new InvalidOperationException("A known token was not known again.");
        }

        return Task.CompletedTask;
    }

    /// <summary>As long as the channel's own: about 1,000 characters.</summary>
    private static string Token(FakeLogin login, int number)
    {
        var token = login.Token();
        token.Header["x5t"] = token.Header["kid"]!.DeepClone();
        token.Claims["jti"] = $"{number:D12}{new string('x', 200)}";
        return token.Sign();
    }

    private static IHost Host(FakeLogin login)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production, DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(Registration.Settings);
        builder.AddBotBuilder();
        builder.Services.PostConfigure<HttpClientFactoryOptions>(
            SigningKeys.HttpClientName, client => client.HttpMessageHandlerBuilderActions.Add(handler => handler.PrimaryHandler = login));
        return builder.Build();
    }

    private static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private sealed record SignedPart(byte[] Content, byte[] Signature)
    {
        public static SignedPart Of(string token)
        {
            var end = token.LastIndexOf('.');
            return new SignedPart(Encoding.ASCII.GetBytes(token[..end]), Base64Url.DecodeFromChars(token.AsSpan(end + 1)));
        }
    }
}
