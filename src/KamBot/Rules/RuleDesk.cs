using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;

namespace KamBot.Rules;

/// <summary>Sets rules at one of the three levels, plans anew what they concern, and answers with what moved.</summary>
public sealed class RuleDesk(
    Profiles profiles, AccountStore accounts, CompanyRules companies, CompanyRights rights, ReminderRules rules, IEnumerable<IProfileListener> listeners, ProfileChanges changes,
    ICompanyReplanning everybody)
{
    /// <summary>Whether the user may set something at this level.</summary>
    public async Task<bool> MayAsync(Turn turn, SettingLevel level, CancellationToken cancellationToken) =>
        level != SettingLevel.Company || await rights.MaySetRulesAsync(turn, cancellationToken);

    /// <summary>Sets these at that level; without a text a setting is given back to the level below.</summary>
    /// <param name="turn">Who and when.</param>
    /// <param name="level">For whom.</param>
    /// <param name="client">The client, for <see cref="SettingLevel.Client"/>.</param>
    /// <param name="values">Settings and their texts, each checked already.</param>
    /// <param name="headline">The news.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    public async Task<Reply> SetAsync(
        Turn turn, SettingLevel level, ClientRef? client, IReadOnlyList<(ReminderSetting Setting, string? Text)> values, Func<ReminderSettings, string> headline, CancellationToken cancellationToken)
    {
        if (!await MayAsync(turn, level, cancellationToken))
            return Reply.Say(turn.Text("Rule.NoRight"));
        Account? account = null;
        var moved = new List<Moved>();
        switch (level)
        {
            case SettingLevel.Client:
                var own = new Entry("client.rules", AccountStore.Row, Facts.Of(("rules", Fact.Text(string.Join(", ", values.Select(value => RuleText.Name(value.Setting, turn.Reader)))))));
                account = await accounts.ChangeAsync(turn, new AccountKey(turn.User.Tenant, client!.Id), own, now => now with { Rules = Merged(now.Rules, values) }, cancellationToken);
                if (account is null)
                    return Reply.Say(turn.Text("Client.Gone"));
                moved.AddRange(await changes.ChangedAsync(turn, account, cancellationToken));
                break;

            case SettingLevel.User:
                turn.Profile = await profiles.ChangeAsync(turn.User, now => now! with { Rules = Merged(now.Rules, values) }, cancellationToken);
                moved.AddRange(await ListenersAsync(turn, cancellationToken));
                break;

            default:
                await companies.ChangeAsync(turn.User.Tenant, now => Merged(now, values) ?? new Dictionary<string, string>(), cancellationToken);
                await everybody.RulesChangedAsync(turn.User.Tenant, turn.Operation, cancellationToken);
                moved.AddRange(await ListenersAsync(turn, cancellationToken));
                break;
        }

        var settings = rules.Of(turn.Profile, account);
        var card = new Card(headline(level == SettingLevel.Company ? rules.Company(turn.Profile) : settings), CardTone.Good);
        foreach (var (setting, _) in values)
            card.Note(Remark(turn, setting, level, settings, client?.Name));
        if (level == SettingLevel.Company)
            card.Line(turn.Text("Rule.Follows"));
        return Reply.Show(Moved.AddTo(card, turn.Reader, turn.Today, moved).Button(turn.Text("Rule.All"), "rules"));
    }

    private async Task<List<Moved>> ListenersAsync(Turn turn, CancellationToken cancellationToken)
    {
        var moved = new List<Moved>();
        foreach (var listener in listeners)
            moved.AddRange(await listener.ChangedAsync(turn, cancellationToken));
        return moved;
    }

    /// <summary>What the new value does not do, although one might think so.</summary>
    private static string? Remark(Turn turn, ReminderSetting setting, SettingLevel level, ReminderSettings settings, string? client)
    {
        var reader = turn.Reader;
        if (level < settings.LevelOf(setting.Name))
            return reader.Text("Rule.StillOwn", ("value", RuleText.Value(setting, settings, reader)), ("level", RuleText.Level(settings.LevelOf(setting.Name), client, reader)));
        if ((setting == ReminderSetting.Hour || setting == ReminderSetting.Quiet) && settings.Quiet.Contains(settings.Hour))
            return reader.Text("Rule.HourIsQuiet", ("hour", settings.Hour), ("from", settings.Quiet.From), ("until", settings.Quiet.Until), ("at", settings.Quiet.Until));
        return setting == ReminderSetting.Quiet && !settings.Quiet.IsOverNight && !settings.Quiet.IsNone ? reader.Text("Rule.LoudNights") : null;
    }

    private static Dictionary<string, string>? Merged(IReadOnlyDictionary<string, string>? now, IReadOnlyList<(ReminderSetting Setting, string? Text)> values)
    {
        var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in now ?? new Dictionary<string, string>())
            merged[name] = text;
        foreach (var (setting, text) in values)
        {
            if (text is null)
                merged.Remove(setting.Name);
            else
                merged[setting.Name] = text;
        }

        return merged.Count == 0 ? null : new Dictionary<string, string>(merged);
    }
}
