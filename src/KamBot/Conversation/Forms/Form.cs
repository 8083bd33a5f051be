using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Dialogs;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Platform.Tables;

namespace KamBot.Conversation.Forms;

/// <summary>
/// Runs a typed form. The state is the form itself: the first missing field decides the question, one line may fill many
/// fields, and every form can be done as one card. Texts are found by name: <c>{Name}.Ask.{field}</c> is a question,
/// <c>{Name}.Label.{field}</c> its label on the card.
/// </summary>
public abstract class Form<TForm>(Understanding understanding, CommandCatalogue catalogue, IClientFinder clients) : IForm
    where TForm : class
{
    /// <summary>An answer in words is not longer than this; a longer one is refused with the limit named, nothing cut in silence.</summary>
    public const int MaxText = 4_000;

    /// <summary>Buttons of one question; a card shows at most six actions.</summary>
    private const int MostChoices = 3;

    /// <summary>"They are worried about" is the longest name of a field.</summary>
    private const int LongestName = 4;

    private static readonly char[] ClauseEnds = [';', '\n'];

    public abstract string Intent { get; }

    /// <summary>The slice's prefix of the form's texts.</summary>
    protected abstract string Name { get; }

    protected abstract IReadOnlyList<Field<TForm>> Fields { get; }

    protected abstract TForm New(Turn turn);

    protected abstract string Title(Turn turn, TForm form);

    /// <summary>All is answered: save and say what was understood and what will happen.</summary>
    protected abstract Task<Reply> CompleteAsync(Turn turn, TForm form, CancellationToken cancellationToken);

    /// <summary>A last question that depends on several fields ("that is a Sunday"); null when nothing is to be asked.</summary>
    protected virtual FormQuestion? Doubt(Turn turn, TForm form) => null;

    public async Task<FormTurn> OpenAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var open = new OpenForm
        {
            Intent = Intent,
            Id = turn.Operation.Step("form").Value,
            State = Write(new FormState<TForm> { Form = New(turn) }),
            Started = turn.Now,
            Touched = turn.Now,
        };
        var filling = new Filling(Read(open));
        if (input.Client is { } client && Find("client") is { } clientField)
            filling.State = filling.State.Answer("client", Accepted(turn, clientField, filling.State.Form, client));
        await FillAsync(turn, filling, input.Fields.Where(field => input.Client is null || field.Key != "client"), cancellationToken);
        return await NextAsync(turn, open, filling, cancellationToken);
    }

    public async Task<FormTurn> AnswerAsync(Turn turn, OpenForm form, string line, CancellationToken cancellationToken)
    {
        var filling = new Filling(Read(form));
        if (line.Length > MaxText)
            return Question(turn, form, turn.Text("Form.TooLong", ("length", line.Length), ("most", MaxText)));
        var asked = Asked(form, filling.State);
        if (understanding.IsCorrection(line, turn.LineContext, out var rest) && await CorrectAsync(turn, filling, asked, rest, cancellationToken))
            return await NextAsync(turn, form, filling, cancellationToken);
        // "No" and "none" where nothing is needed: there is nothing to note.
        if (asked is { IsOptional: true } && understanding.YesNo(line, turn.LineContext) == false)
            return await SkipAsync(turn, form, cancellationToken);

        var values = ReadAnswer(turn, asked, filling.State.Answered, line);
        if (values.Count == 0)
            return Question(turn, form, turn.Text("Form.NotUnderstood", ("words", Misunderstanding.Echo(line))));
        await FillAsync(turn, filling, values, cancellationToken);
        return await NextAsync(turn, form, filling, cancellationToken);
    }

    public async Task<FormTurn> SetAsync(Turn turn, OpenForm form, string field, string value, CancellationToken cancellationToken)
    {
        var filling = new Filling(Read(form));
        if (Find(field) is not { } target)
            return Question(turn, form);
        var read = ReadValue(turn, target, value);
        if (read is null)
            return Question(turn, form, turn.Text("Form.NotUnderstood", ("words", Misunderstanding.Echo(value))));
        // A button is an answer to the doubt itself.
        await FillAsync(turn, filling, [new(field, read with { Doubt = null })], cancellationToken);
        return await NextAsync(turn, form, filling, cancellationToken);
    }

    public async Task<FormTurn> SubmitAsync(Turn turn, OpenForm form, CardPress press, CancellationToken cancellationToken)
    {
        var filling = new Filling(Read(form));
        foreach (var field in Fields)
        {
            if (FormInputs.Sent(press, Definition(field)) is not { } words
                || field.Get(filling.State.Form) is not null && words == field.Show(turn, filling.State.Form))
                continue;
            if (ReadValue(turn, field, words) is { } value)
                await FillAsync(turn, filling, [new(field.Name, value)], cancellationToken);
            else
                filling.Remarks.Add(turn.Text("Form.NotUnderstoodAs", ("words", Misunderstanding.Echo(words)), ("field", Label(turn, field))));
        }

        // Sent as a whole: what is optional and empty stays empty.
        if (filling.Remarks.Count == 0 && filling.Question is null)
        {
            foreach (var field in Fields.Where(field => field.IsOptional && field.Get(filling.State.Form) is null))
                filling.State = filling.State.Skip(field.Name);
        }

        return await NextAsync(turn, form, filling, cancellationToken);
    }

    public async Task<FormTurn> SkipAsync(Turn turn, OpenForm form, CancellationToken cancellationToken)
    {
        var filling = new Filling(Read(form));
        var asked = Asked(form, filling.State);
        if (asked is null || !asked.IsOptional)
            return Question(turn, form, turn.Text("Form.CannotSkip"));
        filling.State = filling.State.Skip(asked.Name);
        return await NextAsync(turn, form, filling, cancellationToken);
    }

    public async Task<FormTurn> BackAsync(Turn turn, OpenForm form, CancellationToken cancellationToken)
    {
        var state = Read(form);
        var filling = new Filling(state.Back(Fields, form.Asked));
        return await NextAsync(turn, form, filling, cancellationToken, isBack: true);
    }

    public FormTurn Question(Turn turn, OpenForm form, string? remark = null)
    {
        var state = Read(form);
        var asked = Asked(form, state);
        var question = asked is null ? Doubt(turn, state.Form) : AskFor(turn, state, asked);
        return Waiting(turn, form, state, question, asked, remark is null ? [] : [remark]);
    }

    public string Describe(Turn turn, OpenForm form)
    {
        var state = Read(form);
        var asked = Asked(form, state);
        var title = Title(turn, state.Form);
        return asked is null ? title : turn.Text("Form.Step", ("title", title), ("step", Step(asked)), ("steps", Steps));
    }

    public bool AsksForText(OpenForm form) => Asked(form, Read(form)) is { } asked && Kind(asked) is FieldKind.Text or FieldKind.Tasks;

    public bool AsksForClient(OpenForm form) => Asked(form, Read(form)) is { } asked && Kind(asked) == FieldKind.Client;

    public bool IsAskedMoment(Turn turn, OpenForm form, string line) =>
        Asked(form, Read(form)) is { } asked && Kind(asked) is FieldKind.When or FieldKind.Date or FieldKind.Validity && ReadValue(turn, asked, line) is not null;

    public bool CanRead(Turn turn, OpenForm form, string line)
    {
        var state = Read(form);
        return understanding.IsCorrection(line, turn.LineContext, out _) || ReadAnswer(turn, Asked(form, state), state.Answered, line).Count > 0;
    }

    /// <summary>Fields that are asked one by one; the others do not count as steps.</summary>
    private int Steps => Fields.Count(each => !each.IsSilent);

    private int Step(Field<TForm> field) => Fields.Where(each => !each.IsSilent).TakeWhile(each => each.Name != field.Name).Count() + 1;

    private async Task<FormTurn> NextAsync(Turn turn, OpenForm form, Filling filling, CancellationToken cancellationToken, bool isBack = false)
    {
        var state = filling.State;
        var missing = (Field<TForm>?)state.Missing(Fields.Where(field => !field.IsSilent));
        var question = filling.Question
            ?? (missing is not null ? AskFor(turn, state, missing) : isBack ? null : Doubt(turn, state.Form));
        if (question is { Field: "client", Choices.Count: 0 })
            question = question with { Choices = [.. (await clients.FewAsync(turn, MostChoices, cancellationToken)).Select(client => (client.Name, $"#{client.Id}"))] };
        if (question is not null || filling.Remarks.Count > 0)
        {
            var asked = filling.Question is null ? missing ?? filling.Refused : Find(filling.Question.Field);
            return Waiting(turn, form, state, question ?? AskFor(turn, state, asked ?? Fields[0]), asked, filling.Remarks, filling.Notes);
        }

        var reply = await CompleteAsync(turn, state.Form, cancellationToken);
        return new FormTurn(DialogTurnStatus.Complete, form, reply);
    }

    private FormTurn Waiting(Turn turn, OpenForm form, FormState<TForm> state, FormQuestion? question, Field<TForm>? asked, IReadOnlyList<string> remarks, IReadOnlyList<string>? notes = null)
    {
        var open = form with { State = Write(state), Touched = turn.Now, Asked = asked?.Name, IsAside = false };
        var card = new Card(question?.Text ?? Title(turn, state.Form));
        foreach (var remark in remarks)
            card.Line(remark, CardTone.Warning);
        foreach (var note in notes ?? [])
            card.Line(note);
        if (asked is not null)
            card.Note(turn.Text("Form.Step", ("title", Title(turn, state.Form)), ("step", Step(asked)), ("steps", Steps)));
        var choices = (question?.Choices ?? []).Select(choice => FormChoices.Set(open, choice.Title, question!.Field, choice.Value)).ToArray();
        var reply = Reply.Ask(card, choices);
        if (asked is { IsOptional: true })
            card.Button(turn.Text("Form.Skip"), FormVerbs.Skip, FormChoices.Data(open));
        card.Form(turn.Text("Form.OneCard"), Inputs(turn, state.Form), new CardButton(turn.Text("Form.Send"), FormVerbs.Submit, FormChoices.Data(open), CardButtonStyle.Positive));
        card.More(
            turn.Text("Form.More"),
            new CardButton(turn.Text("Form.Back"), FormVerbs.Back, FormChoices.Data(open)),
            new CardButton(turn.Text("Form.Cancel"), FormVerbs.Cancel, FormChoices.Data(open)));
        return new FormTurn(DialogTurnStatus.Waiting, open, reply);
    }

    private FormQuestion AskFor(Turn turn, FormState<TForm> state, Field<TForm> field) =>
        new(turn.Text($"{Name}.Ask.{field.Name}"), field.Name, [.. field.Suggest(turn, state.Form)]);

    /// <summary>Puts values into the form, one after another; the first that needs a question back stops nothing but itself.</summary>
    private async Task FillAsync(Turn turn, Filling filling, IEnumerable<KeyValuePair<string, FieldValue>> values, CancellationToken cancellationToken)
    {
        // In the form's order: "30 days" counts from the sending date that the same line names.
        foreach (var (name, value) in values.OrderBy(value => IndexOf(value.Key)))
        {
            if (Find(name) is not { } field)
                continue;
            var given = value.Value;
            if (Kind(field) == FieldKind.Client)
            {
                var (client, question) = await ClientAsync(turn, (string)given, cancellationToken);
                if (client is null)
                {
                    filling.Question ??= question;
                    continue;
                }

                given = client;
            }
            else if (value.Doubt is { } doubt)
            {
                filling.Question ??= FieldDoubts.Ask(turn, name, doubt);
                continue;
            }

            var reading = field.Read(turn, filling.State.Form, given);
            if (reading.Problem is not null)
            {
                filling.Remarks.Add(reading.Problem);
                filling.Refused = field;
                continue;
            }

            filling.State = filling.State.Answer(name, field.Set(filling.State.Form, reading.Value));
            if (reading.Note is not null)
                filling.Notes.Add(reading.Note);
        }
    }

    private async Task<(ClientRef? Client, FormQuestion? Question)> ClientAsync(Turn turn, string words, CancellationToken cancellationToken)
    {
        if (words.StartsWith('#'))
            return (await clients.GetAsync(turn, words[1..], cancellationToken), null);
        if (words.StartsWith('+'))
            return (await clients.CreateAsync(turn, words[1..], cancellationToken), null);
        var found = await clients.FindAsync(turn, words, cancellationToken);
        if (found is { Clients: [var only], IsGuess: false })
            return (only, null);
        var choices = found.Clients.Take(5).Select(client => (client.Name, $"#{client.Id}")).ToList();
        var create = (turn.Text("Client.Create", ("words", words)), $"+{words}");
        if (choices.Count > 0)
            return (null, found.IsGuess
                ? new FormQuestion(turn.Text("Client.Guess", ("words", words)), "client", [.. choices, create])
                : new FormQuestion(turn.Text("Client.Which", ("words", words)), "client", choices));
        if (found.OthersOwner is { } owner)
            return (null, new FormQuestion(turn.Text("Client.OfColleague", ("words", words), ("owner", owner)), "client", []));
        return (null, new FormQuestion(turn.Text("Client.Unknown", ("words", words)), "client", [create]));
    }

    /// <summary>"no, Tuesday": the latest answer that the words can replace.</summary>
    private async Task<bool> CorrectAsync(Turn turn, Filling filling, Field<TForm>? asked, string rest, CancellationToken cancellationToken)
    {
        var named = understanding.ReadFields(catalogue[Intent].Fields, Intent, rest, turn.LineContext)
            .Where(value => filling.State.Answered.Contains(value.Key) && Find(value.Key) is { } field && !TakesAnyWords(field)).ToList();
        // "No, they were happy" answers a question for words; only what has a shape of its own corrects an earlier answer then.
        var onlyShaped = named.Count > 0 || asked is not null && Kind(asked) is FieldKind.Text;
        foreach (var name in filling.State.Answered.Reverse())
        {
            if (Find(name) is not { } field)
                continue;
            if (field.Correct(turn, filling.State.Form, rest) is { } corrected)
            {
                filling.State = filling.State.Answer(name, corrected);
                return true;
            }

            if (onlyShaped && TakesAnyWords(field) || ReadValue(turn, field, rest) is not { } value)
                continue;
            await FillAsync(turn, filling, [new(name, value)], cancellationToken);
            return true;
        }

        await FillAsync(turn, filling, named, cancellationToken);
        return named.Count > 0;
    }

    private IReadOnlyList<KeyValuePair<string, FieldValue>> ReadAnswer(Turn turn, Field<TForm>? asked, IReadOnlyList<string> answered, string line)
    {
        if (asked is not null && Kind(asked) == FieldKind.Client)
            return ReadValue(turn, asked, line) is { } client ? [new(asked.Name, client)] : [];
        if (asked is not null && Kind(asked) is FieldKind.Text or FieldKind.Tasks)
            return ReadWords(turn, asked!, line);
        // Its own question and what is still open: an answer does not change what was settled before.
        var wanted = catalogue[Intent].Fields.Where(field => field.Name == asked?.Name || !answered.Contains(field.Name)).ToList();
        var several = understanding.ReadFields(wanted, Intent, line, turn.LineContext);
        if (several.Count > 1)
            return [.. several];
        if (asked is not null && ReadValue(turn, asked, line) is { } value)
            return [new(asked.Name, value)];
        return [.. several];
    }

    /// <summary>Free words up to the clause that answers a later question by its name: "faster delivery; objections: the price".</summary>
    private IReadOnlyList<KeyValuePair<string, FieldValue>> ReadWords(Turn turn, Field<TForm> asked, string line)
    {
        var later = catalogue[Intent].Fields.Where(field => IndexOf(field.Name) > IndexOf(asked.Name) && field.Kind is FieldKind.Text or FieldKind.Tasks).ToList();
        var clauses = line.Split(ClauseEnds);
        for (var at = 0; at < clauses.Length; at++)
        {
            if (!BeginsWithName(turn, later, clauses[at]))
                continue;
            var words = string.Join(';', clauses[..at]).Trim();
            var named = understanding.ReadFields(later, Intent, string.Join(';', clauses[at..]), turn.LineContext);
            return words.Length > 0 && ReadValue(turn, asked, words) is { } value ? [new(asked.Name, value), .. named] : [.. named];
        }

        return ReadValue(turn, asked, line) is { } all ? [new(asked.Name, all)] : [];
    }

    /// <summary>The words before the value are no more than what announces it: "objections:", "they worry about".</summary>
    private bool BeginsWithName(Turn turn, IReadOnlyList<FieldDefinition> fields, string clause) =>
        understanding.ReadFields(fields, Intent, clause, turn.LineContext).Values
            .Select(value => clause.IndexOf(value.Source, StringComparison.Ordinal)).Where(at => at >= 0)
            .Any(at => clause[..at] is var before && !before.Contains(',', StringComparison.Ordinal)
                && before.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is > 0 and <= LongestName);

    private bool TakesAnyWords(Field<TForm> field) => Kind(field) is FieldKind.Text or FieldKind.Client or FieldKind.People or FieldKind.Tasks;

    private FieldValue? ReadValue(Turn turn, Field<TForm> field, string words)
    {
        var definition = Definition(field);
        if (definition.Kind == FieldKind.Client && words.StartsWith('#') || definition.Kind == FieldKind.Client && words.StartsWith('+'))
            return new FieldValue(words, words);
        if (definition.Kind == FieldKind.Text)
            return string.IsNullOrWhiteSpace(words) ? null : new FieldValue(words.Trim(), words);
        return understanding.Read(definition.Kind, words, turn.LineContext, definition.WordList, definition.Direction);
    }

    private static TForm Accepted(Turn turn, Field<TForm> field, TForm form, object value) => field.Set(form, field.Read(turn, form, value).Value);

    private IEnumerable<JsonObject> Inputs(Turn turn, TForm form) => Fields.SelectMany(field => FormInputs.For(Definition(field), Label(turn, field), field.Show(turn, form), field.IsLong, turn));

    private string Label(Turn turn, Field<TForm> field) => turn.Text($"{Name}.Label.{field.Name}");

    private FieldDefinition Definition(Field<TForm> field) => catalogue[Intent].Fields.First(definition => definition.Name == field.Name);

    private FieldKind Kind(Field<TForm> field) => Definition(field).Kind;

    private Field<TForm>? Find(string? name) => Fields.FirstOrDefault(field => field.Name == name);

    private int IndexOf(string name) => Fields.ToList().FindIndex(field => field.Name == name);

    private Field<TForm>? Asked(OpenForm form, FormState<TForm> state) =>
        Find(form.Asked) ?? (Field<TForm>?)state.Missing(Fields.Where(field => !field.IsSilent));

    private static FormState<TForm> Read(OpenForm form) => form.State.Deserialize<FormState<TForm>>(RowJson.Options)!;

    private static JsonObject Write(FormState<TForm> state) => (JsonObject)JsonSerializer.SerializeToNode(state, RowJson.Options)!;

    private sealed class Filling(FormState<TForm> state)
    {
        public FormState<TForm> State { get; set; } = state;

        public FormQuestion? Question { get; set; }

        public List<string> Remarks { get; } = [];

        /// <summary>What was taken and wants to be said.</summary>
        public List<string> Notes { get; } = [];

        /// <summary>The field whose answer was wrong.</summary>
        public Field<TForm>? Refused { get; set; }
    }
}

/// <summary>A question back: its words, the field its answer goes to, and the answers at hand.</summary>
public sealed record FormQuestion(string Text, string Field, IReadOnlyList<(string Title, string Value)> Choices);
