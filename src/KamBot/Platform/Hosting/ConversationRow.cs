using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>
/// The one row per conversation: the product's state, the turns finished last, those received and not finished, who delivers
/// the outbox, and the latest turn's answer when it is its only one, which is how nearly every turn ends.
/// </summary>
internal sealed class ConversationRow(TableEntity entity)
{
    public const string Table = "Conversations";
    public const string RowKey = "state";

    /// <summary>Turns whose second delivery is still recognised.</summary>
    private const int RingLength = 100;

    /// <summary>In the ring, behind a turn that has a done row. Of one that has none 64 bits of its hash are enough among a hundred.</summary>
    private const char DoneMark = '+';

    private const int ShortLength = 16;

    /// <summary>State and answer may each be so long and still share the row.</summary>
    private const int LongestBesideEachOther = 100_000;

    private const string State = "State";
    private const string FinishedTurns = "FinishedTurns";
    private const string AnswerNumber = "AnswerNumber";
    private const string Answers = "Answers";
    private const string AnswerRows = "AnswerRows";
    private const string CommittedTurns = "Commits";
    private const string OutboxOwner = "OutboxOwner";
    private const string OutboxUntil = "OutboxUntil";
    private const string Received = "Received";
    private const string SentActivity = "SentActivity";
    private const string SentTurn = "SentTurn";

    /// <summary>Activities of received turns may be so long, one and all of them together; longer ones have rows of their own.</summary>
    private const int LongestReceived = 40_000;

    private IReadOnlyList<ReceivedTurn>? _received;

    public TableEntity Entity { get; } = entity;

    public string Conversation => Entity.PartitionKey;

    public bool IsNew => Entity.ETag == default;

    public string? StateJson
    {
        get => LongText.Read(Entity, State);
        set => LongText.Write(Entity, State, value);
    }

    /// <summary>Grows with every commit, whoever commits.</summary>
    public long Commits
    {
        get => Entity.GetInt64(CommittedTurns) ?? 0;
        set => Entity[CommittedTurns] = value;
    }

    public static ConversationRow New(string conversation) => new(new TableEntity(conversation, RowKey));

    /// <summary>Null when the turn is not in the ring; otherwise whether it has a done row.</summary>
    public bool? HasFinished(string turn) =>
        Array.Find(Ring, finished => Is(turn, finished)) is { } found ? found[^1] == DoneMark : null;

    /// <summary>No turn has been finished since.</summary>
    public bool IsLatest(string turn) => Ring is [.., var last] && Is(turn, last);

    /// <summary>Puts a turn into the ring, last, and gives back the one that falls out, if it has a done row.</summary>
    public string? Finish(string turn, bool hasDoneRow)
    {
        var ring = HasFinished(turn) is null ? Ring : [.. Ring.Where(each => !Is(turn, each))];
        var fallen = ring.Length >= RingLength ? ring[0] : null;
        Entity[FinishedTurns] = string.Join(' ', [.. fallen is null ? ring : ring[1..], hasDoneRow ? turn + DoneMark : turn[..ShortLength]]);
        return fallen?[^1] == DoneMark ? fallen[..^1] : null;
    }

    /// <summary>A row of the same version that can be changed without this one.</summary>
    public ConversationRow Copy()
    {
        var copy = new TableEntity(Entity.PartitionKey, Entity.RowKey) { ETag = Entity.ETag };
        foreach (var (name, value) in Entity.Properties)
            copy[name] = value;
        return new ConversationRow(copy) { _received = _received };
    }

    /// <summary>The turns that are written down here and not finished.</summary>
    public IReadOnlyList<ReceivedTurn> ReceivedTurns => _received ??= ReceivedTurn.Read(LongText.Read(Entity, Received));

    public ReceivedTurn? FindReceived(string turn) => ReceivedTurns.FirstOrDefault(each => each.Request.Key.Turn == turn);

