using System.Security.Cryptography;
using System.Text;
using KamBot.Conversation.Language;
using KamBot.Platform.Tables;

namespace KamBot.Accounts;

/// <summary>
/// Finds clients by what people type. Each word of a name has one index row, for the name from that word on; its key is a
/// chain of hashes, one byte for each longer beginning, so that names with the same beginning lie side by side (a half-typed
/// name is a range query, and the more is typed the fewer rows it reads) while no name can be read off a key.
/// </summary>
public sealed class AccountNames(ITableStore tables, LegalForms legalForms, NameForms nameForms)
{
    public const string Table = "Names";

    private const int BytesInPartition = 2;
    private const int LongestWord = 24;
    private const int LongestChain = 48;
    private const int ShortestWithError = 4;

    /// <summary>What a look-up reads of one range, however many clients there are.</summary>
    private const int MostRows = 300;

    /// <summary>A beginning that more names share than this tells nothing of a name that was bent or mistyped.</summary>
    private const int MostRowsOfGuess = 60;

    public async Task AddAsync(string tenant, Account account, CancellationToken cancellationToken)
    {
        foreach (var row in RowsOf(tenant, account))
            await tables.UpsertEntityAsync(Table, row, cancellationToken);
    }

    public async Task RemoveAsync(string tenant, Account account, CancellationToken cancellationToken)
    {
        foreach (var row in RowsOf(tenant, account))
        {
            if (await tables.GetEntityIfExistsAsync(Table, row.PartitionKey, row.RowKey, cancellationToken) is { } stored)
                await tables.DeleteEntityAsync(Table, stored, cancellationToken);
        }
    }

    /// <summary>
    /// The clients whose name fits best: exactly, else each typed word begins a word of the name, else bends it, else with a typing
    /// error in a long word (a guess). Never more than one rank of likeness, so that an exact name is not drowned by similar ones.
    /// </summary>
    public async Task<NameFinding> FindAsync(string tenant, string typed, CancellationToken cancellationToken)
    {
        var words = Words(typed);
        if (words.Count == 0)
            return NameFinding.Nothing;

        var search = new Search(tenant);
        await CollectAsync(search, From(words, 0), MostRows, cancellationToken);
        if (search.Where(candidate => candidate.Is(words)) is { Count: > 0 } exact)
            return new NameFinding(exact);
        if (search.Where(candidate => candidate.IsBegunBy(words)) is { Count: > 0 } begun)
            return new NameFinding(begun);

        // All basic forms of a word before the first is taken: "Marka" may be Marek or Marko. A longer word leads to fewer clients.
        foreach (var word in words.OrderByDescending(word => word.Length))
        {
            foreach (var basic in nameForms.BasicForms(word).Prepend(word).Distinct(StringComparer.Ordinal))
                await CollectAsync(search, basic, MostRowsOfGuess, cancellationToken);
            if (search.Where(candidate => candidate.IsBentOrBegun(words, nameForms)) is { Count: > 0 } bent)
                return new NameFinding(bent);
        }

        foreach (var beginning in Others(words))
        {
            await CollectAsync(search, beginning, MostRowsOfGuess, cancellationToken);
            if (search.Where(candidate => candidate.IsBegunBy(words)) is { Count: > 0 } inOtherOrder)
                return new NameFinding(inOtherOrder);
            if (search.Where(candidate => candidate.IsLike(words)) is { Count: > 0 } alike)
                return new NameFinding(alike, IsGuess: true);
        }

        return NameFinding.Nothing;
    }

    /// <summary>The index rows of one client.</summary>
    internal IEnumerable<TableEntity> RowsOf(string tenant, Account account)
    {
        var words = Words(account.Name);
        for (var first = 0; first < words.Count; first++)
        {
            var part = From(words, first);
            // A sign that sorts before every digit: of all names with this beginning, the one that ends here comes first.
            var row = new TableEntity(Partition(tenant, part), $"{Chain(part)}-{account.Id}");
            row["name"] = account.Name;
            row["account"] = account.Id;
            row["owner"] = account.Owner;
            yield return row;
        }
    }

    /// <summary>The same name, accents, capitals and legal form aside.</summary>
    public bool AreSame(string one, string other) => Words(one).SequenceEqual(Words(other), StringComparer.Ordinal);

