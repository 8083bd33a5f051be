using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Drivers;

/// <summary>An account manager in their personal chat: types lines, presses buttons, reads cards.</summary>
internal sealed class Manager(IDrivenApp app, string name, string zone, string locale, string tenant = FakeTeams.TenantId)
{
    private const string English = "en-GB";

    private readonly string _id = $"29:{Plain(name)}";
    private readonly string _chat = $"a:{Plain(name)}-{tenant[..4]}";

    /// <summary>Marta Puig of Barcelona. All three write English unless their Teams has another locale, with the numbers and dates that go with it.</summary>
    public static Task<Manager> MartaAsync(IDrivenApp app, string locale = English) => MeetAsync(app, "Marta Puig", "Europe/Madrid", locale, "ES-CT");

    /// <summary>Andrei Pop of Cluj.</summary>
    public static Task<Manager> AndreiAsync(IDrivenApp app, string locale = English) => MeetAsync(app, "Andrei Pop", "Europe/Bucharest", locale, "RO");

    /// <summary>Kasia Nowak of Kraków.</summary>
    public static Task<Manager> KasiaAsync(IDrivenApp app, string locale = English) => MeetAsync(app, "Kasia Nowak", "Europe/Warsaw", locale, "PL");

    /// <summary>Joan Serra, who works beside Marta.</summary>
    public static Task<Manager> JoanAsync(IDrivenApp app, string locale = English) => MeetAsync(app, "Joan Serra", "Europe/Madrid", locale, "ES-CT");

    /// <summary>Ewa Zając of Warsaw, head of sales.</summary>
    public static Task<Manager> EwaAsync(IDrivenApp app, string locale = English) => MeetAsync(app, "Ewa Zając", "Europe/Warsaw", locale, "PL");

    /// <summary>Somebody else of the company.</summary>
    public static Task<Manager> ColleagueAsync(IDrivenApp app, string name, string locale = English) => MeetAsync(app, name, "Europe/Madrid", locale, "ES-CT");

    /// <summary>The same person at another instance of the program.</summary>
    public Manager At(IDrivenApp other) => new(other, name, zone, locale, tenant);

    /// <summary>Everything in this chat so far, updates in their place.</summary>
    public IReadOnlyList<CardView> Chat => [.. InChat().Select(Current)];

    public CardView Last => Chat[^1];

    /// <summary>Types a line and reads what comes back, the latest message.</summary>
    public async Task<CardView> SaysAsync(string line)
    {
        var before = InChat().Count;
        var response = await PostAsync(Message(line));
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"'{line}': {response.StatusCode}. {string.Join('\n', app.Problems)}");
        var answers = InChat().Skip(before).ToList();
        Assert.True(answers.Count > 0, $"No answer to '{line}'.");
        return Current(answers[^1]);
    }

    /// <summary>Presses a button by its title, with inputs; reads the card that takes the place of the pressed one.</summary>
    public async Task<CardView> PressesAsync(CardView card, string title, params (string Name, string Value)[] inputs)
    {
        var response = await PostAsync(Press(card, title, inputs));
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"[{title}]: {response.StatusCode}. {string.Join('\n', app.Problems)}");
        return await ReplacementAsync(response);
    }

    /// <summary>The activity of a pressed button, to be posted as often as a test likes.</summary>
    public Activity Press(CardView card, string title, params (string Name, string Value)[] inputs)
    {
        var action = card.Action(title);
        var data = (JsonObject?)action["data"]?.DeepClone() ?? [];
        foreach (var (input, value) in card.Defaults().Concat(inputs))
            data[input] = value;
        var activity = As(app.Teams.CardAction((string)action["verb"]!, data.ToJsonString()));
        activity.ReplyToId = card.ActivityId;
        return activity;
    }

    public Activity Message(string line) => As(app.Teams.Message(line));

    /// <summary>A recorded activity, as this person's.</summary>
    public Activity Recorded(string payload) => As(app.Teams.Incoming(payload));

    /// <summary>The same, with another zone than the person's, or with none, as events of an installation have it.</summary>
    public Activity Recorded(string payload, string? localTimezone)
    {
        var activity = Recorded(payload);
        activity.LocalTimezone = localTimezone;
        return activity;
    }

    public Task<HttpResponseMessage> PostAsync(Activity activity) => FakeTeams.PostAsync(app.Http, activity);

    public static async Task<CardView> ReplacementAsync(HttpResponseMessage response)
    {
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(200, (int)body["statusCode"]!);
        return new CardView((JsonObject)body["value"]!, null, null);
    }

    private static async Task<Manager> MeetAsync(IDrivenApp app, string name, string zone, string locale, string calendar)
    {
        var manager = new Manager(app, name, zone, locale);
        var mine = locale[..2] switch { "ca" => "el meu calendari", "ro" => "calendarul meu", "pl" => "mój kalendarz", _ => "my calendar" };
        await manager.SaysAsync($"{mine} {calendar}");
        return manager;
    }

    /// <summary>Ids of the channel are ASCII, names are not.</summary>
    private static string Plain(string name) => string.Concat(name.Select(letter => char.IsAscii(letter) ? letter : '_'));

    private Activity As(Activity activity)
    {
        activity.From = new ChannelAccount { Id = _id, Name = name, AadObjectId = $"aad-{Plain(name).Replace(' ', '-')}" };
        activity.Conversation!.Id = _chat;
        activity.Conversation.TenantId = tenant;
        activity.ChannelData = JsonSerializer.Deserialize<JsonElement>($$$"""{"tenant":{"id":"{{{tenant}}}"}}""");
        activity.LocalTimezone = zone;
        activity.Locale = locale;
        activity.Entities = null;
        foreach (var member in activity.MembersAdded ?? [])
            member.Id = member.Id == activity.Recipient?.Id ? member.Id : _id;
        return activity;
    }

    private List<Activity> InChat() => [.. app.Teams.Sent.Where(activity => activity.Conversation?.Id == _chat)];

    private CardView Current(Activity sent) =>
        CardView.Of(app.Teams.Updates.LastOrDefault(update => update.Id == sent.Id) ?? sent);
}
