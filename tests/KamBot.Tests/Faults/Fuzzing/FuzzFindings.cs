using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KamBot.Tests.Faults.Fuzzing;

/// <summary>What must not happen to a running bot, whatever it is sent.</summary>
internal enum Finding
{
    ServerError,
    NoAnswer,
    WroteWhatIsNotItsOwn,
    WroteThoughRefused,
    ChangedClientsByBentPress,
    LoggedError,
}

/// <summary>Counts findings, and keeps the first of each sort in full: a defect found a thousand times is shown once.</summary>
internal sealed partial class FuzzFindings
{
    private const int MostSorts = 20;
    private const int MostShown = 1_500;

    private readonly Lock _gate = new();
    private readonly Dictionary<Finding, int> _counts = [];
    private readonly Dictionary<string, int> _statuses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Text, int Count)> _sorts = new(StringComparer.Ordinal);

    /// <summary>One of each sort with how often it was found, the most frequent first.</summary>
    public IReadOnlyList<string> Examples =>
        [.. _sorts.Values.OrderByDescending(sort => sort.Count).Select(sort => string.Create(CultureInfo.InvariantCulture, $"{sort.Count} x {sort.Text}"))];

    public int this[Finding finding] => _counts.GetValueOrDefault(finding);

    /// <summary>How the requests were answered: "200: 1,234, 400: 567".</summary>
    public string Statuses => string.Join(", ", _statuses.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Key}: {each.Value:#,0}")));

    public void CountStatus(int? status)
    {
        lock (_gate)
        {
            var name = status?.ToString(CultureInfo.InvariantCulture) ?? "hung up";
            _statuses[name] = _statuses.GetValueOrDefault(name) + 1;
        }
    }

    /// <param name="finding">The kind.</param>
    /// <param name="what">What happened; an exception with its stack.</param>
    /// <param name="request">What was sent, in words.</param>
    /// <param name="body">What was sent.</param>
    public void Add(Finding finding, string what, string request, byte[] body)
    {
        var sort = $"{finding}: {Sort(what)}";
        lock (_gate)
        {
            _counts[finding] = this[finding] + 1;
            if (_sorts.TryGetValue(sort, out var known))
                _sorts[sort] = known with { Count = known.Count + 1 };
            else if (_sorts.Count < MostSorts)
                _sorts[sort] = ($"{finding}: {Shown(what)}; {request}: `{Shown(Encoding.UTF8.GetString(body))}`", 1);
        }
    }

    /// <summary>The message without its numbers, and the first place in our own code.</summary>
    private static string Sort(string what)
    {
        var lines = what.Split('\n');
        var place = Array.Find(lines, line => line.Contains(" KamBot.", StringComparison.Ordinal) && !line.Contains(" KamBot.Tests.", StringComparison.Ordinal));
        return $"{Numbers().Replace(lines[0], "#")} {place}";
    }

    private static string Shown(string text) => text.Length <= MostShown ? text : text[..MostShown] + "…";

    [GeneratedRegex("[0-9a-f]*[0-9][0-9a-f~]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numbers();
}
