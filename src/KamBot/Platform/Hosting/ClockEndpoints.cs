using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Platform.Hosting;

/// <summary><c>GET</c>, <c>PUT</c> and <c>DELETE /dev/clock</c>: the contract that tests, demos and the terminal chat rely on.</summary>
internal static class ClockEndpoints
{
    private static readonly OffsetDateTimePattern WithOffset = OffsetDateTimePattern.ExtendedIso;

    public static void MapClock(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/clock", (MovableClock clock) => Results.Json(new { now = Text(clock.GetCurrentInstant()) }));
        endpoints.MapPut("/clock", MoveAsync);
        endpoints.MapDelete("/clock", async (ClockMover mover, CancellationToken cancellationToken) =>
            Results.Json(new { now = Text(await mover.ReturnToRealTimeAsync(cancellationToken)) }));
    }

    private static async Task<IResult> MoveAsync(HttpRequest request, ClockMover mover, IHostApplicationLifetime lifetime)
    {
        if (await ReadAsync(request) is not { } target)
            return Results.Json(new { error = """The body is {"now":"2026-04-07T07:00:00Z"}, an ISO time with Z or an offset.""" }, statusCode: StatusCodes.Status400BadRequest);

        // Not the request's token: a move that has begun arrives, whoever hangs up.
        var move = await mover.MoveAsync(target, lifetime.ApplicationStopping);
        return move.Refusal is { } why
            ? Results.Json(new { error = why, now = Text(move.Now) }, statusCode: StatusCodes.Status409Conflict)
            : Results.Json(new { now = Text(move.Now), sent = move.Sent });
    }

    private static async Task<Instant?> ReadAsync(HttpRequest request)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return body.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("now", out var now) && now.ValueKind == JsonValueKind.String
                && WithOffset.Parse(now.GetString()!) is { Success: true } time
                ? time.Value.ToInstant()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}
