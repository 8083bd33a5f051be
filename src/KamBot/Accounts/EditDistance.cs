namespace KamBot.Accounts;

internal static class EditDistance
{
    /// <summary>One slip in a word of four letters or more, two from eight on; a half-typed word may have its slip too.</summary>
    public static bool IsTypingErrorOf(string typed, string word)
    {
        if (word.StartsWith(typed, StringComparison.Ordinal))
            return true;
        var allowed = typed.Length switch { < 4 => 0, < 8 => 1, _ => 2 };
        return allowed > 0 && Math.Abs(typed.Length - word.Length) <= allowed && Between(typed, word) <= allowed;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).</summary>
    private static int Between(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    best = Math.Min(best, rows[i - 2, j - 2] + 1);
                rows[i, j] = best;
            }
        }

        return rows[a.Length, b.Length];
    }
}
