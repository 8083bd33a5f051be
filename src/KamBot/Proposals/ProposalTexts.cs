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
            ("days", Days([.. place.Select(day => day.Date).Distinct().Order()], reader)), ("place", place.First().Calendar.DisplayName(reader.Culture))));
        return string.Join(" ", sentences);
    }

    /// <summary>"3 and 6 April": the month once where it is the same.</summary>
    private static string Days(IReadOnlyList<LocalDate> days, Reader reader) => reader.List(days.Select((day, at) =>
        at < days.Count - 1 && days[at + 1].Month == day.Month ? reader.Number(day.Day) : reader.ShortDay(day)));
}
