using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KamBot.Conversation;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Reminders;

/// <summary>
/// The only place that knows where reminders lie: in sixteen shards, each a partition that holds its users' reminders twice.
/// As truth under the user (one range query answers "what will you remind me of?"), and while it waits also in the due
/// index, ordered by the due instant, so that a sweep reads what is due and nothing else: settled due rows are deleted, hence
/// the head of the index is always the oldest thing to do. Both rows of a reminder change in one transaction.
/// </summary>
internal static class ReminderKeys
{
    public const string Table = "ReminderShards";
    public const int Shards = 16;

    /// <summary>Before the truths in the order of keys.</summary>
    public const string AnyDue = "due~";

    /// <summary>Before all truths, after all due rows.</summary>
    public const string AnyTruth = "of~";

    private const int TickDigits = 19;
    private const int HashBytes = 12;

    /// <param name="user">Whose it is.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="kind">Which of its reminders.</param>
    /// <param name="dueDay">The day it was planned for at first.</param>
    /// <param name="dueTime">Where the user named the minute: another one of the same day is another reminder.</param>
    public static string Row(UserKey user, ReminderSubject subject, string kind, LocalDate dueDay, LocalTime? dueTime) =>
        $"{OfSubject(user, subject)}{kind}~{LocalDatePattern.Iso.Format(dueDay)}{dueTime?.ToString("'~'HHmm", CultureInfo.InvariantCulture)}";

    public static string OfUser(UserKey user) => $"{AnyTruth}{Convert.ToHexStringLower(Hash(user).AsSpan(0, HashBytes))}~";

    /// <summary>The beginning that a truth's key shares with all of its user's; of any other key its beginning.</summary>
    public static string UserPart(string rowKey) => rowKey[..Math.Min(rowKey.Length, AnyTruth.Length + HashBytes * 2)];

    public static string OfAccount(UserKey user, string account) => $"{OfUser(user)}{account}~";

    public static string OfSubject(UserKey user, ReminderSubject subject) => $"{OfUser(user)}{subject.Key}~";

    /// <summary>A stable hash: every instance, and every version to come, must agree on it.</summary>
    public static string Shard(UserKey user) => Shard(Hash(user)[0] % Shards);

    public static string Shard(int number) => string.Create(CultureInfo.InvariantCulture, $"shard~{number:D2}");

    public static string Due(Instant at, string version) => $"{DueFrom(at)}~{version}";

    public static string DueFrom(Instant at) => string.Create(CultureInfo.InvariantCulture, $"{AnyDue}{at.ToUnixTimeTicks():D19}");

    /// <summary>When a due row wants to be handled, from its key.</summary>
    public static Instant DueAt(string dueKey) =>
        Instant.FromUnixTimeTicks(long.Parse(dueKey.AsSpan(AnyDue.Length, TickDigits), NumberStyles.None, CultureInfo.InvariantCulture));

    private static byte[] Hash(UserKey user) => SHA256.HashData(Encoding.UTF8.GetBytes(user.Partition));
}
