using System.Globalization;
using System.Security.Cryptography;
using KamBot.Accounts;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Platform.Tables;
using KamBot.Proposals;
using KamBot.Reminders;
using NodaTime;
using NodaTime.Text;
using Duration = NodaTime.Duration;

namespace KamBot.Benchmarks.Sweep;

/// <summary>Puts reminders into the store as planning would, rows and keys made by the product's own functions, a hundred at a time.</summary>
internal sealed class ReminderSeed(ITableStore tables, Instant now, string serviceUrl)
{
    private const string Tenant = "11111111-1111-4111-8111-111111111111";
    private const string Zone = "Europe/Madrid";
    private const int RowsAtOnce = 100;
    private const int RemindersPerUser = 100;
    private const int DueUsers = 50;

    private int _stored;

    /// <summary>Adds reminders of the coming year until there are so many.</summary>
    public async Task GrowAsync(int total)
    {
        var shards = new Dictionary<string, List<TableTransactionAction>>(StringComparer.Ordinal);
        while (_stored < total)
        {
            var user = new UserKey(Tenant, $"later-{_stored / RemindersPerUser}");
            var reminders = Enumerable.Range(_stored, Math.Min(RemindersPerUser, total - _stored)).Select(number => Later(user, number)).ToList();
            foreach (var reminder in reminders)
                await AddAsync(shards, reminder);
            _stored += reminders.Count;
        }

        foreach (var rest in shards.Values.Where(rest => rest.Count > 0))
            await tables.SubmitTransactionAsync(ReminderKeys.Table, rest);
    }

    /// <summary>The people, clients and offers that <see cref="MakeDueAsync"/> reminds of.</summary>
    public async Task PrepareDueAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var user = DueUser(number);
            var profile = new Profile { User = user, Name = "Marta Puig", Zone = Zone, Calendar = "ES-CT", Confirmed = true, GreetedBy = "seed", Reference = Reference(user) };
            await tables.UpsertEntityAsync(Profiles.Table, RowJson.Write(new TableEntity(user.Partition, "profile"), profile));
            var account = new Account { Id = AccountId(number), Name = "Vila Nord SA", Owner = user.Id, OwnerName = profile.Name, Since = now };
            var proposal = new Proposal
            {
                Number = number + 1,
                Account = account.Id,
                Versions = [new ProposalVersion(1, new Money(48_000, "EUR"), new LocalDate(2026, 4, 24), null, new LocalDate(2026, 3, 20), profile.Name)],
                Channel = "e-mail",
                SentOn = new LocalDate(2026, 3, 20),
            };
            var partition = new AccountKey(Tenant, account.Id).Partition;
            await tables.UpsertEntityAsync(Journal.Table, RowJson.Write(new TableEntity(partition, AccountStore.Row), account));
            await tables.UpsertEntityAsync(Journal.Table, RowJson.Write(new TableEntity(partition, proposal.Row), proposal));
        }
    }

    /// <summary>So many reminders whose time came a second ago.</summary>
    public async Task MakeDueAsync(int count, Instant at)
    {
        for (var number = 0; number < count; number++)
        {
            var user = DueUser(number);
            var local = at.InZone(DateTimeZoneProviders.Tzdb[Zone]).LocalDateTime;
            var reminder = Planned(user, new ReminderSubject(AccountId(number), Proposal.RowOf(number + 1)), local, at);
            await tables.SubmitTransactionAsync(ReminderKeys.Table, [TableTransactionAction.Upsert(ReminderStore.Row(reminder)), TableTransactionAction.Add(new DueRow(reminder).Entity)]);
        }
    }

    private async Task AddAsync(Dictionary<string, List<TableTransactionAction>> shards, Reminder reminder)
    {
        var shard = ReminderKeys.Shard(reminder.User);
        if (!shards.TryGetValue(shard, out var rows))
            shards[shard] = rows = [];
        rows.AddRange(ReminderStore.Added(reminder));
        if (rows.Count < RowsAtOnce)
            return;
        await tables.SubmitTransactionAsync(ReminderKeys.Table, rows);
        rows.Clear();
    }

    private Reminder Later(UserKey user, int number)
    {
        // Spread over a year by a stride that has no common factor with its minutes, so that the shards fill evenly.
        var at = now + Duration.FromDays(1) + Duration.FromMinutes(number * 7_919L % 525_600);
        var subject = new ReminderSubject(AccountId(number), Proposal.RowOf(number + 1));
        return Planned(user, subject, at.InZone(DateTimeZoneProviders.Tzdb[Zone]).LocalDateTime, at);
    }

    private static Reminder Planned(UserKey user, ReminderSubject subject, LocalDateTime local, Instant at) => new()
    {
        User = user,
        Subject = subject,
        Kind = ProposalRules.Nudge,
        DueDay = local.Date,
        At = local,
        Zone = Zone,
        UsefulUntil = local.PlusDays(5),
        DueAt = at,
        Version = OperationId.Of(subject.Key, LocalDateTimePattern.ExtendedIso.Format(local)).Value,
    };

    private ConversationReference Reference(UserKey user) => new()
    {
        ChannelId = "msteams",
        ServiceUrl = serviceUrl,
        Bot = new ChannelAccount("28:bot", "KamBot"),
        User = new ChannelAccount($"29:{user.Id}", "Marta Puig"),
        Conversation = new ConversationAccount { Id = $"a:chat-{user.Id}", ConversationType = "personal", TenantId = Tenant },
    };

    private static UserKey DueUser(int number) => new(Tenant, $"due-{number % DueUsers}");

    private static string AccountId(int number) =>
        Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)).AsSpan(0, 10));
}
