using System.Resources;
using KamBot.Conversation;
using KamBot.Conversation.Language;

namespace KamBot.MessageExtension;

public static class MessageExtensionRegistration
{
    public static WebApplicationBuilder AddMessageExtension(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<SharedCards>().AddSingleton<ExtensionSearch>().AddSingleton<MessageActions>()
            .AddSingleton<IMessageExtension, ComposeExtension>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.MessageExtension.ExtensionTexts", typeof(MessageExtensionRegistration).Assembly)));
        return builder;
    }

    /// <summary>Opens the addresses that <see cref="AppLinks"/> makes.</summary>
    public static WebApplication MapLinks(this WebApplication app)
    {
        LinkPages.Map(app);
        return app;
    }
}
