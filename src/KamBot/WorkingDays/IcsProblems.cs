namespace KamBot.WorkingDays;

/// <summary>What was wrong with a file, by line, without the file's own words: it may be somebody's private calendar.</summary>
internal sealed class IcsProblems
{
    private const int Most = 100;

    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(int line, string what) => Add($"line {line}: {what}");

    public void Add(string what)
    {
        if (_all.Count < Most) _all.Add(what);
        else if (_all.Count == Most) _all.Add("and more");
    }
}
