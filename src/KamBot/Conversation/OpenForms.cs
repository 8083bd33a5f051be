using System.Text.Json.Nodes;
using KamBot.BotBuilder.Dialogs;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Forms;
using KamBot.Conversation.Language;

namespace KamBot.Conversation;

/// <summary>The forms of a conversation: which one is asked about, which are aside, which became drafts. Nothing typed is lost.</summary>
public sealed class OpenForms(IEnumerable<IForm> forms)
{
    private readonly Dictionary<string, IForm> _forms = forms.ToDictionary(form => form.Intent, StringComparer.Ordinal);

    public bool Opens(string intent) => _forms.ContainsKey(intent);

    /// <summary>The form whose question stands: neither aside nor left alone for a day.</summary>
    public OpenForm? Current(Turn turn) =>
        turn.Memory.Forms.LastOrDefault() is { IsAside: false } form && !form.IsDraft(turn.Now) && _forms.ContainsKey(form.Intent) ? form : null;

    /// <summary>"P-1 confirmed" may answer a question that takes any words; "we won", which names nothing, even the one for a client.</summary>
    public bool MayBeAnswer(OpenForm form, Understood understood) =>
        Of(form).AsksForText(form) || Of(form).AsksForClient(form) && understood.Fields.Count == 0;

    /// <summary>
    /// In a question for words a line is the answer, unless it is a command from its first word on: "Jordi prepares the dossier".
    /// "We met yesterday at 10" inside the log of a meeting answers it; naming a client begins another. "Today at 10" answers the
    /// question for the day, though elsewhere it asks what the day brings.
    /// </summary>
    public bool IsItsOwnAnswer(Turn turn, OpenForm form, Understood understood, string line) =>
        understood.Intent == form.Intent && !understood.Fields.ContainsKey("client") && Of(form).CanRead(turn, form, line)
        || Of(form).IsAskedMoment(turn, form, line)
        || Of(form).AsksForText(form) && !understood.IsPlainCommand
        || understood.IsBareValue && Of(form).CanRead(turn, form, line);

    public async Task<Reply> OpenAsync(Turn turn, string intent, CommandInput input, CancellationToken cancellationToken)
    {
        var result = await _forms[intent].OpenAsync(turn, input, cancellationToken);
        if (result.Status == DialogTurnStatus.Waiting && turn.Memory.Forms.Count >= Memory.MostForms)
            return Reply.Show(Unfinished(turn, turn.Text("Form.TooMany", ("most", Memory.MostForms))));
        return Keep(turn, result);
    }

    public async Task<Reply> AnswerAsync(Turn turn, OpenForm form, string line, CancellationToken cancellationToken) =>
        Keep(turn, await Of(form).AnswerAsync(turn, form, line, cancellationToken));

    public async Task<Reply> SkipAsync(Turn turn, CancellationToken cancellationToken) =>
        Current(turn) is { } form ? Keep(turn, await Of(form).SkipAsync(turn, form, cancellationToken)) : Reply.Say(turn.Text("Form.NothingOpen"));

    public async Task<Reply> BackAsync(Turn turn, CancellationToken cancellationToken) =>
        Current(turn) is { } form ? Keep(turn, await Of(form).BackAsync(turn, form, cancellationToken)) : Reply.Say(turn.Text("Form.NothingOpen"));

    public Reply Cancel(Turn turn, OpenForm? form = null)
    {
        form ??= Current(turn);
        if (form is null)
            return Reply.Say(turn.Text("Form.NothingOpen"));
        turn.Memory.Forms.RemoveAll(each => each.Id == form.Id);
        var reply = Reply.Say(turn.Text("Form.Cancelled", ("title", Of(form).Describe(turn, form))));
        return turn.Memory.Forms.Count > 0 ? OfferToGoOn(turn, reply) : reply;
    }

    /// <summary>"continue": the latest form that is aside or a draft, with its question again.</summary>
    public Reply Resume(Turn turn, string? id = null)
    {
        var form = id is null ? turn.Memory.Forms.LastOrDefault() : turn.Memory.Forms.Find(each => each.Id == id);
        return form is null || !_forms.ContainsKey(form.Intent)
            ? Reply.Say(turn.Text("Form.NothingOpen"))
            : Keep(turn, Of(form).Question(turn, form));
    }

    /// <summary>"what was I doing?"</summary>
    public Reply Doing(Turn turn) => turn.Memory.Forms.Count == 0
        ? Reply.Say(turn.Text("Form.NothingOpen"))
        : Reply.Show(Unfinished(turn, turn.Text("Form.Unfinished")));

    /// <summary>The question that stands, asked again after a remark (E12); just the remark when none does.</summary>
    public Reply AskAgain(Turn turn, string remark) =>
        Current(turn) is { } form ? Keep(turn, Of(form).Question(turn, form, remark)) : Reply.Say(remark);

