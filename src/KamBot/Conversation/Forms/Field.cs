using KamBot.BotBuilder.Dialogs;
using KamBot.Conversation.Language;

namespace KamBot.Conversation.Forms;

/// <summary>A field of a product form: beside reading and setting it knows how its words are understood and shown.</summary>
public sealed record Field<TForm>(string Name, Func<TForm, object?> Get, Func<TForm, object?, TForm> Set, bool IsOptional = false)
    : FormField<TForm>(Name, Get, Set, IsOptional)
    where TForm : class
{
    /// <summary>Turns what was understood into the form's value, or says in the user's words what is wrong with it.</summary>
    public Func<Turn, TForm, object, FieldReading> Read { get; init; } = static (_, _, value) => FieldReading.Of(value);

    /// <summary>How "no, …" changes the value that is there, where more is to be said than a new value; null when the words do not.</summary>
    public Func<Turn, TForm, string, TForm?> Correct { get; init; } = static (_, _, _) => null;

    /// <summary>The likeliest answers, as buttons: title and the words they stand for.</summary>
    public Func<Turn, TForm, IEnumerable<(string Title, string Value)>> Suggest { get; init; } = static (_, _) => [];

    /// <summary>The value as the one card shows it in its input; null: empty.</summary>
    public Func<Turn, TForm, string?> Show { get; init; } = static (_, _) => null;

    /// <summary>Not asked for one by one: only on the card, in the line, or by a correction.</summary>
    public bool IsSilent { get; init; }

    /// <summary>An input of several lines on the card.</summary>
    public bool IsLong { get; init; }
}

/// <summary>The value for the form, or the remark that explains why there is none.</summary>
public sealed record FieldReading(object? Value, string? Problem)
{
    /// <summary>Taken, but to be said: which of two readings it was.</summary>
    public string? Note { get; init; }

    public static FieldReading Of(object? value) => new(value, null);

    public static FieldReading Wrong(string problem) => new(null, problem);
}
