using System.Globalization;
using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Platform;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>An answer that never reached the user, until it has been told of.</summary>
/// <param name="Id">The same for the same answer, so that it counts once.</param>
/// <param name="Headline">Its first words, or what its card is about.</param>
/// <param name="At">When it was given.</param>
/// <param name="ToldBy">The operation that told of it.</param>
public sealed record MissedAnswer(string Id, string Headline, Instant At, string? ToldBy = null);

/// <summary>Keeps the answers that could not be delivered with their user, and lists them when the user is back: once, and not as if they were new.</summary>
public sealed class MissedAnswers(Profiles profiles, TimeProvider clock) : IUndeliverableAnswers, IComebackNote
{
    private const int MostKept = 20;
    private const int LongestHeadline = 90;

    public async Task DroppedAsync(IReadOnlyList<UndeliverableAnswer> answers, ConnectorResult result, CancellationToken cancellationToken)
    {
        // A room is told nothing later: nobody there was promised an answer. What may have arrived is not called missed.
        if (result.Outcome == ConnectorOutcome.Unknown || UserOf(answers[0].Answer.Activity) is not { } user)
            return;
        var missed = answers.Where(each => each.Answer.Kind == TurnAnswerKind.Send).Select(Missed).OfType<MissedAnswer>().ToList();
        var unreachable = Unreachability.Of(result, clock.GetCurrentInstant());
        if (await profiles.FindAsync(user, cancellationToken) is null)
            return;
        await profiles.ChangeAsync(user, now => With(now!, missed, unreachable), cancellationToken);
    }

    public async Task<MissedPart?> PartAsync(Turn turn, CancellationToken cancellationToken)
    {
        var operation = turn.Context.OperationId;
        if (!turn.Profile.Missed.Any(answer => IsUntold(answer, operation)))
            return null;
        turn.Profile = await profiles.ChangeAsync(
            turn.User, now => (now ?? turn.Profile) with { Missed = [.. (now ?? turn.Profile).Missed.Where(answer => IsUntold(answer, operation)).Select(answer => answer with { ToldBy = operation })] }, cancellationToken);
        var answers = turn.Profile.Missed;
        return new MissedPart(
            turn.Reader.Plural("Missed.Title", answers.Count),
            [.. answers.Select(answer => new MissedLine(answer.Headline, turn.Reader.ShortDate(answer.At.InZone(turn.Profile.DateTimeZone).Date, turn.Today)))]);
    }

    /// <summary>A turn that runs again lists what its first run listed.</summary>
    private static bool IsUntold(MissedAnswer answer, string operation) => answer.ToldBy is null || answer.ToldBy == operation;

    private static Profile With(Profile profile, List<MissedAnswer> missed, Unreachability? unreachable)
    {
        var known = profile.Missed.Where(answer => answer.ToldBy is null).ToList();
        var added = missed.Where(answer => known.TrueForAll(other => other.Id != answer.Id)).ToList();
        return profile with
        {
            Missed = added.Count == 0 ? profile.Missed : [.. known.Concat(added).TakeLast(MostKept)],
            Owed = profile.Owed || added.Count > 0,
            Unreachable = unreachable is null ? profile.Unreachable : profile.Unreachable ?? unreachable,
        };
    }

    private static MissedAnswer? Missed(UndeliverableAnswer answer)
    {
        var activity = answer.Answer.Activity;
        var headline = (activity.Summary ?? activity.Text)?.ReplaceLineEndings(" ").Trim();
        if (activity.Type != ActivityTypes.Message || string.IsNullOrEmpty(headline))
            return null;
        headline = Excerpt.Shortened(headline, LongestHeadline);
        var id = OperationId.Of(activity.Conversation?.Id, answer.CommittedAt.UtcTicks.ToString(CultureInfo.InvariantCulture), headline).Value;
        return new MissedAnswer(id, headline, Instant.FromDateTimeOffset(answer.CommittedAt));
    }

    /// <summary>Whom the answer was for.</summary>
    private static UserKey? UserOf(Activity answer) =>
        answer.Conversation is { IsGroup: not true, ConversationType: null or "personal" } && answer.Recipient is { } recipient
            ? UserKey.Of(answer.GetTenantId(), recipient)
            : null;
}
