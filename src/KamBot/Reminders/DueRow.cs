using KamBot.Conversation;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// A reminder that waits, as it lies in the due index: the reminder itself, who is at it, and how often it was tried. The row
/// is the lock of both rows of its reminder: whoever changes one of them does so on condition that this row is as they read
/// it. A process that was overtaken (it stood still longer than its lease) therefore writes nothing.
/// </summary>
internal sealed class DueRow
{
    private const string Tenant = "tenant";
    private const string UserId = "user";
    private const string ExactWord = "exact";
    private const string LeaseWord = "leaseUntil";
    private const string OwnerWord = "owner";
    private const string ClaimsWord = "claims";
    private const string FailuresWord = "failures";
    private const string WaitsWord = "waits";
    private const string UncertainWord = "uncertain";

    private readonly TableEntity _entity;

    public DueRow(TableEntity entity) => _entity = entity;

    public DueRow(Reminder reminder)
        : this(RowJson.Write(new TableEntity(ReminderKeys.Shard(reminder.User), ReminderKeys.Due(reminder.DueAt!.Value, reminder.Version)), reminder))
    {
        _entity[Tenant] = reminder.User.Tenant;
        _entity[UserId] = reminder.User.Id;
        _entity[ExactWord] = reminder.Exact ? true : null;
    }

    public TableEntity Entity => _entity;

    public Instant DueAt => ReminderKeys.DueAt(_entity.RowKey);

    public string Version => _entity.RowKey[(_entity.RowKey.LastIndexOf('~') + 1)..];

    public UserKey User => new(_entity.GetString(Tenant) ?? "", _entity.GetString(UserId) ?? "");

    public bool IsExact => _entity.GetBoolean(ExactWord) == true;

    /// <exception cref="System.Text.Json.JsonException">The row holds something else.</exception>
    public Reminder Reminder => RowJson.Read<Reminder>(_entity);

    /// <summary>Until then it belongs to who claimed it.</summary>
    public DateTimeOffset? LeaseUntil => _entity.GetDateTimeOffset(LeaseWord);

    /// <summary>Claims since it was last put off on purpose. More than one: an owner died or stood still, and may have told it.</summary>
    public int Claims => _entity.GetInt32(ClaimsWord) ?? 0;

    /// <summary>Attempts that ended in an exception.</summary>
    public int Failures => _entity.GetInt32(FailuresWord) ?? 0;

    /// <summary>Attempts in which the channel took nothing.</summary>
    public int Waits => _entity.GetInt32(WaitsWord) ?? 0;

    /// <summary>Sends whose answer was lost.</summary>
    public int Uncertain => _entity.GetInt32(UncertainWord) ?? 0;

    public bool IsHeld(DateTimeOffset now) => LeaseUntil is { } lease && lease > now;

    /// <summary>The same row as a claim would write it; its ETag is still the one that was read.</summary>
    public TableEntity Claimed(string owner, DateTimeOffset until)
    {
        var claimed = Copy(_entity.RowKey);
        claimed.ETag = _entity.ETag;
        claimed[LeaseWord] = until;
        claimed[OwnerWord] = owner;
        claimed[ClaimsWord] = Claims + 1;
        return claimed;
    }

    /// <summary>A reminder at another time, free to be claimed then, with what is known of its tries.</summary>
    public static DueRow Again(Reminder reminder, int failures, int waits, int uncertain)
    {
        var again = new DueRow(reminder);
        again._entity[FailuresWord] = failures;
        again._entity[WaitsWord] = waits;
        again._entity[UncertainWord] = uncertain;
        return again;
    }

    /// <summary>A row that cannot be read stays where it is, held until its next try.</summary>
    public TableEntity HeldUntil(DateTimeOffset until, bool mayBeSaid)
    {
        var held = Copy(_entity.RowKey);
        held.ETag = _entity.ETag;
        held[LeaseWord] = until;
        held[FailuresWord] = Failures + 1;
        if (!mayBeSaid)
            held[ClaimsWord] = null;
        return held;
    }

    private TableEntity Copy(string rowKey)
    {
        var copy = new TableEntity(_entity.PartitionKey, rowKey);
        foreach (var (name, value) in _entity.Properties)
            copy[name] = value;
        return copy;
    }
}
