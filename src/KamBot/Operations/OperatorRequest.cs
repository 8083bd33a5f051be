using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Operations;

/// <summary>What was typed behind "reminders", read and checked.</summary>
internal sealed record OperatorRequest
{
    public const int MostListed = 1_000;

    public const string Usage =
        """
          reminders list [--state STATE] [--user ID] [--client ID] [--most N]   what waits, in the order of its time
              STATE: waiting, due, overdue, held, sent, undelivered, uncertain, dropped, withdrawn
          reminders explain ID                             one reminder's whole life
          reminders replan --user ID [--client ID]         computes the plans of all that the user has open, or of one client's
          reminders move ID --to 2026-04-01T09:00          to another time, by its user's clock
          reminders cancel ID                              it is not told any more
          reminders reconcile [--dry-run]                  the nightly look at all reminders, now

          ID is the first column of the list, or its beginning. --tenant ID where users of several have the same id.
          --names shows titles, too: without it no personal text is printed. --json prints JSON.
          Settings are given as for the program itself: --Storage:Path=…, --environment=…, or in the environment.

          Exit codes: 0 done · 1 the words or settings are wrong · 2 there is no such reminder · 3 it is being told right now,
          or changed meanwhile: try again · 4 it does not wait any more · 5 the store does not answer

        """;

    private static readonly string[] Verbs = ["list", "explain", "replan", "move", "cancel", "reconcile"];
    private static readonly string[] Flags = ["--names", "--json", "--dry-run"];
    private static readonly string[] Options = ["--state", "--user", "--client", "--tenant", "--most", "--to"];
    private static readonly string[] States = ["waiting", "due", "overdue", "held", "sent", "undelivered", "uncertain", "dropped", "withdrawn"];

    private static readonly LocalDateTimePattern Time = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    public string Verb { get; private init; } = "";

    /// <summary>Which reminder.</summary>
    public string? Id { get; private init; }

    public string State { get; private init; } = "waiting";

    public string? User { get; private init; }

    public string? Client { get; private init; }

    public string? Tenant { get; private init; }

    public int Most { get; private init; } = 50;

    public LocalDateTime? To { get; private init; }

    public bool Names { get; private init; }

    public bool Json { get; private init; }

    public bool DryRun { get; private init; }

    /// <summary>What is the program's own to read: settings.</summary>
    public IReadOnlyList<string> Settings { get; private init; } = [];

    /// <summary>What is wrong with the words; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems { get; private init; } = [];

    public static OperatorRequest Read(IReadOnlyList<string> words)
    {
        var problems = new List<string>();
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var (plain, settings) = (new List<string>(), new List<string>());
        for (var at = 0; at < words.Count; at++)
        {
            var parts = words[at].Split('=', 2);
            if (!words[at].StartsWith("--", StringComparison.Ordinal))
                plain.Add(words[at]);
            else if (Flags.Contains(parts[0], StringComparer.Ordinal) && parts.Length == 1)
                given[parts[0]] = "";
            else if (Options.Contains(parts[0], StringComparer.Ordinal) && (parts.Length == 2 || at + 1 < words.Count))
                given[parts[0]] = parts.Length == 2 ? parts[1] : words[++at];
            else if (parts.Length == 2 && (parts[0] == "--environment" || char.IsAsciiLetterUpper(parts[0][2..].FirstOrDefault())))
                settings.Add(words[at]);
            else
                problems.Add(Options.Contains(parts[0], StringComparer.Ordinal) ? $"{parts[0]} has no value." : $"{words[at]} is not an option.");
        }

        var request = new OperatorRequest
        {
            Verb = plain.FirstOrDefault() ?? "",
            Id = plain.ElementAtOrDefault(1),
            State = given.GetValueOrDefault("--state", "waiting"),
            User = given.GetValueOrDefault("--user"),
            Client = given.GetValueOrDefault("--client"),
            Tenant = given.GetValueOrDefault("--tenant"),
            Most = !given.TryGetValue("--most", out var most) ? 50 : int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
            To = given.TryGetValue("--to", out var to) && Time.Parse(to) is { Success: true } time ? time.Value : null,
            Names = given.ContainsKey("--names"),
            Json = given.ContainsKey("--json"),
            DryRun = given.ContainsKey("--dry-run"),
            Settings = settings,
            Problems = problems,
        };
        problems.AddRange(request.Check(plain.Count));
        return request;
    }

    private IEnumerable<string> Check(int words)
    {
        var needsId = Verb is "explain" or "move" or "cancel";
        if (!Verbs.Contains(Verb, StringComparer.Ordinal))
            yield return Verb.Length == 0 ? "Say what to do with the reminders." : $"{Verb} is nothing that can be done with reminders.";
        else if (words > (needsId ? 2 : 1))
            yield return $"{Verb} takes {(needsId ? "one id" : "no id")}.";
        else if (needsId && (Id is null || Id.Length < 4))
            yield return $"{Verb} needs a reminder's id, at least four signs of it.";
        if (!States.Contains(State, StringComparer.Ordinal))
            yield return $"--state is one of {string.Join(", ", States)}.";
        if (Most is < 1 or > MostListed)
            yield return $"--most is a number from 1 to {MostListed}.";
        if (Verb == "move" && To is null)
            yield return "move needs --to with a time like 2026-04-01T09:00.";
        if (Verb == "replan" && User is null)
            yield return "replan needs --user.";
    }
}
