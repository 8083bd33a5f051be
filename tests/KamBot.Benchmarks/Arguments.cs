using System.Globalization;

namespace KamBot.Benchmarks;

/// <summary>What to measure and how much of it; null: the benchmark's own default.</summary>
internal sealed record Arguments(string Benchmark, int[]? Sizes, int? Rounds, int[]? Users, string[]? Stores, int? Due)
{
    private static readonly string[] Benchmarks = ["echo", "turns", "sweep", "due", "delay", "dossier", "understanding", "auth", "gates", "start"];
    private static readonly string[] KnownStores = ["sqlite", "azurite", "postgres"];

    public static Arguments? TryParse(string[] args, out string error)
    {
        error = "";
        if (args.Length == 0 || !Benchmarks.Contains(args[0], StringComparer.Ordinal))
        {
            error = "Which benchmark?";
            return null;
        }

        var parsed = new Arguments(args[0], null, null, null, null, null);
        for (var i = 1; i < args.Length; i += 2)
        {
            var values = i + 1 < args.Length ? args[i + 1].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
            var next = args[i] switch
            {
                "--size" when Numbers(values) is { } sizes => parsed with { Sizes = sizes },
                "--rounds" when Numbers(values) is [var rounds] => parsed with { Rounds = rounds },
                "--users" when Numbers(values) is { } users => parsed with { Users = users },
                "--due" when Numbers(values) is [var due] => parsed with { Due = due },
                "--store" when values.Length > 0 && values.All(KnownStores.Contains) => parsed with { Stores = values },
                _ => null,
            };
            if (next is null)
            {
                error = $"{args[i]} is no option, or its value is none.";
                return null;
            }

            parsed = next;
        }

        return parsed;
    }

    private static int[]? Numbers(string[] values)
    {
        var numbers = values.Select(value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : 0).ToArray();
        return numbers.Length == 0 || numbers.Contains(0) ? null : numbers;
    }
}
