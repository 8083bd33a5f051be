using KamBot.Accounts;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>How keeping in touch looks: when it is agreed on, and when nobody was.</summary>
public sealed class TouchCards(ReminderRules rules)
{
    public Card Of(KeepInTouch touch, Contact? last, Account account, ReminderMoment moment, string headline)
    {
        var reader = moment.Reader;
        var card = new Card(headline, CardTone.Good).Facts(
            (reader.Text("Touch.Every"), touch.IsOpen ? RecurrenceText.Of(reader, touch.Every, time: null) : null),
            (reader.Text("Touch.Last"), Last(last, moment)));
        if (TouchRules.Coming(touch, last, rules.Of(moment.Profile, account), moment.Profile.DateTimeZone, moment.Now) is { } coming)
            card.Note(reader.Text("Touch.WillRemind", ("when", reader.DateTime(coming, moment.Today))));
        return touch.IsOpen ? card.Button(reader.Text("Touch.Stop"), "touch.stop", Data(touch)) : card;
    }

    /// <summary>Nobody was in touch for that long.</summary>
    public static Card Due(KeepInTouch touch, Contact? last, Account account, ReminderMoment moment)
    {
        var reader = moment.Reader;
        var days = Period.DaysBetween(last is { Day: var day } && day > touch.Since ? day : touch.Since, moment.Today);
        return new Card(reader.Plural("Touch.DueTitle", days, ("client", account.Name)), moment.Late ? CardTone.Attention : CardTone.Warning)
            .Facts(
                (reader.Text("Touch.Last"), Last(last, moment)),
                (reader.Text("Touch.Every"), RecurrenceText.Of(reader, touch.Every, time: null)),
                (reader.Text("Client.Phone"), account.Phone))
            .Button(reader.Text("Touch.Called"), "touch.contact", Data(touch), CardButtonStyle.Positive)
            .Button(reader.Text("Touch.LogMeeting"), "meeting.log", new { client = $"#{account.Id}" })
            .Button(reader.Text("Touch.Later"), "reminder.snooze", new { account = touch.Account, row = touch.Row, when = reader.Text("Own.TomorrowWord") })
            .Button(reader.Text("Touch.Stop"), "touch.stop", Data(touch));
    }

    /// <summary>What takes the place of a card that a contact answered.</summary>
    public static Card InTouch(string client, Reader reader) => new(reader.Text("Touch.InTouch", ("client", client)), CardTone.Good);

    /// <summary>What takes the place of a card that was put off, or that nobody wants any more.</summary>
    public static Card Closed(KeepInTouch touch, Account account, ReminderMoment moment) => touch switch
    {
        { IsOpen: false } => new Card(moment.Reader.Text("Touch.Stopped", ("client", account.Name))),
        { PostponedTo: { } day } => new Card(moment.Reader.Text("Touch.PostponedNow", ("client", account.Name), ("date", moment.Reader.Date(day, moment.Today)))),
        _ => InTouch(account.Name, moment.Reader),
    };

    public static object Data(KeepInTouch touch) => new { client = $"#{touch.Account}", account = touch.Account };

    private static string Last(Contact? last, ReminderMoment moment) =>
        last is null ? moment.Reader.Text("Touch.NoContact") : $"{moment.Reader.Date(last.Day, moment.Today)}: {last.What}";
}
