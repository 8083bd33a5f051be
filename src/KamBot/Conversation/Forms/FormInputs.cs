using System.Text.Json.Nodes;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Conversation.Forms;

/// <summary>The inputs of the one card for each field, by its kind: one, or two for a day with its time.</summary>
internal static class FormInputs
{
    private const string TimeSuffix = ".time";

    public static IEnumerable<JsonObject> For(FieldDefinition field, string label, string? value, bool isLong, Turn turn) => field.Kind switch
    {
        FieldKind.Date => [Inputs.Date(field.Name, label, Date(value))],
        FieldKind.When => [Inputs.Date(field.Name, label, Date(value)), Inputs.Time(field.Name + TimeSuffix, turn.Text("Form.AtTime"), Time(value))],
        FieldKind.Word => [Inputs.Choice(field.Name, label, Words(field, turn), value)],
        _ => [Inputs.Text(field.Name, label, value, multiline: isLong)],
    };

    /// <summary>What was typed into the field's inputs, in the words that <see cref="For"/> shows.</summary>
    public static string? Sent(CardPress press, FieldDefinition field) =>
        press.Text(field.Name) is { } words && field.Kind == FieldKind.When && press.Text(field.Name + TimeSuffix) is { } time
            ? $"{words} {time}"
            : press.Text(field.Name);

    private static LocalDate? Date(string? value) =>
        value is not null && LocalDatePattern.Iso.Parse(value.Split(' ')[0]) is { Success: true } date ? date.Value : null;

    private static LocalTime? Time(string? value) =>
        value?.Split(' ') is [_, var words] && LocalTimePattern.HourMinuteIso.Parse(words) is { Success: true } time ? time.Value : null;

    private static IEnumerable<(string Title, string Value)> Words(FieldDefinition field, Turn turn) =>
        turn.Text($"Words.{field.WordList}").Split('|').Select(pair => pair.Split('=', 2)).Select(pair => (pair[1], pair[0]));
}
