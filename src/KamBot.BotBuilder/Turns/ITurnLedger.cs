using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>
/// Keeps turns so that none is lost and none counts twice. A turn is written down when it is <em>received</em>, then
/// <em>committed</em> (state, stored response and answers in one transaction), then its answers are delivered one by one
/// from the conversation's <em>outbox</em>, and only then is it <em>finished</em>. A process that dies in between leaves a
/// row that <see cref="UnfinishedAsync"/> finds.
/// </summary>
/// <remarks>Expected outcomes are values; an exception means the store could not be used, and the turn stays as it was.</remarks>
public interface ITurnLedger
{
    /// <summary>How long a turn belongs to this process without <see cref="RenewAsync"/>.</summary>
    TimeSpan Lease { get; }

    /// <summary>
    /// Writes a turn down before anything is done with it. Gives back the turn to run, or null when another run of the same
    /// turn is under way. A turn that has been committed before is given back too: <see cref="OpenAsync"/> tells.
    /// </summary>
    /// <exception cref="ArgumentException">The activity is too big to keep.</exception>
    Task<PendingTurn?> ReceiveAsync(TurnRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// The conversation as it is now, and whether this turn has been committed in it. What has just been proven by a write of
    /// this process need not be read once more.
    /// </summary>
    Task<ConversationSnapshot> OpenAsync(PendingTurn turn, CancellationToken cancellationToken = default);

    /// <summary>What came of a turn that another run of it has committed, or null. Always read anew.</summary>
    Task<FinishedTurn?> FindFinishedAsync(TurnKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes all that came of a turn, or nothing. Null when the conversation changed since <paramref name="snapshot"/> was
    /// taken: the turn must run again on a fresh one. Otherwise the conversation's outbox as this process may deliver it now.
    /// </summary>
    /// <exception cref="ArgumentException">What came of the turn is too big to keep.</exception>
    Task<Outbox?> CommitAsync(PendingTurn turn, ConversationSnapshot snapshot, TurnResult result, CancellationToken cancellationToken = default);

    /// <summary>Takes the outbox of the turn's conversation for delivery, unless another process holds it or it waits for its next attempt.</summary>
    Task<Outbox> OpenOutboxAsync(PendingTurn turn, CancellationToken cancellationToken = default);

    /// <summary>Removes the outbox's first entry, delivered or dropped, and gives back what is left to deliver.</summary>
    Task<Outbox> SettleAsync(Outbox outbox, CancellationToken cancellationToken = default);

    /// <summary>Keeps the outbox's first entry, and with it all that follow, until its next attempt.</summary>
    Task DeferAsync(Outbox outbox, DateTimeOffset nextAttempt, CancellationToken cancellationToken = default);

    /// <summary>
    /// Everything of the turn is done and out, the last entry of its outbox included: it is no longer pending. The next turn of
    /// the conversation may begin as soon as this has been called, and take along what there is to write; it is written when
    /// the task ends.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="last">An outbox with what was delivered last, under the id that the channel gave it, and nothing behind it; or an empty one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when others have left answers to this process meanwhile: <see cref="OpenOutboxAsync"/> gives them.</returns>
    Task<bool> FinishAsync(PendingTurn turn, Outbox last, CancellationToken cancellationToken = default);

    /// <summary>Leaves the turn alone until then; after that <see cref="UnfinishedAsync"/> lists it.</summary>
    Task PostponeAsync(PendingTurn turn, DateTimeOffset until, CancellationToken cancellationToken = default);

    /// <summary>Keeps a turn that runs long for another <see cref="Lease"/>. False when it is not this process's any more.</summary>
    Task<bool> RenewAsync(PendingTurn turn, CancellationToken cancellationToken = default);

    /// <summary>Takes a turn that was given up out of the way, for somebody to look at.</summary>
    Task SetAsideAsync(PendingTurn turn, string reason, CancellationToken cancellationToken = default);

    /// <summary>Removes what was set aside before a time: it holds what somebody wrote.</summary>
    /// <returns>How many turns were removed; the next call removes more if there are.</returns>
    Task<int> ForgetSetAsideAsync(DateTimeOffset before, CancellationToken cancellationToken = default);

    /// <summary>Turns nobody works on at this time, oldest first.</summary>
    Task<IReadOnlyList<PendingTurn>> UnfinishedAsync(DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Takes an unfinished turn over, counting the attempt. Null when somebody else was quicker.</summary>
    Task<PendingTurn?> ClaimAsync(PendingTurn turn, CancellationToken cancellationToken = default);
}

/// <summary>A turn as it comes in.</summary>
/// <param name="Key">Its name.</param>
/// <param name="ActivityJson">The activity as received.</param>
/// <param name="Origin">Who started it.</param>
/// <param name="OriginalTextLength">Set when the text was cut.</param>
public sealed record TurnRequest(TurnKey Key, string ActivityJson, TurnOrigin Origin = TurnOrigin.Channel, int? OriginalTextLength = null);

/// <summary>Who started a turn.</summary>
public enum TurnOrigin
{
    /// <summary>An activity of the channel: it can be run again from what was written down.</summary>
    Channel,

    /// <summary>The bot itself: only what was committed can be finished, the rest is its caller's to repeat.</summary>
    Continuation,
}

/// <summary>A turn that is written down and not finished.</summary>
/// <param name="Request">What came in.</param>
/// <param name="ReceivedAt">When it first came in.</param>
/// <param name="Attempt">1 for the first run.</param>
/// <param name="Version">The ledger's own.</param>
public sealed record PendingTurn(TurnRequest Request, DateTimeOffset ReceivedAt, int Attempt, object Version)
{
    public TurnKey Key => Request.Key;

    /// <summary>The activity as it was parsed on receipt, for the first run only: that run may change it. Null when another process or delivery received it.</summary>
    internal Activity? Parsed { get; init; }
}

/// <summary>A conversation at the start of a turn's run.</summary>
/// <param name="StateJson">The product's state.</param>
/// <param name="Finished">What came of this turn, when it has been committed before.</param>
/// <param name="Version">The ledger's own.</param>
/// <param name="RunsElsewhere">Another process has received this very turn, and has not let go of it.</param>
/// <param name="LastAnswer">What was sent last into the conversation, where that is known.</param>
public sealed record ConversationSnapshot(string? StateJson, FinishedTurn? Finished, object Version, bool RunsElsewhere = false, SentAnswer? LastAnswer = null);

/// <summary>What is kept of a committed turn.</summary>
/// <param name="Response">The HTTP answer, to be given again to a second delivery.</param>
/// <param name="Failure">Why it was given up, if it was.</param>
/// <param name="Delivery">The delivery that it came by: <see cref="TurnKey.Delivery"/>.</param>
/// <param name="At">When it was committed.</param>
/// <param name="IsLatest">Nothing has been committed in the conversation since.</param>
public sealed record FinishedTurn(InvokeResponse? Response, string? Failure, string? Delivery = null, DateTimeOffset At = default, bool IsLatest = false);

/// <summary>What a run of a turn came to.</summary>
public sealed record TurnResult(string? StateJson, IReadOnlyList<TurnAnswer> Answers, InvokeResponse? Response = null, string? Failure = null);

/// <summary>The answers of a conversation that are not out yet, in the order in which they were committed.</summary>
/// <param name="Entries">Those this process may deliver now.</param>
/// <param name="HeldUntil">Set when there are answers but this process must leave them alone until then.</param>
/// <param name="Version">The ledger's own.</param>
public sealed record Outbox(IReadOnlyList<OutboxEntry> Entries, DateTimeOffset? HeldUntil, object? Version)
{
    public static Outbox Empty { get; } = new([], null, null);
}

/// <summary>An answer that is not out yet.</summary>
/// <param name="Answer">What to do.</param>
/// <param name="CommittedAt">When the turn was committed.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="Version">The ledger's own.</param>
public sealed record OutboxEntry(TurnAnswer Answer, DateTimeOffset CommittedAt, int Attempts, object Version);
