using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;

namespace KamBot.Chat;

/// <summary>
/// What stands on the terminal: writes down what comes, numbers what can be pressed, and remembers the cards. Numbers begin
/// anew with the first card after a typed line; while buttons are pressed they go on, so that none changes its meaning.
/// </summary>
internal sealed class ChatPaper(ChatTerminal terminal)
{
    /// <summary>Who scrolls further back than that reads; older buttons are forgotten.</summary>
    private const int MostButtons = 200;

    private readonly Lock _gate = new();
    private readonly List<ChatUser> _users = [];
    private readonly List<ChatButton> _buttons = [];
    private readonly Dictionary<string, string> _typed = new(StringComparer.OrdinalIgnoreCase);
    private ChatUser? _current;
    private bool _isNewPage = true;
    private bool _endsWithCard;
    private int _lastNumber;

    /// <summary>From now on this user reads; the others' messages are marked.</summary>
    public void SitDown(ChatUser user)
    {
        lock (_gate)
        {
            _users.RemoveAll(each => each.Id == user.Id);
            _users.Add(user);
            _current = user;
            _buttons.Clear();
            _isNewPage = true;
        }
    }

    public ChatUser? UserOf(string conversation)
    {
        lock (_gate)
            return _users.Find(user => user.ConversationId == conversation);
    }

    public void Write(string line)
    {
        lock (_gate)
            terminal.Out.WriteLine(line);
    }

    /// <summary>Somebody typed a line: the next card has the numbers from 1.</summary>
    public void TurnPage()
    {
        lock (_gate)
            (_isNewPage, _endsWithCard) = (true, false);
    }

    /// <summary>The button of that number. A bare number means one only right below a card: KamBot's own lists are numbered, too.</summary>
    public ChatButton? Button(int number, bool isBare)
    {
        lock (_gate)
            return isBare && !_endsWithCard ? null : _buttons.FindLast(button => button.Number == number);
    }

    /// <summary>Keeps a value for an input that is on the terminal; false when there is none of that name.</summary>
    public bool Fill(string name, string value)
    {
        lock (_gate)
        {
            if (!_buttons.Exists(button => button.Inputs.Any(input => string.Equals(input["id"]!.ToString(), name, StringComparison.OrdinalIgnoreCase))))
                return false;
            _typed[name] = value;
            return true;
        }
    }

    /// <summary>What was filled in, for the one button that is pressed now.</summary>
    public IReadOnlyDictionary<string, string> TakeFilled()
    {
        lock (_gate)
        {
            var filled = new Dictionary<string, string>(_typed, StringComparer.OrdinalIgnoreCase);
            _typed.Clear();
            return filled;
        }
    }

    /// <summary>What KamBot sent, or sent again in place of something earlier.</summary>
    public void Show(string conversation, Activity activity, bool isUpdate)
    {
        lock (_gate)
        {
            var user = _users.Find(each => each.ConversationId == conversation);
            var speaker = (user is null || user.Id == _current?.Id ? "KamBot" : $"KamBot to {user.Name}") + (isUpdate ? " (updated)" : "");
            var isForReader = user?.Id == _current?.Id;
            if (isUpdate)
                Forget(activity.Id!);
            if (!string.IsNullOrEmpty(activity.Text))
                Say(speaker, activity.Text);
            foreach (var card in (activity.Attachments ?? []).Select(CardOf).OfType<JsonObject>())
                ShowCard(speaker, activity.Id!, card, [], isForReader);
        }
    }

    /// <summary>The card that came back for a pressed button takes the place of the one it was on.</summary>
    public void Replace(string cardId, JsonObject card)
    {
        lock (_gate)
        {
            Forget(cardId);
            ShowCard("KamBot", cardId, card, [], isForReader: true);
        }
    }

    public void Unfold(ChatButton button)
    {
        lock (_gate)
        {
            if (button.Action["card"] is JsonObject inner)
                ShowCard(button.Action["title"]?.ToString() ?? "", button.CardId, inner, button.Inputs, isForReader: true, isPart: true);
        }
    }

    public void Say(string speaker, string text)
    {
        lock (_gate)
        {
            _endsWithCard = false;
            var lines = text.Split('\n');
            terminal.Out.WriteLine($"{speaker}: {lines[0].TrimEnd()}");
            foreach (var line in lines.Skip(1))
                terminal.Out.WriteLine($"  {line}".TrimEnd());
        }
    }

    public void Remove(string conversation, string id)
    {
        lock (_gate)
        {
            Forget(id);
            terminal.Out.WriteLine("(A message was taken back.)");
        }
    }

    private void ShowCard(string speaker, string cardId, JsonObject card, IReadOnlyList<JsonObject> outerInputs, bool isForReader, bool isPart = false)
    {
        if (_isNewPage && isForReader)
        {
            _buttons.Clear();
            (_lastNumber, _isNewPage) = (0, false);
        }

        var lines = CardText.Draw(card, (action, inputs) => isForReader ? Number(cardId, action, inputs) : 0, outerInputs);
        terminal.Out.WriteLine(isPart || lines.Count == 0 ? $"{speaker}:" : $"{speaker}: {lines[0]}");
        foreach (var line in isPart ? lines : lines.Skip(1))
            terminal.Out.WriteLine($"  {line}");
        _endsWithCard = isForReader;
    }

    private int Number(string cardId, JsonObject action, IReadOnlyList<JsonObject> inputs)
    {
        _buttons.Add(new ChatButton(++_lastNumber, cardId, action, inputs));
        if (_buttons.Count > MostButtons)
            _buttons.RemoveAt(0);
        return _lastNumber;
    }

    private void Forget(string cardId) => _buttons.RemoveAll(button => button.CardId == cardId);

    private static JsonObject? CardOf(Attachment attachment) =>
        attachment.ContentType == Attachment.AdaptiveCard ? JsonSerializer.SerializeToNode(attachment.Content) as JsonObject : null;
}

/// <summary>Something on a card that can be pressed, and the inputs that are sent with it.</summary>
internal sealed record ChatButton(int Number, string CardId, JsonObject Action, IReadOnlyList<JsonObject> Inputs);
