using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Reminders;

/// <summary>
/// The only place that knows where reminders lie. The truth lies with the user (one range query answers "what will you
/// remind me of?"); the due index lies in sixteen shards, ordered by the due instant, so that a sweep reads what is due and
/// nothing else: settled rows are deleted, hence the head of a shard is always the oldest thing to do.
/// </summary>
internal static class ReminderKeys
{
    public const string Truths = "Reminders";
    public const string DueIndex = "RemindersDue";
    public const string AnySubject = "reminder~";
    public const int Shards = 16;

    /// <param name="subject">What it is about.</param>
    /// <param name="kind">Which of its reminders.</param>
    /// <param name="dueDay">The day it was planned for at first.</param>
    /// <param name="dueTime">Where the user named the minute: another one of the same day is another reminder.</param>
    public static string Row(ReminderSubject subject, string kind, LocalDate dueDay, LocalTime? dueTime) =>
        $"{OfSubject(subject)}{kind}~{LocalDatePattern.Iso.Format(dueDay)}{dueTime?.ToString("'~'HHmm", CultureInfo.InvariantCulture)}";

    public static string OfAccount(string account) => $"{AnySubject}{account}~";

    public static string OfSubject(ReminderSubject subject) => $"{AnySubject}{subject.Key}~";

    public static string Shard(UserKey user)
    {
        // A stable hash: every instance, and every version to come, must agree on it.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(user.Partition));
        return Shard(hash[0] % Shards);
    }

    public static string Shard(int number) => string.Create(CultureInfo.InvariantCulture, $"due~{number:D2}");

    public static string Due(Instant at, Reminder reminder) => $"{DueFrom(at)}~{reminder.Version}";

    public static string DueFrom(Instant at) => string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeTicks():D19}");

    /// <summary>When a due row wants to be handled, from its key.</summary>
    public static Instant DueAt(TableEntity row) =>
        Instant.FromUnixTimeTicks(long.Parse(row.RowKey.AsSpan(0, 19), NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>The same due row at a later time, free to be claimed then.</summary>
    public static TableEntity DueAgain(TableEntity row, Instant at)
    {
        var again = new TableEntity(row.PartitionKey, $"{DueFrom(at)}~{row.GetString("version")}");
        foreach (var name in (string[])["tenant", "user", "row", "version", "exact", "attempt", "waits"])
            again[name] = row[name];
        return again;
    }

    public static TableEntity DueRow(Reminder reminder, Instant at) => new(Shard(reminder.User), Due(at, reminder))
    {
        ["tenant"] = reminder.User.Tenant,
        ["user"] = reminder.User.Id,
        ["row"] = reminder.RowKey,
        ["version"] = reminder.Version,
        ["exact"] = reminder.Exact ? true : null,
    };
}
