using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Proposals;

/// <summary>Sentences about an offer that several of its cards share.</summary>
internal static class ProposalTexts
{
    /// <summary>Codes of the grammar's word list, likeliest first.</summary>
    public static readonly string[] Channels = ["email", "letter", "fax", "handed"];

    public static string Validity(this ProposalVersion version, Reader reader, LocalDate today) => version.ValidUntil is { } until
        ? reader.Date(until, today)
        : reader.Text("Proposal.NoExpiry", ("reason", version.NoExpiryReason));

    /// <summary>"3 and 6 April are holidays in Catalonia."; one sentence for each place.</summary>
    public static string? Holidays(IReadOnlyList<DayOff> daysOff, Reader reader)
    {
        if (daysOff.Count == 0)
            return null;
        var sentences = daysOff.GroupBy(day => day.Calendar.Code).Select(place => reader.Plural(
            "Proposal.Holidays", place.Count(),
            ("days", reader.List(place.Select(day => reader.ShortDay(day.Date)))), ("place", place.First().Calendar.DisplayName(reader.Culture))));
        return string.Join(" ", sentences);
    }
}
