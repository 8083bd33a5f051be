using System.Text;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Schedule;
using KamBot.WorkingDays;
using Microsoft.Extensions.Options;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>Begins a turn with the user's profile and the conversation's memory, and ends it with the memory saved.</summary>
public sealed class Turns(
    Profiles profiles, Readers readers, SpokenLanguages languages, WorkingCalendars calendars, DelayWords delayWords, IAcquaintances acquaintances, IEnumerable<IRefreshed> refreshed, IOptions<ConversationOptions> options)
{
    public async Task<Turn> BeginAsync(ITurnContext context, CardPress? press, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        var activity = context.Activity;
        var state = context.TurnState.Get<ConversationState>();
        var profile = await ProfileAsync(activity, context.OperationId, Instant.FromDateTimeOffset(context.ReceivedAt), cancellationToken);
        if (profile.Reference is not null && profile.Name.Length > 0 && profile.KnownAs != profile.Name)
            profile = await IntroduceAsync(profile, cancellationToken);
        return Turn(context, press, profile, await CoveredAsync(profile, context, cancellationToken), state?.Json);
    }

    /// <summary>
    /// Begins a turn in a chat that is not KamBot's (a search, an action on a message): nothing is learnt from it, least of all
    /// the way to the user.
    /// </summary>
    /// <returns>The turn, and whether the user ever spoke to KamBot.</returns>
    public async Task<(Turn Turn, bool IsKnown)> BeginElsewhereAsync(ITurnContext context, CardPress? press, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        var known = await profiles.FindAsync(UserKey.Of(context.Activity), cancellationToken);
        if (known is not null)
            delayWords.Remember(known);
        var profile = known ?? New(context.Activity);
        return (Turn(context, press, profile, await CoveredAsync(profile, context, cancellationToken), memory: null), known is not null);
    }

    /// <summary>Who sent the activity, as they are known; nothing is written.</summary>
    public async Task<Profile> KnownAsync(Activity activity, CancellationToken cancellationToken) =>
        await profiles.FindAsync(UserKey.Of(activity), cancellationToken) ?? New(activity);

    public void End(Turn turn, Reply reply)
    {
        delayWords.Remember(turn.Profile);
        if (reply.Choices.Count > 0)
            turn.Memory.Choices = [.. reply.Choices];
        if (turn.Context.TurnState.Get<ConversationState>() is { } state)
            state.Json = turn.Memory.Write();
    }

    public bool IsPersonal(Activity activity) =>
        activity.Conversation?.IsGroup != true && activity.Conversation?.ConversationType is null or "personal";

    /// <summary>The user removed the app: nothing is sent until they are back.</summary>
    public Task LeaveAsync(ITurnContext context, CancellationToken cancellationToken) => IsPersonal(context.Activity)
        ? profiles.ChangeAsync(UserKey.Of(context.Activity), before => Left(before ?? New(context.Activity), context.ReceivedAt), cancellationToken)
        : Task.CompletedTask;

    /// <summary>The words of a message, without a mention of the bot; null when there are none (empty, or pictures only).</summary>
    public (string? Text, int? TooLong) LineOf(ITurnContext context)
    {
        if (context.TurnState.Get<OversizedText>() is { } oversized)
            return (null, oversized.OriginalLength);
        var text = context.Activity.RemoveRecipientMention()?.Trim();
        return string.IsNullOrEmpty(text) || !text.EnumerateRunes().Any(Rune.IsLetterOrDigit) ? (null, null) : (text, null);
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        foreach (var each in refreshed)
            await each.RefreshAsync(cancellationToken);
    }

    /// <summary>Colleagues find the user by name from now on. Written down first: dying in between writes it down again.</summary>
    private async Task<Profile> IntroduceAsync(Profile profile, CancellationToken cancellationToken)
    {
        await acquaintances.MetAsync(profile, cancellationToken);
        return await profiles.ChangeAsync(profile.User, now => (now ?? profile) with { KnownAs = profile.Name }, cancellationToken);
    }

    /// <summary>Whom the user acts for now: costs who covers nobody nothing.</summary>
    private async Task<IReadOnlyList<Profile>> CoveredAsync(Profile profile, ITurnContext context, CancellationToken cancellationToken)
    {
        if (profile.Covers.Count == 0)
            return [];
        var now = Instant.FromDateTimeOffset(context.ReceivedAt);
        var covered = new List<Profile>();
        foreach (var owner in profile.Covers.Where(cover => cover.MayBeOn(now)).Select(cover => cover.Owner).Distinct())
        {
            if (await profiles.FindAsync(new UserKey(profile.User.Tenant, owner), cancellationToken) is { } other && Covering.MayAct(profile.User, other, now))
                covered.Add(other);
        }

        return covered;
    }

    private Turn Turn(ITurnContext context, CardPress? press, Profile profile, IReadOnlyList<Profile> covered, string? memory)
    {
        return new Turn
        {
            Context = context,
            Operation = new OperationId(context.OperationId),
            Profile = profile,
            Covered = covered,
            Reader = readers.For(profile),
            Memory = Memory.Read(memory),
            Now = Instant.FromDateTimeOffset(context.ReceivedAt),
            Press = press,
        };
    }

    private Task<Profile> ProfileAsync(Activity activity, string operation, Instant receivedAt, CancellationToken cancellationToken) =>
        profiles.ChangeAsync(UserKey.Of(activity), before => Seen(before ?? New(activity), activity, operation, receivedAt), cancellationToken);

    private static Profile Left(Profile profile, DateTimeOffset at) => profile with
    {
        Unreachable = new Unreachability(UnreachableKind.Uninstalled, "removed", Instant.FromDateTimeOffset(at)),
        GreetedBy = null,
    };

    /// <summary>Keeps the way back to the user and, until the user has said otherwise, the zone their device tells.</summary>
    private Profile Seen(Profile profile, Activity activity, string operation, Instant receivedAt)
    {
        if (!IsPersonal(activity) || IsOfAnotherChat(activity))
            return profile;
        profile = languages.Told(profile, activity.Locale) with { Name = activity.From?.Name ?? profile.Name, Reference = ReferenceOf(activity) };
        if (IsBack(profile, activity))
            profile = profile with { CameBackBy = operation, Unreachable = null, Owed = false, HandedOver = null };
        if (activity.Type == ActivityTypes.Message)
            profile = ZoneQuestion.Told(profile, ZoneOf(activity), receivedAt, operation);
        return profile.ZoneIsGuess && ZoneOf(activity) is { } zone
            ? profile with { Zone = zone, ZoneIsGuess = false, ZoneTakenBy = operation, Calendar = calendars.For(activity.Locale, zone) ?? profile.Calendar }
            : profile;
    }

    /// <summary>Who blocked the bot is back when they do something themselves; an installation may be an administrator's.</summary>
    private static bool IsBack(Profile profile, Activity activity) => profile.Unreachable switch
    {
        null => profile.Owed,
        { Kind: UnreachableKind.Blocked } => activity.Type is ActivityTypes.Message or ActivityTypes.Invoke,
        _ => true,
    };

    /// <summary>A message extension is used in any chat, also one between two people: KamBot must not write there.</summary>
    private static bool IsOfAnotherChat(Activity activity) =>
        activity.Type == ActivityTypes.Invoke && activity.Name?.StartsWith("composeExtension/", StringComparison.Ordinal) == true;

    private Profile New(Activity activity)
    {
        var told = ZoneOf(activity);
        var zone = told ?? options.Value.ZoneOf(activity.Locale);
        var profile = new Profile
        {
            User = UserKey.Of(activity),
            Zone = zone,
            ZoneIsGuess = told is null,
            Calendar = calendars.For(activity.Locale, zone) ?? options.Value.Calendar,
        };
        return languages.Told(languages.Assumed(profile), activity.Locale);
    }

    private static string? ZoneOf(Activity activity)
    {
        var told = activity.LocalTimezone ?? ClientInfo(activity, "timezone");
        return told is { Length: > 0 } && DateTimeZoneProviders.Tzdb.GetZoneOrNull(told) is { } zone ? zone.Id : null;
    }

    private static string? ClientInfo(Activity activity, string name)
    {
        var info = activity.Entities?.FirstOrDefault(entity => entity.Type == "clientInfo");
        return info?.Properties is { } properties && properties.TryGetValue(name, out var value) ? value.ToString() : null;
    }

    private static ConversationReference ReferenceOf(Activity activity)
    {
        var reference = activity.GetConversationReference();
        // The message it came with changes each time; the address does not, and is written only when it changes.
        reference.ActivityId = null;
        // Nor is anything kept that the address does not need.
        reference.User = Address(activity.From);
        reference.Bot = Address(activity.Recipient);
        reference.Conversation = activity.Conversation is { } conversation
            ? new ConversationAccount { Id = conversation.Id, ConversationType = conversation.ConversationType, IsGroup = conversation.IsGroup, TenantId = conversation.TenantId }
            : null;
        return reference;
    }

    private static ChannelAccount? Address(ChannelAccount? account) =>
        account is null ? null : new ChannelAccount(account.Id, account.Name) { AadObjectId = account.AadObjectId };
}
