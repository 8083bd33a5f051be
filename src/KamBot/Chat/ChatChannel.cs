using System.Net;
using System.Text.Json;
using KamBot.BotBuilder.Schema;

namespace KamBot.Chat;

/// <summary>
/// The other end of KamBot's connector: a server on a free port of this machine that takes what KamBot sends, as Teams
/// would, and writes it down. What it has written is written before KamBot hears that it arrived.
/// </summary>
internal sealed class ChatChannel : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ChatPaper _paper;

    private ChatChannel(WebApplication server, ChatPaper paper) => (_server, _paper) = (server, paper);

    public Uri Address => new(_server.Urls.First());

    public static async Task<ChatChannel> StartAsync(ChatPaper paper, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        server.Urls.Clear();
        var channel = new ChatChannel(server, paper);
        channel.Map(server.MapGroup("/v3/conversations"));
        await server.StartAsync(cancellationToken);
        return channel;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    private void Map(RouteGroupBuilder conversations)
    {
        conversations.MapPost("/{conversation}/activities/{replyTo?}", async (string conversation, HttpRequest request) =>
        {
            if (await ReadAsync(request) is not { } activity)
                return Results.BadRequest();
            if (activity.Type != ActivityTypes.Message)
                return Results.StatusCode(StatusCodes.Status202Accepted);
            activity.Id = Guid.NewGuid().ToString("N");
            _paper.Show(conversation, activity, isUpdate: false);
            return Results.Json(new { id = activity.Id }, statusCode: StatusCodes.Status201Created);
        });
        conversations.MapPut("/{conversation}/activities/{id}", async (string conversation, string id, HttpRequest request) =>
        {
            if (await ReadAsync(request) is not { } activity)
                return Results.BadRequest();
            activity.Id = id;
            _paper.Show(conversation, activity, isUpdate: true);
            return Results.Json(new { id });
        });
        conversations.MapDelete("/{conversation}/activities/{id}", (string conversation, string id) =>
        {
            _paper.Remove(conversation, id);
            return Results.Ok();
        });
        conversations.MapGet("/{conversation}/members/{id}", (string conversation) =>
            _paper.UserOf(conversation) is { } user ? Results.Json(Member(user)) : Results.NotFound());
        conversations.MapGet("/{conversation}/pagedmembers", (string conversation) =>
            Results.Json(new { members = _paper.UserOf(conversation) is { } user ? (object[])[Member(user)] : [] }));
    }

    private static async Task<Activity?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, BotJson.Wire.Activity, request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static object Member(ChatUser user) =>
        new { id = user.Id, name = user.Name, aadObjectId = user.AadObjectId, tenantId = ChatUser.TenantId };
}