    /// <summary>The question that stands, for "help" inside a form (E13).</summary>
    public string? StandingQuestion(Turn turn) => Current(turn) is { } form ? Of(form).Question(turn, form).Reply.Card?.Headline : null;

    public async Task<Reply> PressAsync(Turn turn, CardPress press, CancellationToken cancellationToken)
    {
        if (turn.Memory.Forms.Find(each => each.Id == press.Text("form")) is not { } form || !_forms.TryGetValue(form.Intent, out var handler))
            return Reply.Say(turn.Text("Form.Gone"));
        return press.Verb switch
        {
            FormVerbs.Set when press.Text("field") is { } field && press.Text("value") is { } value =>
                Keep(turn, await handler.SetAsync(turn, form, field, value, cancellationToken)),
            FormVerbs.Answer when press.Text("line") is { } line => Keep(turn, await handler.AnswerAsync(turn, form, line, cancellationToken)),
            FormVerbs.Skip => Keep(turn, await handler.SkipAsync(turn, form, cancellationToken)),
            FormVerbs.Back => Keep(turn, await handler.BackAsync(turn, form, cancellationToken)),
            FormVerbs.Submit => Keep(turn, await handler.SubmitAsync(turn, form, press, cancellationToken)),
            FormVerbs.Cancel => Cancel(turn, form),
            FormVerbs.Resume => Resume(turn, form.Id),
            _ => Reply.Say(turn.Text("Form.Gone")),
        };
    }

    /// <summary>Another command came in between: its answer, then the way back.</summary>
    public Reply OfferToGoOn(Turn turn, Reply reply)
    {
        if (turn.Memory.Forms.LastOrDefault() is not { } form || !_forms.ContainsKey(form.Intent))
            return reply;
        var title = Of(form).Describe(turn, form);
        if (!turn.Memory.Forms.Exists(each => each.Id == form.Id && !each.IsAside) || reply.Card is null && reply.Text is null)
            return reply;
        var card = reply.Card ?? new Card(reply.Text ?? "");
        card.Note(turn.Text("Form.GoOn", ("title", title)));
        var choice = new Choice(turn.Text("Form.Continue"), FormVerbs.Resume, FormChoices.Data(form), Answer: true);
        card.Button(choice.Title, choice.Verb, choice.Data);
        return reply with { Card = card, Text = null, Choices = [.. reply.Choices, choice] };
    }

    /// <summary>A free-text question got a line that also is a command: the user says which.</summary>
    public Reply AskWhichIsMeant(Turn turn, OpenForm form, string intent, string line)
    {
        var answer = new Choice(turn.Text("Form.MeantAnswer"), FormVerbs.Answer, new JsonObject { ["form"] = form.Id, ["line"] = line }, Answer: true);
        var command = new Choice(turn.Text("Form.MeantCommand"), Router.Command, new JsonObject { ["line"] = line, ["intent"] = intent });
        return Reply.Ask(new Card(turn.Text("Form.WhichMeant", ("title", Of(form).Describe(turn, form)))).Line(turn.Text("Unknown.Quote", ("words", line))), answer, command);
    }

    /// <summary>Cards with each unfinished form, to go on with or to discard.</summary>
    public Card Unfinished(Turn turn, string headline)
    {
        var card = new Card(headline);
        foreach (var form in turn.Memory.Forms.Where(form => _forms.ContainsKey(form.Intent)).Reverse())
        {
            var tap = new CardButton(turn.Text("Form.Continue"), FormVerbs.Resume, FormChoices.Data(form));
            card.Row(Of(form).Describe(turn, form), form.IsDraft(turn.Now) ? turn.Text("Form.Draft") : null, tap: tap);
        }

        if (turn.Memory.Forms.LastOrDefault() is { } latest)
        {
            card.Button(turn.Text("Form.Continue"), FormVerbs.Resume, FormChoices.Data(latest), CardButtonStyle.Positive);
            card.Button(turn.Text("Form.Discard"), FormVerbs.Cancel, FormChoices.Data(latest), CardButtonStyle.Destructive);
        }

        return card;
    }

    /// <summary>Forms that were put aside or left alone, for the day's overview; the one being asked about is offered anyway.</summary>
    public IEnumerable<(string Title, CardButton Continue)> Aside(Turn turn) =>
        turn.Memory.Forms.Where(form => _forms.ContainsKey(form.Intent) && form.Id != Current(turn)?.Id)
            .Select(form => (Of(form).Describe(turn, form), new CardButton(turn.Text("Form.Continue"), FormVerbs.Resume, FormChoices.Data(form))));

    private Reply Keep(Turn turn, FormTurn result)
    {
        turn.Memory.Forms.RemoveAll(form => form.Id == result.Form.Id);
        if (result.Status == DialogTurnStatus.Waiting)
            turn.Memory.Forms.Add(result.Form);
        else if (turn.Memory.Forms.Count > 0)
            return OfferToGoOn(turn, result.Reply);
        return result.Reply;
    }

    private IForm Of(OpenForm form) => _forms[form.Intent];
}