    /// <summary>Writes a turn down here, if there is room for it beside the state.</summary>
    public bool TryReceive(ReceivedTurn turn)
    {
        if (StateJson?.Length > LongestBesideEachOther || ReceivedTurns.Sum(each => each.Request.ActivityJson.Length) + turn.Request.ActivityJson.Length > LongestReceived)
            return false;
        SetReceived([.. ReceivedTurns, turn]);
        return true;
    }

    public void RemoveReceived(string turn)
    {
        if (FindReceived(turn) is not null)
            SetReceived([.. ReceivedTurns.Where(each => each.Request.Key.Turn != turn)]);
    }

    /// <summary>A committed turn is not run again: what came in need not be kept.</summary>
    public void ForgetActivity(string turn) =>
        SetReceived([.. ReceivedTurns.Select(each => each.Request.Key.Turn == turn ? each.WithoutActivity() : each)]);

    /// <summary>The number of the answer that lies in this row; null when none does.</summary>
    public long? OwnAnswer => Entity.GetInt64(AnswerNumber);

    /// <summary>Takes an answer into this row, if there is room for it beside the state.</summary>
    public bool TryTakeAnswer(TurnKey key, TurnAnswer answer, DateTimeOffset now)
    {
        var json = TurnRows.Json(answer);
        if (json.Length > LongestBesideEachOther || StateJson?.Length > LongestBesideEachOther)
            return false;
        TurnRows.WriteAnswer(Entity, key, answer.Kind, json, now);
        Entity[AnswerNumber] = NextAnswer();
        return true;
    }

    /// <summary>That answer is out. Whoever delivers the outbox goes on with what lies in rows of its own, if anything does.</summary>
    public void DropAnswer()
    {
        TurnRows.RemoveAnswer(Entity);
        Entity[AnswerNumber] = null;
        if (!HasAnswerRows)
            ReleaseOutbox();
    }

    /// <summary>What was sent last, if it lay in this row and the channel has said what it calls it.</summary>
    public SentAnswer? LastAnswer
    {
        get => Entity.GetString(SentTurn) is { } turn && Entity.GetString(SentActivity) is { } activity ? new SentAnswer(turn, activity) : null;
        set => (Entity[SentTurn], Entity[SentActivity]) = (value?.Turn, value?.ActivityId);
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
    public bool OutboxIsOpen => OwnAnswer is not null || HasAnswerRows;

    public bool OutboxIsOwned(string owner) => OutboxIsOpen && Entity.GetString(OutboxOwner) == owner;

    /// <summary>Until when <paramref name="me"/> must leave the outbox alone, or null: nobody else has it and no pause runs.</summary>
    public DateTimeOffset? OutboxHeldUntil(string me, DateTimeOffset now) =>
        OutboxIsOpen && Entity.GetDateTimeOffset(OutboxUntil) is { } until && until > now && Entity.GetString(OutboxOwner) != me ? until : null;

    public void TakeOutbox(string owner, DateTimeOffset until) => (Entity[OutboxOwner], Entity[OutboxUntil]) = (owner, until);

    /// <summary>Nobody touches the outbox until then.</summary>
    public void PauseOutbox(DateTimeOffset until) => (Entity[OutboxOwner], Entity[OutboxUntil]) = (null, until);

    /// <summary>Whoever comes next may deliver what is left, if anything is.</summary>
    public void ReleaseOutbox() => (Entity[OutboxOwner], Entity[OutboxUntil]) = (null, null);

    private static bool Is(string turn, string finished) =>
        finished.Length > ShortLength ? finished.StartsWith(turn, StringComparison.Ordinal) : turn.StartsWith(finished, StringComparison.Ordinal);

    private void SetReceived(IReadOnlyList<ReceivedTurn> turns)
    {
        _received = turns;
        LongText.Write(Entity, Received, ReceivedTurn.Write(turns));
    }

    private string[] Ring => Entity.GetString(FinishedTurns)?.Split(' ') ?? [];
}
