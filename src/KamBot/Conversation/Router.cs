using System.Text.Json.Nodes;
using KamBot.Conversation.Forms;
using KamBot.Conversation.Language;

namespace KamBot.Conversation;

/// <summary>
/// Decides who answers: global words (help, cancel, undo), then the open form, then a command, then "did you mean". Every
/// line and every button ends in exactly one answer.
/// </summary>
public sealed class Router(
    Understanding understanding,
    CommandCatalogue catalogue,
    OpenForms forms,
    IEnumerable<ICommandSet> commandSets,
    IEnumerable<ICorrections> corrections,
    CommandFields fields,
    StandingQuestions questions,
    CommandMetrics metrics,
    Misunderstanding misunderstanding,
    AppLinks links)
{
    /// <summary>Verbs of the router's own buttons.</summary>
    public const string Line = "line";
    public const string Command = "command";
    public const string CreateClient = "client.create";

    private readonly Dictionary<string, Command> _commands =
        commandSets.SelectMany(set => set.Commands).ToDictionary(command => command.Intent, StringComparer.Ordinal);

    /// <summary>A typed line.</summary>
    public async Task<Reply> RouteAsync(Turn turn, string line, CancellationToken cancellationToken)
    {
        // A link to a client or an offer, pasted into KamBot's own chat.
        if (links.Read(line.Trim()) is { } link)
            return await PressAsync(turn, link.Offer is { } offer ? new CardPress("proposal.show", new() { ["proposal"] = offer }) : new CardPress("dossier", new() { ["client"] = $"#{link.Client}" }), cancellationToken);
        var choice = TypedChoice(turn, line);
        var choices = turn.Memory.Choices;
        turn.Memory.Choices = [];
        if (choice is not null)
        {
            turn.AnswersQuestion = true;
            return await PressAsync(turn, new CardPress(choice.Verb, choice.Data), cancellationToken);
        }

        var question = Asked(turn);
        turn.Memory.Question = null;
        var understood = understanding.Understand(line, turn.LineContext);
        turn.Written = understood.Intent is null ? null : understood.Language;
        if (question is not null && (understood.Intent == "cancel" || understood.Intent is null && understanding.YesNo(line, turn.LineContext) == false))
        {
            turn.AnswersQuestion = true;
            return Reply.Say(turn.Text("Question.Dropped"));
        }

        if (GlobalWords.IsOne(understood.Intent))
        {
            var reply = await RunAsync(turn, understood, line, cancellationToken);
            turn.Memory.Question ??= understood.Intent == "help" ? question : null;
            return reply;
        }

        if (question is not null && questions.Answers(turn, question, understood, line) is { Count: > 0 } answers)
            return await GoOnAsync(turn, question, answers, cancellationToken);

        if (forms.Current(turn) is { } form)
            return await InFormAsync(turn, form, understood, line, cancellationToken);

        if ((understood.Intent is null || understood.IsBareValue) && await CorrectedAsync(turn, line, cancellationToken) is { } corrected)
            return corrected;
        if (understood.Intent is not null)
            return await RunAsync(turn, understood, line, cancellationToken);
        return question is not null && understood.Alternatives.Count == 0
            ? StandingQuestions.AskAgain(turn, question, choices, line)
            : misunderstanding.Answer(turn, understood, line);
    }

    /// <summary>A pressed button, or a submitted card.</summary>
    public async Task<Reply> PressAsync(Turn turn, CardPress press, CancellationToken cancellationToken)
    {
        turn.Memory.Question = null;
        switch (press.Verb)
        {
            case Line when press.Text("line") is { } line:
                return await RouteAsync(turn, line, cancellationToken);

            case Command when press.Text("line") is { } line:
                // A line said before, with one of its facts settled by the button.
                var understood = understanding.Understand(line, turn.LineContext, press.Text("intent"));
                return await RunAsync(turn, press.Text("intent") ?? understood.Intent, understood.Fields, line, press, cancellationToken);

            case CreateClient when press.Data["then"] is JsonObject then && press.Text("name") is { } name:
                var data = (JsonObject)then["data"]!.DeepClone();
                data["client"] = $"#{(await fields.CreateClientAsync(turn, name, cancellationToken)).Id}";
                return await PressAsync(turn, new CardPress((string)then["verb"]!, data), cancellationToken);

            case { } verb when FormVerbs.IsOne(verb):
                return await forms.PressAsync(turn, press, cancellationToken);

            case { } verb when _commands.ContainsKey(verb) || forms.Opens(verb):
                return await RunAsync(turn, verb, fields.OfPress(turn, press), "", press, cancellationToken);

            default:
                return misunderstanding.UnknownButton(turn);
        }
    }

    private async Task<Reply> InFormAsync(Turn turn, OpenForm form, Understood understood, string line, CancellationToken cancellationToken)
    {
        if (understood.Intent is not { } intent || forms.IsItsOwnAnswer(turn, form, understood, line))
            return await forms.AnswerAsync(turn, form, line, cancellationToken);
        if (forms.MayBeAnswer(form, understood) && catalogue[intent].ChangesData)
            return forms.AskWhichIsMeant(turn, form, intent, line);

        var reply = await RunAsync(turn, understood, line, cancellationToken);
        // A form that was opened instead asks its own question, and leads back when it is done.
        return forms.Opens(intent) ? reply : forms.OfferToGoOn(turn, reply);
    }

    private Task<Reply> RunAsync(Turn turn, Understood understood, string line, CancellationToken cancellationToken) =>
        RunAsync(turn, understood.Intent, understood.Fields, line, null, cancellationToken);

    private async Task<Reply> RunAsync(
        Turn turn, string? intent, IReadOnlyDictionary<string, FieldValue> said, string line, CardPress? press, CancellationToken cancellationToken)
    {
        if (intent is null || !_commands.ContainsKey(intent) && !forms.Opens(intent))
            return misunderstanding.UnknownButton(turn);

        return await metrics.WatchAsync(intent, () => RunKnownAsync(turn, intent, said, line, press, cancellationToken));
    }

    private async Task<Reply> RunKnownAsync(
        Turn turn, string intent, IReadOnlyDictionary<string, FieldValue> said, string line, CardPress? press, CancellationToken cancellationToken)
    {
        if (forms.Opens(intent))
            return await forms.OpenAsync(turn, intent, await fields.WithKnownClientAsync(turn, intent, said, line, press, cancellationToken), cancellationToken);

        var (input, question) = await fields.ResolveAsync(turn, intent, said, line, press, cancellationToken);
        var reply = question ?? await _commands[intent].RunAsync(turn, input!, cancellationToken);
        questions.Keep(turn, intent, line, press, reply);
        return reply;
    }

    /// <summary>"No, Tuesday at 10" right after something was saved.</summary>
    private async Task<Reply?> CorrectedAsync(Turn turn, string line, CancellationToken cancellationToken)
    {
        if (!understanding.IsCorrection(line, turn.LineContext, out var words))
            return null;
        foreach (var each in corrections)
        {
            if (await each.CorrectAsync(turn, words, cancellationToken) is { } reply)
                return reply;
        }

        return null;
    }

    /// <summary>The command that asked, with all that it knew and the answer.</summary>
    private Task<Reply> GoOnAsync(Turn turn, StandingQuestion question, IReadOnlyDictionary<string, FieldValue> answers, CancellationToken cancellationToken)
    {
        turn.AnswersQuestion = true;
        var press = StandingQuestions.Press(question, answers);
        var line = press.Text("line") ?? "";
        var before = press.Verb == Command ? understanding.Understand(line, turn.LineContext, question.Intent).Fields : fields.OfPress(turn, press);
        var said = new Dictionary<string, FieldValue>(before, StringComparer.Ordinal);
        foreach (var (name, value) in answers)
            said[name] = value;
        return RunAsync(turn, question.Intent, said, line, press, cancellationToken);
    }

    /// <summary>The question that stands outside a form, while anybody remembers it.</summary>
    private static StandingQuestion? Asked(Turn turn) =>
        turn.Memory.Question is { } question && !question.IsForgotten(turn.Now) ? question : null;

    /// <summary>The words of a button, its number, or a yes or no to a question that has them.</summary>
    private Choice? TypedChoice(Turn turn, string line)
    {
        var choices = turn.Memory.Choices;
        if (choices.Count == 0)
            return null;
        var typed = Folding.Fold(line);
        if (choices.Find(choice => Folding.Fold(choice.Title) == typed) is { } named)
            return named;
        if (int.TryParse(typed, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && forms.Current(turn) is null && number >= 1 && number <= choices.Count)
            return choices[number - 1];
        return understanding.YesNo(line, turn.LineContext) is { } answer ? choices.Find(choice => choice.Answer == answer) : null;
    }
}
