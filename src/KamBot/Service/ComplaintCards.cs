using System.Text.Json.Nodes;
using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Service;

/// <summary>How a complaint looks: when it is noted, when it is asked about, when it is settled.</summary>
public sealed class ComplaintCards(ReminderRules rules, SnoozeButtons snooze)
{
    private const int LongestFact = 400;
    private const int LongestTitle = 60;

    /// <summary>The complaint as it is, and when KamBot will ask about it.</summary>
    public Card Of(Complaint complaint, Account account, ReminderMoment moment, string? headline = null, CardTone tone = CardTone.Plain)
    {
        var reader = moment.Reader;
        var card = new Card(headline ?? reader.Text("Complaint.Headline", ("client", account.Name)), tone).Facts(
            (reader.Text("Complaint.What"), Excerpt.Shortened(complaint.What, LongestFact)),
            (reader.Text("Complaint.Who"), complaint.Who),
            (reader.Text("Complaint.SaidOn"), reader.Date(complaint.SaidOn, moment.Today)),
            (reader.Text("Complaint.State"), State(complaint, moment)),
            (reader.Text("Client.Phone"), complaint.IsOpen ? account.Phone : null));
        return AddButtons(card.Note(Coming(complaint, account, moment)), complaint, account, moment);
    }

    /// <summary>Its day has come: is it settled?</summary>
    public Card Due(Complaint complaint, Account account, ReminderMoment moment, bool isNeglected)
    {
        var headline = moment.Reader.Text(isNeglected ? "Complaint.StillTitle" : "Complaint.OpenTitle", ("client", account.Name), ("what", Title(complaint)));
        return Of(complaint, account, moment, headline, isNeglected || moment.Late ? CardTone.Attention : CardTone.Warning);
    }

    /// <summary>What takes the place of a reminder's card once it is answered.</summary>
    public static Card Closed(Complaint complaint, Account account, Reader reader) => complaint.IsOpen
        ? new Card(reader.Text("Complaint.Moved", ("client", account.Name), ("what", Title(complaint)))).Button(Open(complaint, reader))
        : new Card(reader.Text("Complaint.SettledTitle", ("client", account.Name), ("what", Title(complaint))), CardTone.Good).Button(Open(complaint, reader));

    /// <summary>A complaint as a line of a list; a tap opens it.</summary>
    public static void AddLine(Card card, Complaint complaint, ReminderMoment moment, string? detail) => card.Row(
        Title(complaint), moment.Reader.Text("Complaint.Since", ("date", moment.Reader.ShortDate(complaint.SaidOn, moment.Today))), detail, CardTone.Attention, Open(complaint, moment.Reader));

    /// <summary>What it is about, in a few words.</summary>
    public static string Title(Complaint complaint) => Excerpt.Shortened(complaint.What, LongestTitle);

    /// <summary>Names the very complaint; what else a button says goes with it.</summary>
    public static JsonObject Data(Complaint complaint, JsonObject? more = null)
    {
        var data = more ?? [];
        data["account"] = complaint.Account;
        data["row"] = complaint.Row;
        return data;
    }

    private static string State(Complaint complaint, ReminderMoment moment) => complaint.SettledAt is { } at
        ? moment.Reader.Text("Complaint.SettledBy", ("when", moment.Reader.DateTime(at, moment.Today)), ("by", complaint.SettledBy))
        : moment.Reader.Text("Complaint.StateOpen");

    private string? Coming(Complaint complaint, Account account, ReminderMoment moment) =>
        ComplaintRules.Plan(complaint, rules.Of(moment.Profile, account)).FirstOrDefault(reminder => moment.Profile.DateTimeZone.AtLeniently(reminder.At).ToInstant() > moment.Now) is { } coming
            ? moment.Reader.Text("Complaint.WillAsk", ("when", moment.Reader.DateTime(coming.At, moment.Today)))
            : null;

    private Card AddButtons(Card card, Complaint complaint, Account account, ReminderMoment moment)
    {
        var reader = moment.Reader;
        if (complaint.IsOpen)
        {
            card.Button(reader.Text("Complaint.Settle"), "complaint.settled", Data(complaint), CardButtonStyle.Positive);
            snooze.AddTo(card, reader, moment.Profile, moment.Now, Data(complaint));
        }

        if (complaint.Link is { } link)
            card.Link(reader.Text("Complaint.Message"), link);
        return card.Button(reader.Text("Complaint.Dossier"), "dossier", new { client = $"#{account.Id}" });
    }

    private static CardButton Open(Complaint complaint, Reader reader) => new(reader.Text("Complaint.Open"), "complaint.show", Data(complaint));
}
