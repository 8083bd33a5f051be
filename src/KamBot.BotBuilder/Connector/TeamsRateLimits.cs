namespace KamBot.BotBuilder.Connector;

/// <summary>The published limits of Teams, as this process may use them.</summary>
/// <remarks>Source: msteams-docs, <c>rate-limit.md</c>, "Per bot per thread limit" and the limit per app and tenant.</remarks>
/// <param name="Write">Of one conversation: sending, changing, creating.</param>
/// <param name="Read">Of one conversation: members and the like.</param>
/// <param name="Tenant">Of one tenant: everything.</param>
internal sealed record TeamsRateLimits(IReadOnlyList<RateLimit> Write, IReadOnlyList<RateLimit> Read, IReadOnlyList<RateLimit> Tenant)
{
    /// <summary>
    /// Teams counts when a call arrives, and calls that leave evenly arrive bunched: each window is kept a hundredth longer
    /// than it is, which costs one percent of the rate.
    /// </summary>
    private const double Lengthening = 1.01;

    /// <param name="instances">How many processes share the limits.</param>
    public static TeamsRateLimits SharedBy(int instances) => new(
        Shared(instances, (7, 1), (8, 2), (60, 30), (1_800, 3_600)),
        Shared(instances, (14, 1), (16, 2), (120, 30), (3_600, 3_600)),
        Shared(instances, (50, 1)));

    public IReadOnlyList<RateLimit> Of(CallKind kind) => kind == CallKind.Read ? Read : Write;

    private static RateLimit[] Shared(int instances, params ReadOnlySpan<(int Count, int Seconds)> limits)
    {
        var shared = new RateLimit[limits.Length];
        for (var i = 0; i < limits.Length; i++)
            shared[i] = new RateLimit(Math.Max(1, limits[i].Count / instances), TimeSpan.FromSeconds(limits[i].Seconds * Lengthening));
        return shared;
    }
}
