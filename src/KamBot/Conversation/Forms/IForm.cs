using KamBot.BotBuilder.Dialogs;

namespace KamBot.Conversation.Forms;

/// <summary>A dialog of the product: a typed form, filled by one line, by question and answer, or on one card.</summary>
public interface IForm
{
    /// <summary>The command that opens it, and whose fields it fills.</summary>
    string Intent { get; }

    /// <summary>Starts with what the command said; complete at once if that was everything.</summary>
    Task<FormTurn> OpenAsync(Turn turn, CommandInput input, CancellationToken cancellationToken);

    /// <summary>Takes a typed answer: to the question that stands, to later ones as well, or a correction of an earlier one.</summary>
    Task<FormTurn> AnswerAsync(Turn turn, OpenForm form, string line, CancellationToken cancellationToken);

    /// <summary>Sets one field by a button's value.</summary>
    Task<FormTurn> SetAsync(Turn turn, OpenForm form, string field, string value, CancellationToken cancellationToken);

    /// <summary>Takes all inputs of the one card; what was left empty is asked or stays out.</summary>
    Task<FormTurn> SubmitAsync(Turn turn, OpenForm form, CardPress press, CancellationToken cancellationToken);

    Task<FormTurn> SkipAsync(Turn turn, OpenForm form, CancellationToken cancellationToken);

    Task<FormTurn> BackAsync(Turn turn, OpenForm form, CancellationToken cancellationToken);

    /// <summary>The question that stands, again; with a remark before it if there is one.</summary>
    FormTurn Question(Turn turn, OpenForm form, string? remark = null);

    /// <summary>"the meeting with Vila Nord (step 4 of 7)".</summary>
    string Describe(Turn turn, OpenForm form);

    /// <summary>The question that stands takes any text: a line that looks like a command may be its answer.</summary>
    bool AsksForText(OpenForm form);

    /// <summary>The question that stands asks which client is meant.</summary>
    bool AsksForClient(OpenForm form);

    /// <summary>The question that stands asks for a day or a time, and the line is one and nothing else.</summary>
    bool IsAskedMoment(Turn turn, OpenForm form, string line);

    /// <summary>Whether the line can be read as what is asked for (or corrects what was answered).</summary>
    bool CanRead(Turn turn, OpenForm form, string line);
}

/// <summary>How a form's turn ended; a waiting form comes with its new state.</summary>
public sealed record FormTurn(DialogTurnStatus Status, OpenForm Form, Reply Reply);
