using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>
/// The one row per conversation: the product's state, the turns finished last, who delivers the outbox, and the latest turn's
/// answer when it is its only one, which is how nearly every turn ends.
/// </summary>
internal sealed class ConversationRow(TableEntity entity)
{
    public const string Table = "Conversations";
    public const string RowKey = "state";

    /// <summary>Turns whose second delivery is still recognised.</summary>
    private const int RingLength = 100;

    /// <summary>In the ring, behind a turn that has a done row.</summary>
    private const char DoneMark = '+';

    /// <summary>State and answer may each be so long and still share the row.</summary>
    private const int LongestBesideEachOther = 100_000;

    private const string State = "State";
    private const string FinishedTurns = "FinishedTurns";
    private const string Answers = "Answers";
    private const string AnswerRows = "AnswerRows";
    private const string OutboxOwner = "OutboxOwner";
    private const string OutboxUntil = "OutboxUntil";
    private const string Receipt = "Receipt";

    public TableEntity Entity { get; } = entity;

    public string Conversation => Entity.PartitionKey;

    public bool IsNew => Entity.ETag == default;

    public string? StateJson
    {
        get => LongText.Read(Entity, State);
        set => LongText.Write(Entity, State, value);
    }

    public static ConversationRow New(string conversation) => new(new TableEntity(conversation, RowKey));

    /// <summary>Null when the turn is not in the ring; otherwise whether it has a done row.</summary>
    public bool? HasFinished(string turn) =>
        Array.Find(Ring, finished => finished.StartsWith(turn, StringComparison.Ordinal)) is { } found ? found[^1] == DoneMark : null;

    /// <summary>No turn has been finished since.</summary>
    public bool IsLatest(string turn) => Ring is [.., var last] && last.StartsWith(turn, StringComparison.Ordinal);

    /// <summary>Puts a turn into the ring, last, and gives back the one that falls out, if it has a done row.</summary>
    public string? Finish(string turn, bool hasDoneRow)
    {
        var ring = HasFinished(turn) is null ? Ring : [.. Ring.Where(each => !each.StartsWith(turn, StringComparison.Ordinal))];
        var fallen = ring.Length >= RingLength ? ring[0] : null;
        Entity[FinishedTurns] = string.Join(' ', [.. fallen is null ? ring : ring[1..], hasDoneRow ? turn + DoneMark : turn]);
        return fallen?[^1] == DoneMark ? fallen[..^1] : null;
    }

    /// <summary>The turn whose answer lies in this row.</summary>
    public string? AnsweredTurn => TurnRows.AnsweredTurn(Entity);

    /// <summary>The receipt of that turn's pending row: as long as that row is there, the answer is not out. Null when no answer lies here.</summary>
    public string? AnswerReceipt => Entity.GetString(Receipt);

    /// <summary>Takes an answer into this row, if there is room for it beside the state.</summary>
    public bool TryTakeAnswer(TurnKey key, string receipt, TurnAnswer answer, DateTimeOffset now)
    {
        var json = TurnRows.Json(answer);
        if (json.Length > LongestBesideEachOther || StateJson?.Length > LongestBesideEachOther)
            return false;
        TurnRows.WriteAnswer(Entity, key, answer.Kind, json, now);
        Entity[Receipt] = receipt;
        return true;
    }

    public void DropAnswer()
    {
        TurnRows.RemoveAnswer(Entity);
        Entity[Receipt] = null;
    }

    /// <summary>Answers are numbered through the conversation's life, so that their rows lie in the order of their commits.</summary>
    public long NextAnswer()
    {
        var number = (Entity.GetInt64(Answers) ?? 0) + 1;
        Entity[Answers] = number;
        return number;
    }

    /// <summary>There may be answers in rows of their own; they come after the one in this row.</summary>
    public bool HasAnswerRows
    {
        get => Entity.GetBoolean(AnswerRows) ?? false;
        set => Entity[AnswerRows] = value ? true : null;
    }

    /// <summary>True when there may be answers that are not out.</summary>
    public bool OutboxIsOpen => AnswerReceipt is not null || HasAnswerRows;

    /// <summary>False during a pause, and when nobody has taken the outbox.</summary>
    public bool OutboxHasOwner => Entity.GetString(OutboxOwner) is not null;

    /// <summary>Until when <paramref name="me"/> must leave the outbox alone, or null: nobody else has it and no pause runs.</summary>
    public DateTimeOffset? OutboxHeldUntil(string me, DateTimeOffset now) =>
        OutboxIsOpen && Entity.GetDateTimeOffset(OutboxUntil) is { } until && until > now && Entity.GetString(OutboxOwner) != me ? until : null;

    public void TakeOutbox(string owner, DateTimeOffset until) => (Entity[OutboxOwner], Entity[OutboxUntil]) = (owner, until);

    /// <summary>Nobody touches the outbox until then.</summary>
    public void PauseOutbox(DateTimeOffset until) => (Entity[OutboxOwner], Entity[OutboxUntil]) = (null, until);

    /// <summary>Whoever comes next may deliver what is left, if anything is.</summary>
    public void ReleaseOutbox() => (Entity[OutboxOwner], Entity[OutboxUntil]) = (null, null);

    private string[] Ring => Entity.GetString(FinishedTurns)?.Split(' ') ?? [];
}
