using KamBot.Accounts;
using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>The latest contact with a client, from its timeline: an offer that was sent, a call, a meeting.</summary>
public sealed class Contacts(Journal journal)
{
    /// <summary>A client about whom so much was noted since the last contact has been in nobody's neglect.</summary>
    private const int EntriesLookedAt = 250;

    public async Task<Contact?> LatestAsync(AccountKey key, Reader reader, CancellationToken cancellationToken) =>
        (await journal.TimelineAsync(key, EntriesLookedAt, cancellationToken)).FirstOrDefault(entry => entry.IsContact) is { } last
            ? new Contact(last.At, last.At.InZone(reader.Zone).Date, TimelineText.Of(last, reader))
            : null;
}
