using System.Runtime.CompilerServices;
using System.Text.Json;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using KamBot.Reminders;

namespace KamBot.Operations;

/// <summary>A reminder as it lies in the store, with its due row when it waits.</summary>
internal sealed record Shelved(Reminder Reminder, TableEntity Truth, DueRow? Due);

/// <summary>Reads reminders for an operator: shard by shard, each with a bound, whoever they belong to.</summary>
internal sealed class ReminderShelf(ITableStore tables, ReminderStore store)
{
    private const int MostPerShard = 100_000;

    /// <summary>All truths that are asked for, in the order of their keys. What cannot be read is passed over: the nightly walk reports it.</summary>
    public async IAsyncEnumerable<Shelved> ReadAsync(OperatorRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < ReminderKeys.Shards; shard++)
        {
            var read = 0;
            await foreach (var row in tables.QueryAsync(ReminderKeys.Table, TableQuery.Prefix(ReminderKeys.Shard(shard), ReminderKeys.AnyTruth), cancellationToken))
            {
                if (++read > MostPerShard)
                    break;
                if (Read(row) is { } reminder && IsAskedFor(reminder, request))
                    yield return new Shelved(reminder, row, await store.DueOfAsync(reminder, cancellationToken));
            }
        }
    }

    /// <summary>Those whose id begins so: one, if it is enough of it.</summary>
    public async Task<IReadOnlyList<Shelved>> FindAsync(OperatorRequest request, CancellationToken cancellationToken)
    {
        var found = new List<Shelved>();
        await foreach (var each in ReadAsync(request, cancellationToken))
        {
            if (each.Reminder.Version.StartsWith(request.Id!, StringComparison.Ordinal) || each.Reminder.RowKey == request.Id)
                found.Add(each);
        }

        return found;
    }

    public static bool IsUser(UserKey user, OperatorRequest request) =>
        (request.User is null || user.Id == request.User) && (request.Tenant is null || user.Tenant == request.Tenant);

    private static bool IsAskedFor(Reminder reminder, OperatorRequest request) =>
        IsUser(reminder.User, request) && (request.Client is null || reminder.Subject.Account == request.Client);

    private static Reminder? Read(TableEntity row)
    {
        try
        {
            return RowJson.Read<Reminder>(row);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
