using System.Text.Json.Nodes;
using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Recurring;

/// <summary>How a reminder of one's own looks: when it is made, when its time has come, when it is done.</summary>
public sealed class OwnCards(ReminderRules rules)
{
    private const int LongestTitle = 60;

    /// <summary>The reminder as it is, with the next two moments it is said at.</summary>
    public Card Of(OwnReminder own, Account? account, ReminderMoment moment, string? headline = null, CardTone tone = CardTone.Plain)
    {
        var reader = moment.Reader;
        var coming = Coming(own, account, moment);
        var card = new Card(headline ?? Headline(own, account, reader), tone).Facts(
            (reader.Text("Own.Client"), account?.Name),
            (reader.Text("Own.When"), own.Every is null ? null : Rule(own, reader)),
            (reader.Text("Own.Next"), Next(own, coming, moment)),
            (reader.Text("Client.Phone"), own.IsOpen ? account?.Phone : null));
        foreach (var note in Notes(own, coming, moment))
            card.Note(note);
        if (own.IsOpen)
            card.Button(reader.Text(own.Every is null ? "Own.Cancel" : "Own.Stop"), "own.stop", Data(own));
        return account is null ? card : card.Button(reader.Text("Own.Dossier"), "dossier", new { client = $"#{account.Id}" });
    }

    /// <summary>Its time has come.</summary>
    public Card Due(OwnReminder own, Account? account, ReminderMoment moment, LocalDate nominal)
    {
        var reader = moment.Reader;
        var day = DayWords.Of(nominal, moment.Today);
        var title = own.IsDate ? reader.Text($"Own.Date.{day}", [("what", Title(own)), .. DayWords.Named(reader, nominal, moment.Today)]) : reader.Text("Own.DueTitle", ("what", Title(own)));
        var card = new Card(account is null ? title : $"{account.Name} · {title}", moment.Late ? CardTone.Attention : CardTone.Warning).Facts(
            (reader.Text("Own.Told"), own.What.Length > LongestTitle ? own.What : null),
            (reader.Text("Own.When"), own.Every is null ? null : Rule(own, reader)),
            (reader.Text("Own.Next"), Next(own, Coming(own, account, moment), moment)),
            (reader.Text("Client.Phone"), account?.Phone));
        var done = Data(own, new() { ["day"] = LocalDatePattern.Iso.Format(nominal) });
        card.Button(reader.Text("Own.DoneButton"), "own.done", done, CardButtonStyle.Positive)
            .Button(reader.Text("Own.Tomorrow"), "reminder.snooze", Data(own, new() { ["when"] = reader.Text("Own.TomorrowWord") }));
        if (own.Every is not null)
            card.Button(reader.Text("Own.Stop"), "own.stop", Data(own));
        return account is null ? card : card.Button(reader.Text("Own.Dossier"), "dossier", new { client = $"#{account.Id}" });
    }

    /// <summary>What takes the place of a card that is answered.</summary>
    public Card Closed(OwnReminder own, Account? account, ReminderMoment moment)
    {
        var reader = moment.Reader;
        var title = Headline(own, account, reader);
        var state = own switch
        {
            { IsOpen: false } => reader.Text("Own.IsDone"),
            { PostponedTo: { } day } => reader.Text("Own.IsPostponed", ("date", reader.Date(day, moment.Today))),
            _ when Coming(own, account, moment) is [var next, ..] => reader.Text("Own.IsNext", ("when", reader.DateTime(next.At, moment.Today))),
            _ => reader.Text("Own.IsDone"),
        };
        return new Card(title, own.IsOpen ? CardTone.Plain : CardTone.Good).Line(state).Button(Open(own, reader));
    }

    /// <summary>A line of a list; a tap opens it.</summary>
    public void AddLine(Card card, OwnReminder own, Account? account, ReminderMoment moment, int number)
    {
        var reader = moment.Reader;
        var detail = own.Every is null ? account?.Name : account is null ? Rule(own, reader) : $"{account.Name} · {Rule(own, reader)}";
        // "1. …" would be a list to Markdown, drawn with a margin of its own.
        card.Row($"{number} · {Title(own)}", Coming(own, account, moment) is [var next, ..] ? reader.ShortDate(next.At.Date, moment.Today) : null, detail, tap: Open(own, reader));
    }

    /// <summary>What it is about, in a few words.</summary>
    public static string Title(OwnReminder own) => Excerpt.Shortened(own.What, LongestTitle);

    public static CardButton Open(OwnReminder own, Reader reader) => new(reader.Text("Own.Open"), "own.show", Data(own));

    /// <summary>Names the very reminder; what else a button says goes with it.</summary>
    public static JsonObject Data(OwnReminder own, JsonObject? more = null)
    {
        var data = more ?? [];
        data["account"] = own.Account;
        data["row"] = own.Row;
        return data;
    }

    private static string Headline(OwnReminder own, Account? account, Reader reader)
    {
        var title = reader.Text("Own.DueTitle", ("what", Title(own)));
        return account is null ? title : $"{account.Name} · {title}";
    }

    private static string Rule(OwnReminder own, Reader reader) => RecurrenceText.Of(reader, own.Every!, own.Time);

    private IReadOnlyList<Occurrence> Coming(OwnReminder own, Account? account, ReminderMoment moment) =>
        OwnRules.Coming(own, rules.Of(moment.Profile, account), moment.Profile.DateTimeZone, moment.Now, most: 2);

    private static string? Next(OwnReminder own, IReadOnlyList<Occurrence> coming, ReminderMoment moment) => (own, coming) switch
    {
        ({ IsOpen: false }, _) => null,
        ({ PostponedTo: { } day }, _) => moment.Reader.Date(day, moment.Today),
        (_, [var next, var then]) => moment.Reader.Text("Own.NextThen", ("next", moment.Reader.DateTime(next.At, moment.Today)), ("then", moment.Reader.Date(then.At.Date, moment.Today))),
        (_, [var next]) => moment.Reader.DateTime(next.At, moment.Today),
        _ => null,
    };

    /// <summary>Why it is another day or time than was said (E2, E4, R10).</summary>
    private static IEnumerable<string> Notes(OwnReminder own, IReadOnlyList<Occurrence> coming, ReminderMoment moment)
    {
        foreach (var each in coming.Where(_ => own.PostponedTo is null))
        {
            if (each.At.Date != each.Nominal && own.OnDayOff != WhenOff.Kept)
                yield return moment.Reader.Text("Own.Moved", ("asked", moment.Reader.Date(each.Nominal, moment.Today)), ("day", moment.Reader.Date(each.At.Date, moment.Today)));
            if (own.Time is { } time && each.At.TimeOfDay != time)
                yield return moment.Reader.Text("Own.NoSuchTime", ("time", time), ("date", moment.Reader.Date(each.Nominal, moment.Today)), ("at", each.At.TimeOfDay));
        }
    }
}
