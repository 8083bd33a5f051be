using System.Diagnostics.CodeAnalysis;

namespace KamBot.BotBuilder.Turns;

/// <summary>What the parts of a turn hand to each other, one value per type or per key. Lives as long as the turn.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "The SDK's name for the same thing.")]
public sealed class TurnContextStateCollection
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>The value of this type, or null.</summary>
    public T? Get<T>()
        where T : class => Get<T>(KeyOf<T>());

    /// <summary>The value under this key, or null when there is none or it is of another type.</summary>
    public T? Get<T>(string key)
        where T : class => _values.GetValueOrDefault(key) as T;

    /// <summary>Keeps the one value of this type, in place of an earlier one.</summary>
    public void Set<T>(T value)
        where T : class => Set(KeyOf<T>(), value);

    public void Set<T>(string key, T value)
        where T : class => _values[key] = value;

    private static string KeyOf<T>() => typeof(T).FullName!;
}
