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
/// <param name="tables">Where to.</param>
/// <param name="now">Later is after this.</param>
/// <param name="serviceUrl">Where those are told who have something due.</param>
/// <param name="dueUsers">How many have something due. More than three of one user's at once are told as one.</param>
/// <param name="prefix">Of the rows that are due, where they are not offers.</param>
internal sealed class ReminderSeed(ITableStore tables, Instant now, string serviceUrl, int dueUsers = 50, string? prefix = null)
{
    private const string Tenant = "11111111-1111-4111-8111-111111111111";
    private const string Zone = "Europe/Madrid";
    private const int RowsAtOnce = 100;
    private const int RemindersPerUser = 100;
    private const int AtATime = 32;

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

        await AddRestAsync(shards);
    }

    /// <summary>The people, clients and offers that <see cref="MakeDueAsync"/> reminds of.</summary>
    public Task PrepareDueAsync(int count) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (number, cancellationToken) =>
        {
            var user = DueUser(number);
            var profile = new Profile { User = user, Name = "Marta Puig", Zone = Zone, Calendar = "ES-CT", Confirmed = true, GreetedBy = "seed", Reference = Reference(user) };
            if (number < dueUsers)
                await tables.UpsertEntityAsync(Profiles.Table, RowJson.Write(new TableEntity(user.Partition, "profile"), profile), cancellationToken);
            if (prefix is not null)
                return;
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
            await tables.UpsertEntityAsync(Journal.Table, RowJson.Write(new TableEntity(partition, AccountStore.Row), account), cancellationToken);
            await tables.UpsertEntityAsync(Journal.Table, RowJson.Write(new TableEntity(partition, proposal.Row), proposal), cancellationToken);
        });

    /// <summary>So many reminders, all due at one moment or one after another from then on.</summary>
    public async Task MakeDueAsync(int count, Instant first, Duration step = default)
    {
        var shards = new Dictionary<string, List<TableTransactionAction>>(StringComparer.Ordinal);
        for (var number = 0; number < count; number++)
            await AddAsync(shards, Due(number, first + (step * number)));
        await AddRestAsync(shards);
    }

    /// <summary>The number of the user that a request of the channel is for, by its address.</summary>
    public static int NumberOf(string thread) => int.Parse(thread.AsSpan(thread.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture);

    public static UserKey DueUser(int number, int dueUsers) => new(Tenant, $"due-{number % dueUsers}");

    private Reminder Due(int number, Instant at) => Planned(
        DueUser(number), new ReminderSubject(AccountId(number), prefix is null ? Proposal.RowOf(number + 1) : $"{prefix}{number}"), at.InZone(DateTimeZoneProviders.Tzdb[Zone]).LocalDateTime, at);

    private async Task AddAsync(Dictionary<string, List<TableTransactionAction>> shards, Reminder reminder)
    {
        var shard = ReminderKeys.Shard(reminder.User);
        if (!shards.TryGetValue(shard, out var rows))
            shards[shard] = rows = [];
        // Its truth may be there from the round before.
        rows.AddRange([TableTransactionAction.Upsert(ReminderStore.Row(reminder)), TableTransactionAction.Add(new DueRow(reminder).Entity)]);
        if (rows.Count < RowsAtOnce)
            return;
        await SubmitAsync(rows);
        rows.Clear();
    }

    private async Task AddRestAsync(Dictionary<string, List<TableTransactionAction>> shards)
    {
        foreach (var rest in shards.Values.Where(rest => rest.Count > 0))
            await SubmitAsync(rest);
    }

    private async Task SubmitAsync(List<TableTransactionAction> rows)
    {
        if (!(await tables.SubmitTransactionAsync(ReminderKeys.Table, rows)).Succeeded)
            throw new InvalidOperationException("A reminder was there already.");
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

    private UserKey DueUser(int number) => DueUser(number, dueUsers);

    private static string AccountId(int number) =>
        Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)).AsSpan(0, 10));
}
