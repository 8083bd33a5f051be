using KamBot.Conversation;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Reminders;

/// <summary>
/// What becomes of a reminder by the way in which Teams failed, for one and for a digest: how often it is tried within the hour, and
/// where it stands then. README's table of failures says the same.
/// </summary>
public sealed class RetryPolicyTests
{
    private const string CallsDue = "2026-04-01T06:00:00Z";
    private const string AnHourLater = "2026-04-01T07:00:00Z";

    private static readonly UserKey Andrei = new(FakeTeams.TenantId, "aad-Andrei-Pop");

    /// <summary>Status and code, seconds that Teams asks for, tries within the hour (at least, at most), and the state after it.</summary>
    private static readonly (int Status, string Code, int? RetryAfter, int Least, int Most, ReminderState State)[] Table =
    [
        (400, "BadArgument", null, 1, 1, ReminderState.Undelivered),
        (401, "BotNotRegistered", null, 2, 26, ReminderState.Planned),
        (403, "BotDisabledByAdmin", null, 1, 1, ReminderState.Undelivered),
        (403, "BotNotInConversationRoster", null, 1, 1, ReminderState.Undelivered),
        (403, "ConversationBlockedByUser", null, 1, 1, ReminderState.Undelivered),
        (403, "MessageWritesBlocked", null, 1, 1, ReminderState.Undelivered),
        (404, "ConversationNotFound", null, 2, 2, ReminderState.Undelivered),
        (412, "PreconditionFailed", null, 4, 9, ReminderState.Planned),
        (413, "MessageSizeTooBig", null, 1, 1, ReminderState.Undelivered),
        (418, "NeverHeardOf", null, 1, 1, ReminderState.Undelivered),
        (429, "Throttled", null, 4, 9, ReminderState.Planned),
        (429, "Throttled", 600, 2, 8, ReminderState.Planned),
        (500, "ServiceError", null, 2, 2, ReminderState.Sent),
        (502, "BadGateway", null, 2, 2, ReminderState.Sent),
        (503, "ServiceUnavailable", null, 4, 9, ReminderState.Planned),
        (504, "GatewayTimeout", null, 2, 2, ReminderState.Sent),
    ];

    public static TheoryData<int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int>();
            for (var row = 0; row < Table.Length; row++)
            {
                cases.Add(row, 1);
                cases.Add(row, 4);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_failure_has_its_bound_and_nothing_is_lost(int row, int offers)
    {
        var (status, code, retryAfter, least, most, state) = Table[row];
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-03-31T12:00:00Z");
        var andrei = await Manager.AndreiAsync(app);
        await andrei.SaysAsync("add client Carpat Retail SRL, RO");
        for (var n = 1; n <= offers; n++)
            await andrei.SaysAsync($"proposal sent to Carpat Retail, {n}20,000 lei, valid until 30 April, by e-mail");
        app.Teams.Verdict = _ => ConnectorFault.Refuse(status, code, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        var (before, calls) = (andrei.Chat.Count, app.Teams.Calls.Count);
        await app.UntilAsync(CallsDue);

        await app.UntilAsync(AnHourLater);

        Assert.InRange(app.Teams.Calls.Count - calls, least, most);
        var stored = (await app.Get<ReminderStore>().OfUserAsync(Andrei, TestContext.Current.CancellationToken)).Where(each => each.Kind == "proposal.call").ToList();
        Assert.Equal(Enumerable.Repeat(state, offers), stored.Select(each => each.State));
        await OwnedUpToAsync(app, andrei, state, offers, before);
    }

    /// <summary>Teams is well again: what waits comes once and says that it is late, what could not be delivered is told when the user writes.</summary>
    private static async Task OwnedUpToAsync(KamBotApp app, Manager andrei, ReminderState state, int offers, int before)
    {
        app.Teams.Verdict = _ => null;
        await app.UntilAsync("2026-04-01T08:00:00Z");
        Assert.Equal(state == ReminderState.Planned ? before + 1 : before, andrei.Chat.Count);
        before = andrei.Chat.Count;
        await andrei.SaysAsync("hello");
        Assert.Equal(state == ReminderState.Undelivered, andrei.Chat[before].Headline.Contains(offers == 1 ? "couldn't reach you with one reminder" : "couldn't reach you with 4 reminders", StringComparison.Ordinal));
    }
}
