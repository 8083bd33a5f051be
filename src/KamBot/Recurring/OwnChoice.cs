using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;

namespace KamBot.Recurring;

/// <summary>Which reminder is meant: the one a button names, the n-th of the list, the one with those words, the one just spoken of; never a guess.</summary>
public sealed class OwnChoice(RecurringStore store)
{
    private const int MostChoices = 5;
    private const int ShortestWord = 4;

    public async Task<(Kept<OwnReminder>? Kept, Reply? Instead)> ResolveAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.PressedRow is var (account, row))
            return await FindAsync(turn, account, row, cancellationToken) is { } pressed ? (pressed, null) : (null, Reply.Say(turn.Text("Own.Gone")));
        if (input.Number("number") is { } seen && turn.Memory.Listed.ElementAtOrDefault(seen - 1) is { } listed
            && await FindAsync(turn, listed.Account, listed.Row, cancellationToken) is { Value.IsOpen: true } shown)
            return (shown, null);

        var open = await OpenAsync(turn, cancellationToken);
        if (open.Count == 0)
            return (null, Reply.Show(new Card(turn.Text("Own.None")).Note(turn.Text("Own.Hint"))));
        if (input.Number("number") is { } number)
            return number >= 1 && number <= open.Count ? (open[number - 1], null) : (null, Ask(turn, input, open, turn.Text("Own.NoSuchNumber", ("number", number), ("count", open.Count))));
        if (input.Text("what") is { } words)
        {
            var like = Like(open, words);
            return like is [var only] ? (only, null) : (null, like.Count == 0 ? Ask(turn, input, open, turn.Text("Own.NoneLike", ("words", words))) : Ask(turn, input, like));
        }

        if (input.Client is { } client && open.Where(each => each.Account?.Id == client.Id).ToList() is { Count: > 0 } ofClient)
            return ofClient is [var one] ? (one, null) : (null, Ask(turn, input, ofClient));
        if (turn.Memory.Focus is { Row: { } spokenOf } && open.FirstOrDefault(each => each.Value.Row == spokenOf) is { } focus)
            return (focus, null);
        return open is [var single] ? (single, null) : (null, Ask(turn, input, open));
    }

    /// <summary>The user's reminders that are open, in the order of the list whose numbers "stop reminder 2" means.</summary>
    public async Task<IReadOnlyList<Kept<OwnReminder>>> OpenAsync(Turn turn, CancellationToken cancellationToken) =>
        [.. (await store.OfUserAsync<OwnReminder>(turn.User, OwnReminder.RowPrefix, cancellationToken))
            .Where(each => each.Value.IsOpen && IsMine(turn, each))
            .OrderBy(each => each.Account?.Name ?? "", StringComparer.Ordinal).ThenBy(each => each.Value.What, StringComparer.Ordinal).ThenBy(each => each.Value.Row, StringComparer.Ordinal)];

    private async Task<Kept<OwnReminder>?> FindAsync(Turn turn, string account, string row, CancellationToken cancellationToken) =>
        row.StartsWith(OwnReminder.RowPrefix, StringComparison.Ordinal)
        && await store.FindAsync<OwnReminder>(new AccountKey(turn.User.Tenant, account), row, cancellationToken) is { } kept && IsMine(turn, kept) ? kept : null;

    /// <summary>A client that went to somebody else takes its reminders along.</summary>
    private static bool IsMine(Turn turn, Kept<OwnReminder> kept) =>
        kept.Value.IsOf(turn.User) && (!kept.Value.HasClient || kept.Account?.IsOwnedBy(turn.User) == true);

    private static List<Kept<OwnReminder>> Like(IReadOnlyList<Kept<OwnReminder>> open, string words)
    {
        var typed = Words(words);
        List<Kept<OwnReminder>> all = [.. open.Where(each => typed.IsSubsetOf(WordsOf(each)))];
        // A sentence bends its words: what they begin with is enough.
        return all.Count > 0 ? all : [.. open.Where(each => typed.Where(word => word.Length >= ShortestWord).Any(word => WordsOf(each).Any(other => other.StartsWith(word[..ShortestWord], StringComparison.Ordinal))))];
    }

    private static HashSet<string> WordsOf(Kept<OwnReminder> each) => Words($"{each.Value.What} {each.Account?.Name}");

    private static HashSet<string> Words(string text) => [.. Folding.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static Reply Ask(Turn turn, CommandInput input, IReadOnlyList<Kept<OwnReminder>> open, string? remark = null)
    {
        var choices = open.Take(MostChoices).Select(each => Choices.Of(OwnCards.Title(each.Value), input.Intent, OwnCards.Data(each.Value)));
        return Reply.Ask(new Card(turn.Text("Own.Which")).Line(remark, CardTone.Warning), [.. choices]).Wanting(null, "number", "what");
    }
}
