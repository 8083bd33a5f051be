using System.Collections;

namespace KamBot.Platform.Observability;

/// <summary>A log line's text and values as they may be kept.</summary>
internal sealed class ScrubbedState : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly string _text;
    private readonly KeyValuePair<string, object?>[] _values;

    private ScrubbedState(string text, KeyValuePair<string, object?>[] values) => (_text, _values) = (text, values);

    public int Count => _values.Length;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public static ScrubbedState Of<TState>(TState state, string text) =>
        new(LogScrubber.Scrub(text), state is IEnumerable<KeyValuePair<string, object?>> values ? [.. values.Select(Scrub)] : []);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => _text;

    /// <summary>Numbers, times and the like stay what they are; everything else becomes its text.</summary>
    private static KeyValuePair<string, object?> Scrub(KeyValuePair<string, object?> value) => new(value.Key, value.Value switch
    {
        null => null,
        string text => LogScrubber.Scrub(text),
        Exception exception => new LoggedException(exception).ToString(),
        Enum or IFormattable and ValueType or bool => value.Value,
        _ => LogScrubber.Scrub(value.Value.ToString() ?? ""),
    });
}
