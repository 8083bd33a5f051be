using KamBot.Conversation.Cards;

namespace KamBot.Conversation;

/// <summary>One message that lists what a user could not be told while they were out of reach.</summary>
public sealed class Comeback(IEnumerable<IComebackNote> notes)
{
    private const int MostListed = 10;

    /// <summary>Null when the user was not away, or missed nothing.</summary>
    public async Task<Card?> CardAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (!turn.IsComeback)
            return null;
        Card? card = null;
        foreach (var note in notes)
        {
            if (await note.PartAsync(turn, cancellationToken) is not { } part)
                continue;
            card = card is null ? new Card(part.Title, CardTone.Warning) : card.Section(part.Title);
            foreach (var line in part.Lines.Take(MostListed))
                card.Row(line.Title, line.When, tap: line.Open);
        }

        return card;
    }
}

/// <summary>What a slice has to tell a user who could not be reached for a while (story 3.7).</summary>
public interface IComebackNote
{
    /// <summary>Null when there is nothing. A second run of the same turn is given the same.</summary>
    Task<MissedPart?> PartAsync(Turn turn, CancellationToken cancellationToken);
}

/// <param name="Title">How many of what.</param>
/// <param name="Lines">Each of them; only the first are shown.</param>
public sealed record MissedPart(string Title, IReadOnlyList<MissedLine> Lines);

public sealed record MissedLine(string Title, string? When = null, CardButton? Open = null);
