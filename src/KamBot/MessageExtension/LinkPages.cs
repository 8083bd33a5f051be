using KamBot.BotBuilder.Authentication;
using KamBot.Conversation;
using Microsoft.Extensions.Options;

namespace KamBot.MessageExtension;

/// <summary>
/// KamBot's links in a browser: each leads to the chat with KamBot in Teams, with the words that show what is meant already
/// typed. Nothing is looked up, so a link tells nobody whether there is anything behind it.
/// </summary>
internal static class LinkPages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet($"{AppLinks.Path}/{{**target}}", Open);
    }

    private static Task Open(HttpContext context)
    {
        var registration = context.RequestServices.GetRequiredService<IOptions<BotRegistration>>().Value;
        var links = context.RequestServices.GetRequiredService<AppLinks>();
        if (registration.IsRegistered && AppLinks.Target(context.Request.Path) is { } link && (link.Offer ?? links.Client(link.Client!)) is { } words)
            context.Response.Redirect(Chat(registration.AppId!, words));
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>Source: msteams-docs, "Deep link to a Teams chat"; a bot is named by its <c>28:</c> id.</summary>
    private static string Chat(string appId, string words) =>
        $"https://teams.microsoft.com/l/chat/0/0?users=28:{Uri.EscapeDataString(appId)}&message={Uri.EscapeDataString(words)}";
}
