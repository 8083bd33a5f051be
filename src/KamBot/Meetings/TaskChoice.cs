using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;

namespace KamBot.Meetings;

/// <summary>Which task is meant: the one a button names, the n-th of the list, or the one with those words; never a guess.</summary>
public sealed class TaskChoice(MeetingStore store)
{
    private const int MostChoices = 5;

    public async Task<(TaskFile? File, Reply? Instead)> ResolveAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.PressedRow is var (account, row))
        {
            var pressed = await store.TaskAsync(new AccountKey(turn.User.Tenant, account), row, cancellationToken);
            return pressed is not null && pressed.Account.IsOpenTo(turn) ? (pressed, null) : (null, Reply.Say(turn.Text("Meeting.TaskGone")));
        }

        if (input.Number("number") is { } seen && turn.Memory.Listed.ElementAtOrDefault(seen - 1) is { } listed
            && await store.TaskAsync(new AccountKey(turn.User.Tenant, listed.Account), listed.Row, cancellationToken) is { } shown && shown.Account.IsOpenTo(turn))
            return (shown, null);
        var open = await store.OpenOfAsync(turn, cancellationToken);
        if (open.Count == 0)
            return (null, Reply.Show(new Card(turn.Text("Meeting.NoTasks")).Note(turn.Text("Meeting.NoTasksHint"))));
        if (input.Number("number") is { } number)
            return number >= 1 && number <= open.Count
                ? (open[number - 1], null)
                : (null, Reply.Say(turn.Text("Meeting.NoSuchNumber", ("number", number), ("count", open.Count))).Wanting(null, "number", "task"));
        if (input.Text("task") is { } words)
            return ByWords(turn, input, open, words);
        if (turn.Memory.Focus is { Row: { } spokenOf } && open.FirstOrDefault(file => file.Task.Row == spokenOf) is { } focused)
            return (focused, null);
        return open is [var only] ? (only, null) : (null, Ask(turn, input, open));
    }

    private static (TaskFile? File, Reply? Instead) ByWords(Turn turn, CommandInput input, IReadOnlyList<TaskFile> open, string words)
    {
        var typed = Words(words);
        var fitting = open.Where(file => typed.IsSubsetOf(Words($"{file.Task.Who} {file.Task.What} {file.Account.Name}"))).ToList();
        if (fitting.Count == 0)
            fitting = [.. open.Where(file => typed.Where(word => word.Length > 3).Any(Words($"{file.Task.Who} {file.Task.What}").Contains))];
        return fitting switch
        {
            [var only] => (only, null),
            [] => (null, Ask(turn, input, open, turn.Text("Meeting.NoTaskLike", ("words", words)))),
            _ => (null, Ask(turn, input, fitting)),
        };
    }

    private static Reply Ask(Turn turn, CommandInput input, IReadOnlyList<TaskFile> open, string? remark = null)
    {
        var choices = open.Take(MostChoices).Select(file => Choices.Of(MeetingCards.Title(file.Task), input.Intent, MeetingCards.Data(file.Task)));
        return Reply.Ask(new Card(turn.Text("Meeting.WhichTask")).Line(remark, CardTone.Warning), [.. choices]).Wanting(null, "number", "task");
    }

    private static HashSet<string> Words(string text) => [.. Folding.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
