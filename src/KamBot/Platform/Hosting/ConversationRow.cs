using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>The one row per conversation: the product's state, the turns finished last, and who delivers the outbox.</summary>
internal sealed class ConversationRow(TableEntity entity)
{
    public const string RowKey = "state";

    /// <summary>Turns whose second delivery is still recognised.</summary>
    private const int RingLength = 100;

    private const string State = "State";
    private const string FinishedTurns = "FinishedTurns";
    private const string Answers = "Answers";
    private const string OutboxOwner = "OutboxOwner";
    private const string OutboxUntil = "OutboxUntil";

    public TableEntity Entity { get; } = entity;

    public bool IsNew => Entity.ETag == default;

    public string? StateJson
    {
        get => LongText.Read(Entity, State);
        set => LongText.Write(Entity, State, value);
    }

    public static ConversationRow New(string conversation) => new(new TableEntity(conversation, RowKey));

    public bool HasFinished(string turn) => Ring.Contains(turn, StringComparer.Ordinal);

    /// <summary>Puts a turn into the ring, last, and gives back the one that falls out, if any.</summary>
    public string? Finish(string turn)
    {
        var ring = HasFinished(turn) ? [.. Ring.Where(each => each != turn)] : Ring;
        var fallen = ring.Length >= RingLength ? ring[0] : null;
        Entity[FinishedTurns] = string.Join(' ', [.. fallen is null ? ring : ring[1..], turn]);
        return fallen;
    }

    /// <summary>Answers are numbered through the conversation's life, so that their rows lie in the order of their commits.</summary>
    public long NextAnswer()
    {
        var number = (Entity.GetInt64(Answers) ?? 0) + 1;
        Entity[Answers] = number;
        return number;
    }

    /// <summary>True when there may be answers that are not out.</summary>
    public bool OutboxIsOpen => Entity.GetDateTimeOffset(OutboxUntil) is not null;

    /// <summary>Until when <paramref name="me"/> must leave the outbox alone, or null: nobody else has it and no pause runs.</summary>
    public DateTimeOffset? OutboxHeldUntil(string me, DateTimeOffset now) =>
        Entity.GetDateTimeOffset(OutboxUntil) is { } until && until > now && Entity.GetString(OutboxOwner) != me ? until : null;

    public void TakeOutbox(string owner, DateTimeOffset until) => (Entity[OutboxOwner], Entity[OutboxUntil]) = (owner, until);

    /// <summary>Nobody touches the outbox until then.</summary>
    public void PauseOutbox(DateTimeOffset until) => (Entity[OutboxOwner], Entity[OutboxUntil]) = (null, until);

    public void CloseOutbox() => (Entity[OutboxOwner], Entity[OutboxUntil]) = (null, null);

    private string[] Ring => Entity.GetString(FinishedTurns)?.Split(' ') ?? [];
}
