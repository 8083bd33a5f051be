using System.Text.Json.Nodes;

namespace KamBot.Conversation.Cards;

/// <summary>
/// An Adaptive Card in the making: a header that alone tells the news, a body of a few facts, one to three actions.
/// Slices compose it of the parts here, so that all of KamBot's cards look like one product (cards.md).
/// </summary>
public sealed class Card
{
    /// <summary>Teams refuses message-extension cards above 28 KB; KamBot keeps every card below it.</summary>
    public const int MaxBytes = 28 * 1024;

    private readonly List<JsonObject> _body = [];
    private readonly List<CardButton> _buttons = [];
    private readonly List<CardButton> _more = [];
    private readonly List<(string Title, string Url)> _links = [];
    private string _moreTitle = "";
    private string? _refresh;
    private CardButton? _submit;
    private readonly List<(string Title, JsonObject[] Inputs, CardButton[] Send)> _forms = [];
    private readonly List<string> _spoken = [];

    public Card(string headline, CardTone tone = CardTone.Plain)
    {
        Headline = headline;
        _body.Add(CardParts.Header(headline, tone));
    }

    /// <summary>What a notification, a screen reader and a client without cards show.</summary>
    public string Headline { get; }


    public Card Line(string? text, CardTone tone = CardTone.Plain)
    {
        if (string.IsNullOrEmpty(text))
            return this;
        _spoken.Add(text);
        _body.Add(CardParts.Line(text, tone));
        return this;
    }

    /// <summary>A quiet remark: why on that day, how to change it.</summary>
    public Card Note(string? text)
    {
        if (!string.IsNullOrEmpty(text))
            _body.Add(CardParts.Note(text));
        return this;
    }

    public Card Section(string title)
    {
        _body.Add(CardParts.Section(title));
        return this;
    }

    /// <summary>Label and value pairs; empty values are left out.</summary>
    public Card Facts(params ReadOnlySpan<(string Label, string? Value)> facts)
    {
        var set = CardParts.Facts(facts);
        if (set is not null)
            _body.Add(set);
        foreach (var (label, value) in facts)
        {
            if (!string.IsNullOrEmpty(value))
                _spoken.Add($"{label}: {value}");
        }

        return this;
    }

    /// <summary>One entry of a list: what, a word at the right, a remark below, and what a tap on it does.</summary>
    public Card Row(string title, string? right = null, string? detail = null, CardTone tone = CardTone.Plain, CardButton? tap = null)
    {
        _spoken.Add(right is null ? title : $"{title}, {right}");
        _body.Add(CardParts.Row(title, right, detail, tone, tap));
        return this;
    }

    /// <summary>Buttons of the row above them.</summary>
    public Card RowButtons(params IEnumerable<CardButton> buttons)
    {
        if (CardParts.RowButtons(buttons) is { } set)
            _body.Add(set);
        return this;
    }

    /// <summary>Right under the headline, whatever was added before: for whom this is, or what goes before all else.</summary>
    public Card Above(string text)
    {
        _spoken.Insert(0, text);
        _body.Insert(1, CardParts.Note(text));
        return this;
    }

    public Card Input(JsonObject input)
    {
        _body.Add(input);
        return this;
    }

    /// <summary>Everything of another card but its headline.</summary>
    public Card BodyOf(Card other)
    {
        _body.AddRange(other._body.Skip(1));
        _spoken.AddRange(other._spoken);
        _buttons.AddRange(other._buttons);
        _links.AddRange(other._links);
        _forms.AddRange(other._forms);
        _more.AddRange(other._more);
        _moreTitle = other._moreTitle;
        return this;
    }

    /// <summary>The likeliest first; a card shows at most six, the rest belongs behind <see cref="More"/>.</summary>
    public Card Button(string title, string verb, object? data = null, CardButtonStyle style = CardButtonStyle.Default)
    {
        _buttons.Add(new CardButton(title, verb, data, style));
        return this;
    }

