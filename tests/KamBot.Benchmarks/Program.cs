using KamBot.Benchmarks.Auth;
using KamBot.Benchmarks.Delay;
using KamBot.Benchmarks.Dossier;
using KamBot.Benchmarks.Due;
using KamBot.Benchmarks.Echo;
using KamBot.Benchmarks.Gates;
using KamBot.Benchmarks.Hosts;
using KamBot.Benchmarks.Reports;
using KamBot.Benchmarks.Start;
using KamBot.Benchmarks.Sweep;
using KamBot.Benchmarks.Turns;
using KamBot.Benchmarks.Understanding;

namespace KamBot.Benchmarks;

internal static class Program
{
    private const string Usage =
        """
        dotnet run -c Release --project tests/KamBot.Benchmarks -- <benchmark> [options]

          echo     the library alone against its peers: npm botbuilder, a bare endpoint, a bare loop on Azurite
                                                                       [--size 2000] [--rounds 5] [--users 1,16]
          turns    message turns per second through the whole program  [--size 500] [--rounds 5] [--users 1,32] [--store sqlite,azurite]
          sweep    one sweep of the reminders by how many are stored   [--size 1000,100000,1000000] [--rounds 20] [--store sqlite]
          due      claiming and settling what is due, beside Quartz's ADO store and pg-boss
                                                                       [--size 100000] [--due 10000] [--rounds 3] [--store sqlite,azurite,postgres]
          delay    from due to told, reminders one after another over a minute, beside the same
                                                                       [--size 1000] [--store sqlite,azurite,postgres]
          dossier  finding a client by how many there are              [--size 1000,100000] [--rounds 300]
          understanding
                   a typed line's command and fields, by clients       [--size 50,50000] [--rounds 15]
          auth     checking a token of the channel                     [--size 2000] [--rounds 9]
          gates    reminders due at once against Teams' limits         [--size 600] [--rounds 5]
          start    time to the first answer and resident memory        [--size 1000] [--rounds 5]
        """;

    public static async Task<int> Main(string[] args)
    {
        if (args is [EmptyApp.Name, ..])
            return await EmptyApp.RunAsync(args[1..]);
        if (Arguments.TryParse(args, out var error) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"{error}\n\n{Usage}");
            return 2;
        }

        Console.WriteLine(Machine.Facts());
        await (arguments.Benchmark switch
        {
            "echo" => EchoBenchmark.RunAsync(arguments),
            "turns" => TurnsBenchmark.RunAsync(arguments),
            "sweep" => SweepBenchmark.RunAsync(arguments),
            "due" => DueBenchmark.RunAsync(arguments),
            "delay" => DelayBenchmark.RunAsync(arguments),
            "dossier" => DossierBenchmark.RunAsync(arguments),
            "understanding" => UnderstandingBenchmark.RunAsync(arguments),
            "auth" => AuthBenchmark.RunAsync(arguments),
            "gates" => GatesBenchmark.RunAsync(arguments),
            _ => StartBenchmark.RunAsync(arguments),
        });
        Console.WriteLine(Machine.Facts());
        return 0;
    }
}
