using System.Text;
using System.Text.Json.Nodes;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// Several reminders on one card (R8): the larger amounts first, then what has waited longest; each row with Done, Tomorrow and
/// Open. What is done stays, ticked off, until the card scrolls away.
/// </summary>
internal static class DigestCards
{
    /// <summary>In the data of a button of a row: its answer is the digest as it then is, not a card in the digest's place.</summary>
    public const string Part = "digest";

    /// <summary>The value for a button whose answer is wanted beside the digest.</summary>
    public const string Aside = "aside";

    /// <summary>The value for a button that changes something.</summary>
    public const string Row = "row";

    /// <summary>Rows with buttons, if they fit.</summary>
    private const int MostWithButtons = 8;

    private const int MostListed = 20;

    /// <summary>What the card leaves for its nonces and for what others add to it.</summary>
    private const int MostBytes = Card.MaxBytes - 2_500;

    private const int LongestTitle = 120;

    /// <summary>As much of it as fits on a card that Teams takes: rows lose their buttons before they are left out.</summary>
    public static Card Compose(IReadOnlyList<DigestEntry> entries, Reader reader, LocalDate today, string? news = null)
    {
        var card = Compose(entries, reader, today, news, MostWithButtons, MostListed);
        for (var listed = MostListed; listed > 0 && IsTooLong(card); listed -= 2)
            card = Compose(entries, reader, today, news, Math.Min(MostWithButtons, listed / 2), listed);
        return card;
    }

    private static bool IsTooLong(Card card) => Encoding.UTF8.GetByteCount(card.ToJson("").ToJsonString()) > MostBytes;

    private static Card Compose(IReadOnlyList<DigestEntry> entries, Reader reader, LocalDate today, string? news, int mostWithButtons, int mostListed)
    {
        var open = Ordered(entries.Where(entry => !entry.IsAnswered)).ToList();
        var card = open.Count == 0
            ? new Card(reader.Text("Digest.AllDone"), CardTone.Good)
            : new Card(reader.Plural("Digest.Title", open.Count), open.Exists(entry => entry.Reminder.DueDay < today) ? CardTone.Attention : CardTone.Plain);
        card.Line(news, CardTone.Good);
        for (var at = 0; at < Math.Min(open.Count, mostListed); at++)
            Add(card, open[at], reader, today, withButtons: at < mostWithButtons);
        if (open.Count > mostListed)
            card.Note(reader.Text("Digest.More", ("more", open.Count - mostListed)));
        foreach (var entry in entries.Where(entry => entry.IsAnswered).Take(mostListed))
            card.Row($"✓ {Title(entry)}", tone: CardTone.Good);
        return card;
    }

    private static void Add(Card card, DigestEntry entry, Reader reader, LocalDate today, bool withButtons)
    {
        var (reminder, row) = (entry.Reminder, entry.Row);
        var isLate = reminder.DueDay < today;
        card.Row(
            Title(entry), row.Amount is { } amount ? reader.Money(amount) : null,
            Detail(isLate ? reader.Text("Digest.Since", ("date", reader.Date(reminder.DueDay, today))) : null, row.Warning), isLate ? CardTone.Attention : CardTone.Plain);
        if (!withButtons)
            return;
        var about = new { account = reminder.Subject.Account, row = reminder.Subject.Row };
        List<CardButton> buttons =
        [
            OfRow(row.Done ?? new CardButton("", DigestCommands.Done, about), Row) with { Title = reader.Text("Digest.Done"), Style = CardButtonStyle.Default },
            OfRow(new CardButton(reader.Text("Digest.Tomorrow"), "reminder.snooze", new { about.account, about.row, when = reader.Text("Digest.TomorrowWord") }), Row),
        ];
        if (row.Open is { } open)
            buttons.Add(OfRow(open, Aside) with { Title = reader.Text("Digest.Open") });
        card.RowButtons(buttons);
    }

    private static string? Detail(params IEnumerable<string?> parts) => string.Join(" · ", parts.OfType<string>()) is { Length: > 0 } detail ? detail : null;

    private static string Title(DigestEntry entry) => Excerpt.Shortened(entry.Row.Title, LongestTitle);

    private static CardButton OfRow(CardButton button, string part)
    {
        var data = Choices.DataOf(button.Data);
        data = (JsonObject)data.DeepClone();
        data[Part] = part;
        return button with { Data = data };
    }

    /// <summary>Amounts compare within their currency; the currency that most of them have goes first.</summary>
    private static IEnumerable<DigestEntry> Ordered(IEnumerable<DigestEntry> entries) => entries
        .GroupBy(entry => entry.Row.Amount?.Currency)
        .OrderBy(group => group.All(entry => entry.Row.Amount is null)).ThenByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
        .SelectMany(group => group.OrderByDescending(entry => entry.Row.Amount?.Amount).ThenBy(entry => entry.Reminder.DueDay).ThenBy(entry => entry.Reminder.At));
}

/// <summary>A reminder with what it says as one of several.</summary>
internal sealed record DigestEntry(Reminder Reminder, DigestRow Row, bool IsAnswered = false);
