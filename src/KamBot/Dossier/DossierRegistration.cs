using System.Resources;
using KamBot.Conversation;
using KamBot.Conversation.Language;

namespace KamBot.Dossier;

public static class DossierRegistration
{
    public static WebApplicationBuilder AddDossier(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<DossierCard>()
            .AddSingleton<ICommandSet, DossierCommands>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Dossier.DossierTexts", typeof(DossierRegistration).Assembly)));
        return builder;
    }
}
