using System.Security.Cryptography;
using System.Text;
using KamBot.Conversation.Language;
using KamBot.Platform.Tables;

namespace KamBot.Accounts;

/// <summary>
/// Finds what bears a name by what people type. Each word of a name has one index row, for the name from that word on; its key is a
/// chain of hashes, one byte for each longer beginning, so that names with the same beginning lie side by side (a half-typed
/// name is a range query, and the more is typed the fewer rows it reads) while no name can be read off a key.
/// </summary>
public class NameIndex(string table, ITableStore tables, LegalForms legalForms, NameForms nameForms)
{
    private const int BytesInPartition = 2;
    private const int LongestWord = 24;
    private const int LongestChain = 48;
    private const int ShortestWithError = 4;

    /// <summary>A shorter name stands in a text by accident.</summary>
    private const int ShortestSaid = 4;

    /// <summary>No name is so long, and each word that is typed costs some look-ups.</summary>
    private const int LongestTyped = 200;

    /// <summary>What a look-up reads of one range, however many clients there are.</summary>
    private const int MostRows = 300;

    /// <summary>A beginning that more names share than this tells nothing of a name that was bent or mistyped.</summary>
    private const int MostRowsOfGuess = 60;

    /// <param name="tenant">Whose company.</param>
    /// <param name="named">What bears the name; the same again is the same row.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    protected async Task AddAsync(string tenant, NameMatch named, CancellationToken cancellationToken)
    {
        foreach (var row in RowsOf(tenant, named))
            await tables.UpsertEntityAsync(table, row, cancellationToken);
    }

    protected async Task RemoveAsync(string tenant, NameMatch named, CancellationToken cancellationToken)
    {
        foreach (var row in RowsOf(tenant, named))
        {
            if (await tables.GetEntityIfExistsAsync(table, row.PartitionKey, row.RowKey, cancellationToken) is { } stored)
                await tables.DeleteEntityAsync(table, stored, cancellationToken);
        }
    }

    /// <summary>
    /// Those whose name fits best: exactly, else each typed word begins a word of the name, else bends it, else with a typing
    /// error in a long word (a guess). Never more than one rank of likeness, so that an exact name is not drowned by similar ones.
    /// </summary>
    public async Task<NameFinding> FindAsync(string tenant, string typed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(typed);
        if (typed.Length > LongestTyped || Words(typed) is not { Count: > 0 } words)
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

    /// <summary>The index rows of one name.</summary>
    protected IEnumerable<TableEntity> RowsOf(string tenant, NameMatch named)
    {
        var words = Words(named.Name);
        for (var first = 0; first < words.Count; first++)
        {
            var part = From(words, first);
            // A sign that sorts before every digit: of all names with this beginning, the one that ends here comes first.
            var row = new TableEntity(Partition(tenant, part), $"{Chain(part)}-{named.Key}");
            row["name"] = named.Name;
            row["account"] = named.AccountId;
            row["owner"] = named.Owner;
            if (named.Row is not null)
                row["row"] = named.Row;
            yield return row;
        }
    }

    /// <summary>The same name, accents, capitals and legal form aside.</summary>
    public bool AreSame(string one, string other) => Words(one).SequenceEqual(Words(other), StringComparer.Ordinal);

    /// <summary>A text in the form that <see cref="IsSaidIn"/> looks for names in.</summary>
    public IReadOnlyList<string> WordsOf(string text) => Words(text);

    /// <summary>All words of the name stand in the text one after another, as they are or bent.</summary>
    public bool IsSaidIn(IReadOnlyList<string> text, string name)
    {
        var words = Words(name);
        return words.Sum(word => word.Length) >= ShortestSaid && Enumerable.Range(0, Math.Max(text.Count - words.Count + 1, 0)).Any(start =>
            words.Select((word, at) => (Said: text[start + at], Word: word)).All(pair => pair.Said == pair.Word || nameForms.IsFormOf(pair.Said, pair.Word)));
    }

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
        var rows = await tables.ListAsync(table, TableQuery.Prefix(Partition(search.Tenant, beginning), Chain(beginning), most), most, cancellationToken);
        foreach (var row in rows)
            search.Add(new NameMatch(row.GetString("account")!, row.GetString("name")!, row.GetString("owner"), row.GetString("row")), Words);
        if (rows.Count == most)
            search.WasTooWide(beginning);
    }

    /// <summary>A name, or what was typed of it, from one of its words on.</summary>
    private static string From(List<string> words, int first) => string.Join(' ', words.Skip(first));

    /// <summary>The words that tell a name from others: folded, without signs and without the legal form at the end.</summary>
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

    /// <summary>What one look-up came upon.</summary>
    private sealed class Search(string tenant)
    {
        private readonly Dictionary<string, Candidate> _found = new(StringComparer.Ordinal);
        private readonly List<string> _tooWide = [];

        public string Tenant { get; } = tenant;

        public void Add(NameMatch named, Func<string, List<string>> words)
        {
            if (!_found.ContainsKey(named.Key))
                _found.Add(named.Key, new Candidate(named, words(named.Name)));
        }

        /// <summary>More names begin like this than one look-up reads, so reading them says nothing; a shorter beginning less still.</summary>
        public void WasTooWide(string beginning) => _tooWide.Add(beginning);

        public bool IsTooWide(string beginning) => _tooWide.Exists(longer => longer.StartsWith(beginning, StringComparison.Ordinal));

        public List<NameMatch> Where(Func<Candidate, bool> fits) => [.. _found.Values.Where(fits).Select(each => each.Named)];
    }

    /// <summary>A name that an index row led to, with its words.</summary>
    private sealed record Candidate(NameMatch Named, List<string> Words)
    {
        public bool Is(List<string> typed) => Words.SequenceEqual(typed, StringComparer.Ordinal);

        public bool IsBegunBy(List<string> typed) => typed.TrueForAll(word => Words.Exists(part => part.StartsWith(word, StringComparison.Ordinal)));

        public bool IsBentOrBegun(List<string> typed, NameForms forms) =>
            typed.TrueForAll(word => Words.Exists(part => part.StartsWith(word, StringComparison.Ordinal) || forms.IsFormOf(word, part)));

        public bool IsLike(List<string> typed) => typed.TrueForAll(word => Words.Exists(part => EditDistance.IsTypingErrorOf(word, part)));
    }
}

/// <summary>What a name may mean.</summary>
/// <param name="IsGuess">The words fit only if something was mistyped: worth asking before it matters.</param>
public sealed record NameFinding(IReadOnlyList<NameMatch> Matches, bool IsGuess = false)
{
    public static NameFinding Nothing { get; } = new([]);
}

/// <param name="AccountId">The client, or whose person it is.</param>
/// <param name="Name">As it is written.</param>
/// <param name="Owner">Whose client it was when the name was written down; the account itself decides.</param>
/// <param name="Row">The row of the client's partition that bears the name; null for the client itself.</param>
public sealed record NameMatch(string AccountId, string Name, string? Owner, string? Row = null)
{
    /// <summary>Tells two of the same name apart.</summary>
    internal string Key => Row is null ? AccountId : $"{AccountId}~{Row}";
}
