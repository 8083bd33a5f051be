using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace KamBot.Chat;

/// <summary>Who sits at the terminal. The ids follow from the name, so that the same name is the same person next time.</summary>
internal sealed record ChatUser(string Name, DateTimeZone Zone, string Locale)
{
    /// <summary>The tenant the Playground has, too.</summary>
    public const string TenantId = "11111111-1111-4111-8111-111111111111";

    public static ChatUser Default { get; } = new("Alex Wilber", DateTimeZoneProviders.Tzdb["Europe/Madrid"], "en-GB");

    public string Id => $"29:chat-{AadObjectId}";

    public string AadObjectId { get; } = IdOf(Name);

    public string ConversationId => $"a:chat-{AadObjectId}";

    /// <summary><c>Name [zone] [locale]</c>; what is not said is as with the user before. Null when the zone is none.</summary>
    public ChatUser? Switch(string argument)
    {
        var words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var (zone, locale) = (Zone, Locale);
        if (words.Count > 1 && words[^1].Length is 2 or 5 && IsLocale(words[^1]))
        {
            locale = words[^1];
            words.RemoveAt(words.Count - 1);
        }

        if (words.Count > 1 && words[^1].Contains('/', StringComparison.Ordinal))
        {
            if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(words[^1]) is not { } named)
                return null;
            zone = named;
            words.RemoveAt(words.Count - 1);
        }

        return words.Count == 0 ? null : new ChatUser(string.Join(' ', words), zone, locale);
    }

    /// <summary><c>pl</c> or <c>pl-PL</c>: a name begins with a capital.</summary>
    private static bool IsLocale(string word) => char.IsAsciiLetterLower(word[0]) && char.IsAsciiLetterLower(word[1]) && (word.Length == 2 || word[2] == '-');

    private static string IdOf(string name) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString();
}
