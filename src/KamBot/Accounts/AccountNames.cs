using System.Security.Cryptography;
using System.Text;
using KamBot.Conversation.Language;
using KamBot.Platform.Tables;

namespace KamBot.Accounts;

/// <summary>
/// Finds clients by what people type. Each word of a name has one index row; its key is a chain of hashes, one byte for each
/// longer beginning of the word, so that words with the same beginning lie side by side (a half-typed word is a range query)
/// while no name can be read off a key.
/// </summary>
public sealed class AccountNames(ITableStore tables, LegalForms legalForms)
{
    public const string Table = "Names";

    private const int BytesInPartition = 2;
    private const int LongestWord = 24;
    private const int MostRows = 300;

    public async Task AddAsync(string tenant, Account account, CancellationToken cancellationToken)
    {
        foreach (var word in Words(account.Name))
        {
            var row = new TableEntity(Partition(tenant, word), $"{Chain(word)}~{account.Id}") { ["name"] = account.Name, ["account"] = account.Id };
            await tables.UpsertEntityAsync(Table, row, cancellationToken);
        }
    }

    public async Task RemoveAsync(string tenant, Account account, CancellationToken cancellationToken)
    {
        foreach (var word in Words(account.Name))
        {
            if (await tables.GetEntityIfExistsAsync(Table, Partition(tenant, word), $"{Chain(word)}~{account.Id}", cancellationToken) is { } row)
                await tables.DeleteEntityAsync(Table, row, cancellationToken);
        }
    }

    /// <summary>
    /// The clients whose name fits best: exactly, else each typed word begins a word of the name, else with a typing error in a
    /// long word. Never more than one rank of likeness, so that an exact name is not drowned by similar ones.
    /// </summary>
    public async Task<IReadOnlyList<NameMatch>> FindAsync(string tenant, string typed, CancellationToken cancellationToken)
    {
        var words = Words(typed);
        if (words.Count == 0)
            return [];

        // The longest word finds the fewest.
        var longest = words.MaxBy(word => word.Length)!;
        var found = await RangeAsync(tenant, longest, longest.Length, cancellationToken);
        var exact = found.Where(match => Words(match.Name).SequenceEqual(words, StringComparer.Ordinal)).ToList();
        if (exact.Count > 0)
            return exact;
        var begun = found.Where(match => words.TrueForAll(word => Words(match.Name).Exists(part => part.StartsWith(word, StringComparison.Ordinal)))).ToList();
        return begun.Count > 0 ? begun : await WithTypingErrorsAsync(tenant, words, cancellationToken);
    }

    /// <summary>The same name, accents, capitals and legal form aside.</summary>
    public bool AreSame(string one, string other) => Words(one).SequenceEqual(Words(other), StringComparer.Ordinal);

    private async Task<List<NameMatch>> WithTypingErrorsAsync(string tenant, List<string> words, CancellationToken cancellationToken)
    {
        var matches = new Dictionary<string, NameMatch>(StringComparer.Ordinal);
        foreach (var word in words.Where(word => word.Length >= 4))
        {
            foreach (var match in await RangeAsync(tenant, word, BytesInPartition, cancellationToken))
                matches[match.AccountId] = match;
        }

        return [.. matches.Values.Where(match => words.TrueForAll(word => Words(match.Name).Exists(part => EditDistance.IsTypingErrorOf(word, part))))];
    }

    private async Task<List<NameMatch>> RangeAsync(string tenant, string word, int letters, CancellationToken cancellationToken)
    {
        if (word.Length < BytesInPartition)
            return [];
        var query = TableQuery.Prefix(Partition(tenant, word), Chain(word[..Math.Min(letters, word.Length)]), MostRows);
        var rows = await tables.ListAsync(Table, query, MostRows, cancellationToken);
        return [.. rows.Select(row => new NameMatch(row.GetString("account")!, row.GetString("name")!)).DistinctBy(match => match.AccountId)];
    }

    /// <summary>The words that tell a client from others: folded, without the legal form at the end.</summary>
    private List<string> Words(string name)
    {
        var words = Folding.Fold(name).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var kept = legalForms.Strip(words);
        return [.. (kept.Count == 0 ? words : kept).Select(word => word[..Math.Min(word.Length, LongestWord)])];
    }

    private static string Partition(string tenant, string word) => $"{TableKeys.Escape(tenant)}~{Chain(word[..Math.Min(BytesInPartition, word.Length)])}";

    private static string Chain(string word)
    {
        var chain = new StringBuilder(word.Length * 2);
        for (var length = 1; length <= word.Length; length++)
            chain.Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(word[..length])).AsSpan(0, 1)));
        return chain.ToString();
    }
}

public sealed record NameMatch(string AccountId, string Name);
