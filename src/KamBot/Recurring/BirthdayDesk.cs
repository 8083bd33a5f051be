using System.Text.Json.Nodes;
using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>What is done with birthdays: keep them with the person, plan the day, announce it, forget it. Only in its manager's own chat.</summary>
public sealed class BirthdayDesk(RecurringStore store, PeopleNames names, ReminderRules rules, ReminderPlans plans)
{
    /// <param name="turn">Whose client's person it is.</param>
    /// <param name="account">The client.</param>
    /// <param name="known">The person, if they are known.</param>
    /// <param name="name">What to call them otherwise.</param>
    /// <param name="birthday">Day and month.</param>
    /// <param name="likes">What was said beside it; null leaves what is known.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    public async Task<Reply> SetAsync(Turn turn, Account account, KnownPerson? known, string name, Birthday birthday, string? likes, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, account.Id);
        name = known?.Person.Name ?? name;
        var row = known?.Row ?? Person.RowOf(key, name);
        var entry = new Entry("birthday.noted", row, Accounts.Facts.Of(("name", Fact.Text(name))));
        var saved = await store.WriteAsync<Person>(turn, key, row, entry, now => (now ?? new Person { Name = name }) with { Birthday = birthday, Likes = likes ?? now?.Likes }, cancellationToken);
        var person = saved.Value!;
        await names.AddAsync(key.Tenant, account, row, person.Name, cancellationToken);
        await PlanAsync(turn.Profile, account, new(account.Id, row), person.Birthday, turn.Now, turn.Operation, cancellationToken);
        turn.Memory.Focus = new Focus(account.Id, row);

        var reader = turn.Reader;
        var coming = BirthdayRules.Coming(person.Birthday!, turn.Today, rules.Of(turn.Profile, account), turn.Profile.DateTimeZone);
        var card = new Card(turn.Text("Birthday.Noted", ("name", person.Name), ("client", account.Name)), CardTone.Good).Facts(
            (turn.Text("Birthday.Day"), reader.ShortDay(person.Birthday!.Anchor)),
            (turn.Text("Birthday.Likes"), person.Likes),
            (turn.Text("Birthday.Next"), reader.Date(coming.Nominal, turn.Today)));
        var when = reader.DateTime(coming.At, turn.Today);
        card.Note(coming.At.Date == coming.Nominal
            ? turn.Text("Birthday.WillSay", ("when", when))
            : turn.Text("Birthday.WillSayBefore", ("when", when), ("day", RecurrenceText.OnWeekday(reader, coming.Nominal))));
        return Reply.Show(card.Button(turn.Text("Birthday.RemoveButton"), "birthday.remove", Data(account, row)).Button(turn.Text("Undo.Button"), "undo", Data(account, row)));
    }

    public async Task<Reply> RemoveAsync(Turn turn, KnownPerson known, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, known.Account.Id);
        var entry = new Entry("birthday.removed", known.Row, Accounts.Facts.Of(("name", Fact.Text(known.Person.Name))));
        await store.WriteAsync<Person>(turn, key, known.Row, entry, now => now?.Birthday is null ? null : now with { Birthday = null }, cancellationToken);
        var closed = await PlanAsync(turn.Profile, known.Account, new(known.Account.Id, known.Row), null, turn.Now, turn.Operation, cancellationToken);
        var card = new Card(turn.Text("Birthday.Removed", ("name", known.Person.Name)), CardTone.Good);
        return Reply.Show(card.Button(turn.Text("Undo.Button"), "undo", Data(known.Account, known.Row)))
            .With(closed.Select(reminder => new CardUpdate(reminder.ActivityId!, new Card(turn.Text("Birthday.Removed", ("name", known.Person.Name))))));
    }

    /// <summary>"Today is Anna Lis's birthday (sails)"; "Tomorrow, on Saturday, is Marek's".</summary>
    public Card Due(Person person, Account account, ReminderMoment moment, LocalDate announced)
    {
        var reader = moment.Reader;
        var birthday = BirthdayRules.Coming(person.Birthday!, announced, rules.Of(moment.Profile, account), moment.Profile.DateTimeZone).Nominal;
        var who = person.Likes is { } likes ? reader.Text("Birthday.WhoLikes", ("name", person.Name), ("likes", likes)) : person.Name;
        var day = DayWords.Of(birthday, moment.Today);
        return new Card(reader.Text($"Birthday.{day}", [("who", who), .. DayWords.Named(reader, birthday, moment.Today)]), CardTone.Warning)
            .Facts(
                (reader.Text("Own.Client"), account.Name),
                (reader.Text("Birthday.Role"), person.Role),
                (reader.Text("Birthday.Turns"), person.Birthday!.Year is { } year ? reader.Number(birthday.Year - year) : null),
                (reader.Text("Client.Phone"), account.Phone))
            .Button(reader.Text("Own.Dossier"), "dossier", new { client = $"#{account.Id}" });
    }

    public Task<IReadOnlyList<Reminder>> PlanAsync(Profile profile, Account? account, ReminderSubject subject, Birthday? birthday, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        plans.PlanAsync(profile.User, profile.DateTimeZone, subject, BirthdayRules.Plan(birthday, rules.Of(profile, account), profile.DateTimeZone, now), now, operation, cancellationToken);

    public static JsonObject Data(Account account, string row) => new() { ["account"] = account.Id, ["row"] = row };
}
