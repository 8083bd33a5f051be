using KamBot.Conversation;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Reminders;

/// <summary>One bad row never stops the others, and never spins (story 9.6).</summary>
public sealed class BrokenRowTests
{
    private static readonly UserKey Marta = new(FakeTeams.TenantId, "aad-Marta-Puig");

    [Fact]
    public async Task A_row_that_cannot_be_read_leaves_the_others_of_that_minute_alone_and_is_given_up()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");
        app.BreaksReminders = true;
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        await marta.SaysAsync("add client Ferro Baix SL, ES-CT");
        await marta.SaysAsync("proposal sent to Ferro Baix, €9,000, valid until 24 April, by e-mail");
        await BreakAsync(app, "proposal~00000001");
        var before = marta.Chat.Count;

        await app.UntilAsync("2026-04-08T07:00:00Z");

        Assert.Equal("Ferro Baix SL · call today: did they get P-2?", Assert.Single(marta.Chat.Skip(before)).Headline);
        Assert.Contains("P-2", (await marta.SaysAsync("what do I have today?")).Text);
        // Tried with growing pauses, eight times at most, then left to whoever reads the log.
        await app.UntilAsync("2026-04-09T06:00:00Z");
        Assert.InRange(app.Log.Lines.Count(line => line.Contains("failed in attempt", StringComparison.Ordinal)), 1, 8);
    }

    private static async Task BreakAsync(KamBotApp app, string subject)
    {
        var token = TestContext.Current.CancellationToken;
        var call = (await app.Get<ReminderStore>().OfUserAsync(Marta, token)).Single(reminder => reminder.Subject.Row == subject && reminder.Kind == "proposal.call");
        var due = new TableEntity(ReminderKeys.Shard(Marta), ReminderKeys.Due(call.DueAt!.Value, call.Version)) { ["v"] = "{", ["tenant"] = Marta.Tenant, ["user"] = Marta.Id };
        await app.Store.UpsertEntityAsync(ReminderKeys.Table, due, token);
    }
}
