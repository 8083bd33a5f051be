using System.Collections;

namespace KamBot.BotBuilder.Diagnostics;

/// <summary>Puts a turn's key beside every line that is logged in it: what a user is shown of it finds them all.</summary>
internal sealed class TurnScope(string turn) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 1;

    public KeyValuePair<string, object?> this[int index] =>
        index == 0 ? new KeyValuePair<string, object?>("Turn", turn) : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"Turn:{turn}";
}
