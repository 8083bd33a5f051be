using KamBot.Conversation.Cards;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>A reminder that a changed rule, zone or calendar moved.</summary>
/// <param name="What">What it is about, in the reader's language.</param>
/// <param name="From">When it would have been said; null: it is new.</param>
/// <param name="To">When it is said now; null: it is not said any more.</param>
public sealed record Moved(string What, LocalDateTime? From, LocalDateTime? To)
{
    private const int MostShown = 5;

    /// <summary>How many moved, and the first few from when to when.</summary>
    public static Card AddTo(Card card, Language.Reader reader, LocalDate today, IReadOnlyList<Moved> moved)
    {
        if (moved.Count == 0)
            return card;
        card.Line(reader.Plural("Settings.Moved", moved.Count));
        // A zone leaves the hour where it is.
        var shown = moved.Where(each => each.From != each.To).Take(MostShown).ToList();
        foreach (var each in shown)
            card.Row(each.What, each.When(reader, today));
        return shown.Count > 0 && moved.Count > shown.Count ? card.Note(reader.Text("Settings.MovedMore", ("more", moved.Count - shown.Count))) : card;
    }

    private string When(Language.Reader reader, LocalDate today) => (From, To) switch
    {
        ({ } from, { } to) => reader.Text("Settings.MovedFromTo", ("from", Short(reader, from, today)), ("to", Short(reader, to, today))),
        ({ } from, null) => reader.Text("Settings.MovedAway", ("from", Short(reader, from, today))),
        (_, { } to) => reader.Text("Settings.MovedNew", ("to", Short(reader, to, today))),
        _ => "",
    };

    private static string Short(Language.Reader reader, LocalDateTime at, LocalDate today) => $"{reader.ShortDate(at.Date, today)} {reader.Time(at.TimeOfDay)}";
}
