using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.WorkingDays;
using Microsoft.Extensions.Options;

namespace KamBot.Reminders;

/// <summary>
/// What holds for whom. It costs no reading: the user's settings lie in the profile's row and the client's in the client's, which
/// are read anyway, and every instance keeps those of the companies (<see cref="CompanyRules"/>).
/// </summary>
public sealed class ReminderRules(CompanyRules companies, WorkingCalendars calendars, IOptions<ReminderOptions> options)
{
    /// <summary>What holds for this user, with this client where one is spoken of.</summary>
    public ReminderSettings Of(Profile user, Account? client = null)
    {
        var settings = Company(user);
        if (user.Rules is null or { Count: 0 } && client?.Rules is null or { Count: 0 })
            return With(settings, user, client);
        var levels = new Dictionary<string, SettingLevel>(StringComparer.Ordinal);
        settings = Applied(settings, user.Rules, SettingLevel.User, levels);
        settings = Applied(settings, client?.Rules, SettingLevel.Client, levels);
        return With(settings with { Levels = levels }, user, client);
    }

    /// <summary>What holds in the user's company for whoever sets nothing else.</summary>
    public ReminderSettings Company(Profile user)
    {
        var calendar = calendars.Get(user.Calendar, user.User.Tenant);
        var ground = options.Value.Settings(calendar);
        return With(Applied(ground, companies.Of(user.User.Tenant), SettingLevel.Company, levels: null), user, client: null);
    }

    private ReminderSettings With(ReminderSettings settings, Profile user, Account? client)
    {
        var place = calendars.Get(user.Calendar, user.User.Tenant);
        return settings with
        {
            Manager = settings.Week is { Count: > 0 } week ? place.InWeek(week) : place,
            Client = calendars.TryGet(client?.Calendar, user.User.Tenant, out var theirs) ? theirs : place,
        };
    }

    private static ReminderSettings Applied(ReminderSettings settings, IReadOnlyDictionary<string, string>? own, SettingLevel level, Dictionary<string, SettingLevel>? levels)
    {
        foreach (var (name, text) in own ?? System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty)
        {
            if (ReminderSetting.Named(name) is not { } setting || level == SettingLevel.Client && !setting.IsOfClients || setting.Applied(settings, text) is not { } changed)
                continue;
            settings = changed;
            if (levels is not null)
                levels[name] = level;
        }

        return settings;
    }
}
