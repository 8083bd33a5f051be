using System.Text.Json.Nodes;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// "Later …" on a reminder's card: an hour, this afternoon, tomorrow, another day; only what makes sense at that hour. What a
/// button means is told by a code and not by words, so that it means the same after the language was changed.
/// </summary>
public sealed class SnoozeButtons(ReminderRules rules)
{
    /// <summary>In a button's data: which of them.</summary>
    public const string Choice = "snooze";

    public const string Hour = "hour";
    public const string Afternoon = "afternoon";
    public const string Tomorrow = "tomorrow";
    public const string Day = "day";

    /// <summary>The inputs beside the buttons.</summary>
    public const string DayInput = "snoozeDay";

    public const string TimeInput = "snoozeTime";

    private const string Verb = "reminder.snooze";

    /// <summary>"This afternoon" is not offered when it is nearly there: that is "in an hour".</summary>
    private static readonly Period Ahead = Period.FromHours(1);

    /// <param name="card">A reminder's.</param>
    /// <param name="reader">Who reads it.</param>
    /// <param name="profile">Whose working days.</param>
    /// <param name="now">When it is shown.</param>
    /// <param name="about">Names the subject: its account and row, or its proposal.</param>
    public Card AddTo(Card card, Reader reader, Profile profile, Instant now, JsonObject about) => card.Form(
        reader.Text("Snooze.Later"),
        [Inputs.Date(DayInput, reader.Text("Snooze.Day")), Inputs.Time(TimeInput, reader.Text("Snooze.Time"))],
        [
            .. Of(reader, profile, now).Select(each => new CardButton(each.Title, Verb, Named(about, each.Choice))),
            new CardButton(reader.Text("Snooze.OnThatDay"), Verb, Named(about, Day)),
        ]);

    /// <summary>The same as answers to "when?".</summary>
    public IEnumerable<Choice> Choices(Turn turn, JsonObject about) =>
        Of(turn.Reader, turn.Profile, turn.Now).Select(each => new Choice(each.Title, Verb, Named(about, each.Choice)));

    private IEnumerable<(string Title, string Choice)> Of(Reader reader, Profile profile, Instant now)
    {
        var local = now.InZone(profile.DateTimeZone).LocalDateTime;
        var settings = rules.Of(profile);
        var manager = settings.Manager;
        if (manager.IsWorkingDay(local.Date))
        {
            if (local + Ahead is var hour && hour.Date == local.Date && !settings.Quiet.Contains(hour.TimeOfDay))
                yield return (reader.Text("Snooze.InAnHour"), Hour);
            if (local + Ahead < local.Date + SnoozeRules.Afternoon && !settings.Quiet.Contains(SnoozeRules.Afternoon))
                yield return (reader.Text("Snooze.Afternoon"), Afternoon);
        }

        var tomorrow = local.Date.PlusDays(1);
        yield return (manager.IsWorkingDay(tomorrow) ? reader.Text("Snooze.Tomorrow") : reader.Date(WorkingDayArithmetic.FirstAfter(tomorrow, manager), local.Date), Tomorrow);
    }

    private static JsonObject Named(JsonObject about, string choice)
    {
        var data = (JsonObject)about.DeepClone();
        data[Choice] = choice;
        return data;
    }
}
