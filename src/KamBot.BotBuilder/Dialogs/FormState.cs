namespace KamBot.BotBuilder.Dialogs;

/// <summary>
/// How far a typed form is: the form itself, in which order its fields were answered, and which were skipped. There is no
/// step number; the first missing field decides the question.
/// </summary>
/// <typeparam name="TForm">An immutable record with one property per field.</typeparam>
public sealed record FormState<TForm>
    where TForm : class
{
    public required TForm Form { get; init; }

    /// <summary>Names of the answered fields, the latest last.</summary>
    public IReadOnlyList<string> Answered { get; init; } = [];

    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>Takes an answer to a field, first or better.</summary>
    public FormState<TForm> Answer(string field, TForm form) => this with
    {
        Form = form,
        Answered = [.. Answered.Where(name => name != field), field],
        Skipped = [.. Skipped.Where(name => name != field)],
    };

    /// <summary>Leaves a field out; it is not asked again unless the user goes back to it.</summary>
    public FormState<TForm> Skip(string field) => this with { Skipped = [.. Skipped.Where(name => name != field), field] };

    /// <summary>Takes the latest answer or omission back, so that its question comes again.</summary>
    /// <param name="fields">The form's fields, to empty the one that is taken back.</param>
    /// <param name="asked">The field whose question stands; what was skipped right before it comes first.</param>
    public FormState<TForm> Back(IReadOnlyList<FormField<TForm>> fields, string? asked)
    {
        var order = fields.Select(field => field.Name).ToList();
        var end = asked is null ? order.Count : order.IndexOf(asked);
        var previous = order.Take(end).LastOrDefault(name => Answered.Contains(name) || Skipped.Contains(name));
        if (previous is null)
            return this;
        var field = fields.First(field => field.Name == previous);
        return this with
        {
            Form = field.Set(Form, null),
            Answered = [.. Answered.Where(name => name != previous)],
            Skipped = [.. Skipped.Where(name => name != previous)],
        };
    }

    /// <summary>The field to ask for: the first that is neither answered nor skipped; null when the form is complete.</summary>
    public FormField<TForm>? Missing(IEnumerable<FormField<TForm>> fields) =>
        fields.FirstOrDefault(field => field.Get(Form) is null && !Skipped.Contains(field.Name));
}

/// <summary>One field of a form: how to read it off the form and how to set it.</summary>
/// <param name="Name">Stable; cards and stored states carry it.</param>
/// <param name="Get">The answer, null while there is none.</param>
/// <param name="Set">The form with another answer, or with none (null).</param>
/// <param name="IsOptional">May be skipped.</param>
public record FormField<TForm>(string Name, Func<TForm, object?> Get, Func<TForm, object?, TForm> Set, bool IsOptional)
    where TForm : class;

/// <summary>What a turn of a dialog came to. Names of Microsoft.Bot.Builder.Dialogs.</summary>
public enum DialogTurnStatus
{
    Empty,
    Waiting,
    Complete,
    Cancelled,
}