    public Card Button(CardButton? button)
    {
        if (button is not null)
            _buttons.Add(button);
        return this;
    }

    /// <summary>A button that opens a page in the reader's browser, or a place in Teams.</summary>
    /// <param name="title">What stands on it.</param>
    /// <param name="url">An https address.</param>
    public Card Link(string title, string url)
    {
        _links.Add((title, url));
        return this;
    }

    /// <summary>Inputs that unfold behind one button and are sent together, by whichever of its buttons.</summary>
    public Card Form(string title, IEnumerable<JsonObject> inputs, params ReadOnlySpan<CardButton> send)
    {
        _forms.Add((title, [.. inputs], [.. send]));
        return this;
    }

    /// <summary>What is rare: behind one button that unfolds.</summary>
    public Card More(string title, params ReadOnlySpan<CardButton> buttons)
    {
        _moreTitle = title;
        _more.AddRange(buttons);
        return this;
    }

    /// <summary>In a dialog: the button that sends its inputs. Teams knows which dialog they belong to; the data says what else the button means.</summary>
    public Card Submit(string title, object? data = null)
    {
        _submit = new CardButton(title, "", data);
        return this;
    }

    /// <summary>Whether it has so many buttons and nothing else to press.</summary>
    internal bool HasOnly(int buttons) => _buttons.Count == buttons && _forms.Count == 0 && _more.Count == 0;

    /// <summary>The same to be read only, as in a dialog, where no button of a chat works.</summary>
    public Card WithoutButtons()
    {
        _buttons.Clear();
        _forms.Clear();
        _more.Clear();
        _body.RemoveAll(CardParts.IsButtons);
        foreach (var part in _body)
            part.Remove("selectAction");
        return this;
    }

    /// <summary>
    /// In a room: Teams asks for each reader's own view with this verb when the card comes into sight (user-specific views; without
    /// a list of users that is everybody in a room of up to sixty). Other readers see the card as it was posted.
    /// </summary>
    public Card OwnViewOf(string verb)
    {
        _refresh = verb;
        return this;
    }

    /// <summary>The card as Teams takes it. <paramref name="nonce"/> names this very card, so that a button pressed twice counts once.</summary>
    public JsonObject ToJson(string nonce)
    {
        var actions = new JsonArray();
        foreach (var button in _buttons)
            actions.Add(CardParts.Execute(button, nonce));
        foreach (var (title, url) in _links)
            actions.Add(CardParts.OpenUrl(title, url));
        foreach (var (title, inputs, send) in _forms)
            actions.Add(CardParts.ShowForm(title, inputs, send, nonce));
        if (_more.Count > 0)
            actions.Add(CardParts.ShowMore(_moreTitle, _more, nonce));

        if (_submit is not null)
            actions.Add(CardParts.Submit(_submit, nonce));

        var body = new JsonArray();
        foreach (var part in _body)
            body.Add(CardParts.WithNonce(part.DeepClone(), nonce));

        var card = new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["version"] = "1.5",
            ["fallbackText"] = Headline,
            ["speak"] = Spoken(),
            ["body"] = body,
        };
        if (actions.Count > 0)
            card["actions"] = actions;
        if (_refresh is not null)
            card["refresh"] = new JsonObject { ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = _refresh, ["data"] = new JsonObject() } };
        return card;
    }

    private string Spoken() => string.Join(". ", _spoken.Prepend(Headline));
}

/// <summary>Colours mean something only: late, soon, done; the words beside say it too.</summary>
public enum CardTone
{
    Plain,
    Good,
    Warning,
    Attention,
}

public enum CardButtonStyle
{
    Default,
    Positive,
    Destructive,
}

/// <summary>A button: its verb is the intent of a command of the catalogue, its data that command's fields.</summary>
public sealed record CardButton(string Title, string Verb, object? Data = null, CardButtonStyle Style = CardButtonStyle.Default);
