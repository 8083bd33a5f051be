using KamBot.Conversation.Language;

namespace KamBot.Samples;

/// <summary>An invented client and where its business stands, in days from the day it is loaded.</summary>
/// <param name="Name">Invented, as everything here.</param>
/// <param name="Calendar">Its working calendar.</param>
/// <param name="Phone">From ranges that nobody is called by.</param>
/// <param name="Meeting">Null: nobody was met yet.</param>
/// <param name="Offer">Null: nothing was offered yet.</param>
internal sealed record SampleClient(string Name, string Calendar, string Phone, SampleMeeting? Meeting = null, SampleOffer? Offer = null)
{
    public static readonly IReadOnlyList<SampleClient> All =
    [
        new("Vila Nord SA", "ES-CT", "+34 93 555 01 02",
            new SampleMeeting("VilaNord", DaysAgo: 2, ["Laia Roca", "Jordi Pla"], [new(TaskParty.Us, 2), new(TaskParty.Client, 7)]),
            new SampleOffer(new Money(48_000, "EUR"), SentDaysAgo: 0, ValidDays: 30, SampleState.Sent)),
        new("Vilafranca Hotels SL", "ES-CT", "+34 93 555 01 77"),
        new("Carpat Retail SRL", "RO", "+40 21 555 0142",
            Offer: new SampleOffer(new Money(120_000, "RON"), SentDaysAgo: 20, ValidDays: 26, SampleState.Called)),
        new("Wisła Logistyka sp. z o.o.", "PL", "+48 22 555 01 35",
            new SampleMeeting("Wisla", DaysAgo: 6, ["Anna Lis", "Marek Dąb"], [new(TaskParty.Us, 5), new(TaskParty.Vendor, 12)]),
            new SampleOffer(new Money(64_000, "PLN"), SentDaysAgo: 40, ValidDays: 30, SampleState.Won)),
    ];
}

/// <param name="Text">The texts' key: needs, agreement and tasks are in the reader's language.</param>
internal sealed record SampleMeeting(string Text, int DaysAgo, IReadOnlyList<string> People, IReadOnlyList<SampleTask> Tasks);

internal sealed record SampleTask(TaskParty Party, int DueInDays);

internal sealed record SampleOffer(Money Amount, int SentDaysAgo, int ValidDays, SampleState State);

internal enum SampleState
{
    Sent,
    Called,
    Won,
}
