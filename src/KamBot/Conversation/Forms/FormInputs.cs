using System.Text.Json.Nodes;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using NodaTime.Text;

namespace KamBot.Conversation.Forms;

/// <summary>One input of the one card for each field, by its kind.</summary>
internal static class FormInputs
{
    public static JsonObject For(FieldDefinition field, string label, string? value, bool isLong, Turn turn) => field.Kind switch
    {
        FieldKind.Date => Inputs.Date(field.Name, label, value is not null && LocalDatePattern.Iso.Parse(value) is { Success: true } date ? date.Value : null),
        FieldKind.Word => Inputs.Choice(field.Name, label, Words(field, turn), value),
        _ => Inputs.Text(field.Name, label, value, multiline: isLong),
    };

    private static IEnumerable<(string Title, string Value)> Words(FieldDefinition field, Turn turn) =>
        turn.Text($"Words.{field.WordList}").Split('|').Select(pair => pair.Split('=', 2)).Select(pair => (pair[1], pair[0]));
}