    /// <summary>
    /// Where else a name may begin that was typed with an error, with words left out or in another order: at a later word; and
    /// up to the error, whichever word it is in. The longest come first: they lead to the fewest.
    /// </summary>
    private static IEnumerable<string> Others(List<string> words) => words.SelectMany((word, at) =>
            (string[])[word, From(words, at), .. Halves(word), .. Halves(word).Select(half => From([.. words.Take(at), half], 0))])
        .Where(beginning => beginning.Length >= BytesInPartition)
        .Distinct(StringComparer.Ordinal).OrderByDescending(beginning => beginning.Length);

    /// <summary>What may be right of a word with an error in it.</summary>
    private static string[] Halves(string word) => word.Length < ShortestWithError ? [] : [word[..(word.Length / 2)], word[..BytesInPartition], word[..1]];

    private async Task CollectAsync(Search search, string beginning, int most, CancellationToken cancellationToken)
    {
        if (beginning.Length < BytesInPartition || search.IsTooWide(beginning))
            return;
        var rows = await tables.ListAsync(Table, TableQuery.Prefix(Partition(search.Tenant, beginning), Chain(beginning), most), most, cancellationToken);
        foreach (var row in rows)
            search.Add(row.GetString("account")!, row.GetString("name")!, row.GetString("owner"), Words);
        if (rows.Count == most)
            search.WasTooWide(beginning);
    }

    /// <summary>A name, or what was typed of it, from one of its words on.</summary>
    private static string From(List<string> words, int first) => string.Join(' ', words.Skip(first));

    /// <summary>The words that tell a client from others: folded, without signs and without the legal form at the end.</summary>
    private List<string> Words(string name)
    {
        var words = Folding.Fold(name).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => char.IsLetterOrDigit(word[0])).ToList();
        var kept = legalForms.Strip(words);
        return [.. (kept.Count == 0 ? words : kept).Select(word => word[..Math.Min(word.Length, LongestWord)])];
    }

    private static string Partition(string tenant, string text) => $"{TableKeys.Escape(tenant)}~{Chain(text[..Math.Min(BytesInPartition, text.Length)])}";

    private static string Chain(string text)
    {
        var chain = new StringBuilder(text.Length * 2);
        for (var length = 1; length <= Math.Min(text.Length, LongestChain); length++)
            chain.Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text[..length])).AsSpan(0, 1)));
        return chain.ToString();
    }

    /// <summary>The clients that one look-up came upon.</summary>
    private sealed class Search(string tenant)
    {
        private readonly Dictionary<string, Candidate> _found = new(StringComparer.Ordinal);
        private readonly List<string> _tooWide = [];

        public string Tenant { get; } = tenant;

        public void Add(string account, string name, string? owner, Func<string, List<string>> words)
        {
            if (!_found.ContainsKey(account))
                _found.Add(account, new Candidate(account, name, owner, words(name)));
        }

        /// <summary>More names begin like this than one look-up reads, so reading them says nothing; a shorter beginning less still.</summary>
        public void WasTooWide(string beginning) => _tooWide.Add(beginning);

        public bool IsTooWide(string beginning) => _tooWide.Exists(longer => longer.StartsWith(beginning, StringComparison.Ordinal));

        public List<NameMatch> Where(Func<Candidate, bool> fits) => [.. _found.Values.Where(fits).Select(each => new NameMatch(each.Account, each.Name, each.Owner))];
    }

    /// <summary>A name that an index row led to, with its words.</summary>
    private sealed record Candidate(string Account, string Name, string? Owner, List<string> Words)
    {
        public bool Is(List<string> typed) => Words.SequenceEqual(typed, StringComparer.Ordinal);

        public bool IsBegunBy(List<string> typed) => typed.TrueForAll(word => Words.Exists(part => part.StartsWith(word, StringComparison.Ordinal)));

        public bool IsBentOrBegun(List<string> typed, NameForms forms) =>
            typed.TrueForAll(word => Words.Exists(part => part.StartsWith(word, StringComparison.Ordinal) || forms.IsFormOf(word, part)));

        public bool IsLike(List<string> typed) => typed.TrueForAll(word => Words.Exists(part => EditDistance.IsTypingErrorOf(word, part)));
    }
}

/// <summary>The clients that a name may mean.</summary>
/// <param name="IsGuess">The words fit only if something was mistyped: worth asking before it matters.</param>
public sealed record NameFinding(IReadOnlyList<NameMatch> Matches, bool IsGuess = false)
{
    public static NameFinding Nothing { get; } = new([]);
}

/// <param name="Owner">Whose client it was when its name was written down; the account itself decides.</param>
public sealed record NameMatch(string AccountId, string Name, string? Owner);
