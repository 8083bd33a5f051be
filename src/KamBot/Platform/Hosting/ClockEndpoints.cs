using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Platform.Hosting;

/// <summary><c>GET</c>, <c>PUT</c> and <c>DELETE /dev/clock</c>: the contract that tests, demos and the terminal chat rely on.</summary>
internal static class ClockEndpoints
{
    private static readonly OffsetDateTimePattern WithOffset = OffsetDateTimePattern.ExtendedIso;

    public static void MapClock(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/clock", LoopbackOnly.Guard(TellAsync));
        endpoints.MapPut("/clock", LoopbackOnly.Guard(MoveAsync));
        endpoints.MapDelete("/clock", LoopbackOnly.Guard(ReturnAsync));
    }

    private static Task TellAsync(HttpContext context) =>
        AnswerAsync(context, new JsonObject { ["now"] = Text(context.RequestServices.GetRequiredService<MovableClock>().GetCurrentInstant()) });

    private static async Task ReturnAsync(HttpContext context)
    {
        var mover = context.RequestServices.GetRequiredService<ClockMover>();
        await AnswerAsync(context, new JsonObject { ["now"] = Text(await mover.ReturnToRealTimeAsync(context.RequestAborted)) });
    }

    private static async Task MoveAsync(HttpContext context)
    {
        if (await ReadAsync(context.Request) is not { } target)
        {
            await AnswerAsync(context, new JsonObject { ["error"] = """The body is {"now":"2026-04-07T07:00:00Z"}, an ISO time with Z or an offset.""" }, StatusCodes.Status400BadRequest);
            return;
        }

        // Not the request's token: a move that has begun arrives, whoever hangs up.
        var services = context.RequestServices;
        var move = await services.GetRequiredService<ClockMover>().MoveAsync(target, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        await (move.Refusal is { } why
            ? AnswerAsync(context, new JsonObject { ["error"] = why, ["now"] = Text(move.Now) }, StatusCodes.Status409Conflict)
            : AnswerAsync(context, new JsonObject { ["now"] = Text(move.Now), ["sent"] = move.Sent }));
    }

    private static Task AnswerAsync(HttpContext context, JsonObject answer, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
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
