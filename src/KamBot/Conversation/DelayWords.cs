using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Conversation.Language;
using Microsoft.Extensions.Caching.Memory;

namespace KamBot.Conversation;

/// <summary>What is said instead of an answer that is not there in time. It asks no storage, which may be what hangs.</summary>
public sealed class DelayWords(Readers readers, SpokenLanguages languages) : IDisposable
{
    /// <summary>Whose language is remembered; anybody else's is taken from Teams' locale.</summary>
    private const int MostReaders = 10_000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MostReaders });

    /// <summary>Keeps how somebody is addressed, who is at work right now.</summary>
    public void Remember(Profile profile) => _known.Set(profile.User, readers.For(profile), new MemoryCacheEntryOptions { Size = 1 });

    /// <summary>For <see cref="BotAdapter.OnTurnDelayed"/>.</summary>
    public string For(Activity activity, TurnDelay delay)
    {
        var user = UserKey.Of(activity);
        var reader = _known.Get<Reader>(user) ?? readers.For(languages.Told(languages.Assumed(Stranger(user)), activity.Locale));
        return delay switch
        {
            TurnDelay.ToldLater => reader.Text("Delay.ToldLater"),
            TurnDelay.ToldInPersonalChat => reader.Text("Delay.ToldInChat"),
            TurnDelay.TryAgain => reader.Text("Delay.TryAgain"),
            _ => reader.Text("Delay.AnsweredBefore"),
        };
    }

    public void Dispose() => _known.Dispose();

    private static Profile Stranger(UserKey user) => new() { User = user, Zone = "Etc/UTC", Calendar = "" };
}
