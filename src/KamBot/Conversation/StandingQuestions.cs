using System.Text.Json.Nodes;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>
/// What commands ask back outside a form: "until when is P-1 valid?". The next line is its answer, unless it is a command of
/// its own; the command then runs as if everything had been said at once.
/// </summary>
public sealed class StandingQuestions(CommandCatalogue catalogue, Understanding understanding)
{
    /// <summary>Keeps what a command's answer asks for, with all that was said of the command so far.</summary>
    public void Keep(Turn turn, string intent, string line, CardPress? press, Reply reply)
    {
        if (reply.Wants is not { } wanted)
            return;
        var said = press is null ? new JsonObject { ["line"] = line, ["intent"] = intent } : (JsonObject)press.Data.DeepClone();
        foreach (var (name, value) in wanted.About)
            said[name] = value?.DeepClone();
        turn.Memory.Question = new StandingQuestion
        {
            Intent = intent,
            Verb = press?.Verb ?? Router.Command,
            Data = said,
            Fields = [.. wanted.Fields],
            Words = reply.Card?.Headline ?? reply.Text ?? "",
            Asked = turn.Now,
        };
    }

    /// <summary>What the line answers, by field; nothing when it answers something else, or is a command of its own.</summary>
    public IReadOnlyDictionary<string, FieldValue> Answers(Turn turn, StandingQuestion question, Understood understood, string line)
    {
        var fields = catalogue[question.Intent].Fields.Where(field => question.Fields.Contains(field.Name)).ToList();
        foreach (var field in fields.Where(field => !TakesAnyWords(field)))
        {
            if (understanding.Read(field.Kind, line, turn.LineContext, field.WordList, field.Direction) is { } value)
                return Only(field, value);
        }

        var takesWords = fields.Find(TakesAnyWords);
        if (understood.Intent == question.Intent && understood.Fields.Count > 0 && understood.Fields.Keys.All(question.Fields.Contains))
            return understood.Fields;
        if (takesWords is { Kind: FieldKind.Text } ? understood.IsPlainCommand : understood.Intent is not null && !understood.IsBareValue)
            return None;
        var several = understanding.ReadFields(fields, question.Intent, line, turn.LineContext);
        if (several.Count > 1)
            return several;
        return takesWords is not null && understood.Alternatives.Count == 0 && understanding.Read(takesWords.Kind, line, turn.LineContext) is { } words
            ? Only(takesWords, words)
            : None;
    }

    /// <summary>The question as a button's data, with what is answered now; a doubtful answer is left for the command to ask about.</summary>
    public static CardPress Press(StandingQuestion question, IReadOnlyDictionary<string, FieldValue> answers)
    {
        var data = (JsonObject)question.Data.DeepClone();
        foreach (var (name, value) in answers)
        {
            if (value.Doubt is null)
                data[name] = value.Source;
        }

        return new CardPress(question.Verb, data);
    }

    /// <summary>The words were neither the answer nor anything else: the question again, with the buttons it had.</summary>
    public static Reply AskAgain(Turn turn, StandingQuestion question, IEnumerable<Choice> choices, string line)
    {
        turn.Memory.Question = question;
        var card = new Card(question.Words).Line(turn.Text("Form.NotUnderstood", ("words", Misunderstanding.Echo(line))), CardTone.Warning);
        return Reply.Ask(card, [.. choices]) with { Repeats = true };
    }

    private static bool TakesAnyWords(FieldDefinition field) => field.Kind is FieldKind.Text or FieldKind.Client or FieldKind.People or FieldKind.Colleague or FieldKind.Tasks;

    private static Dictionary<string, FieldValue> Only(FieldDefinition field, FieldValue value) => new(StringComparer.Ordinal) { [field.Name] = value };

    private static IReadOnlyDictionary<string, FieldValue> None { get; } = new Dictionary<string, FieldValue>(StringComparer.Ordinal);
}

/// <summary>A command that waits for an answer.</summary>
public sealed record StandingQuestion
{
    public required string Intent { get; init; }

    /// <summary>What a button of this question would press.</summary>
    public required string Verb { get; init; }

    /// <summary>What was said so far, as that button's data.</summary>
    public required JsonObject Data { get; init; }

    /// <summary>The fields that an answer may give.</summary>
    public required List<string> Fields { get; init; }

    /// <summary>The question as it was asked.</summary>
    public required string Words { get; init; }

    public required Instant Asked { get; init; }

    /// <summary>A day later nobody remembers what was asked.</summary>
    public bool IsForgotten(Instant now) => now - Asked > NodaTime.Duration.FromDays(1);
}
