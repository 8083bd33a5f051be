using KamBot.BotBuilder.Schema;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Platform;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Tests.Fakes;

/// <summary>Reminders that say their own name, for tests of how reminders are told and not of what they say.</summary>
internal sealed class NamedReminders : IReminderSource
{
    private const string Prefix = "named~";

    public string RowPrefix => Prefix;

    /// <summary>A user who needs no greeting, with a chat at an address.</summary>
    public static Profile UserAt(string name, string conversation, string serviceUrl, string zone) => new()
    {
        User = new UserKey(FakeTeams.TenantId, name),
        Name = name,
        Zone = zone,
        Calendar = "ES",
        Confirmed = true,
        GreetedBy = "seed",
        Reference = new ConversationReference
        {
            ChannelId = "msteams",
            ServiceUrl = serviceUrl,
            Bot = new ChannelAccount("28:bot", "KamBot"),
            User = new ChannelAccount($"29:{name}", name),
            Conversation = new ConversationAccount { Id = conversation, ConversationType = "personal", TenantId = FakeTeams.TenantId },
        },
    };

    public static ReminderSubject SubjectOf(string name) => new("client", $"{Prefix}{name}");

    public static Reminder Planned(Profile user, string name, LocalDateTime at, bool exact = false) => new()
    {
        User = user.User,
        Subject = SubjectOf(name),
        Kind = "named",
        DueDay = at.Date,
        At = at,
        Zone = user.Zone,
        UsefulUntil = at.PlusDays(7),
        Exact = exact,
        DueAt = user.DateTimeZone.AtLeniently(at).ToInstant(),
        Version = OperationId.Of(user.User.Partition, name).Value,
    };

    public Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        Task.FromResult<Telling>(new Telling.Show(new Card(NameOf(reminder))));

    public Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        Task.FromResult<ReminderLine?>(new ReminderLine(NameOf(reminder), "it is a test"));

    public Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Reminder>>([]);

    private static string NameOf(Reminder reminder) => reminder.Subject.Row[Prefix.Length..];
}
