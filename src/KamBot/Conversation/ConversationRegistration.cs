using System.Resources;
using KamBot.BotBuilder.Turns;
using KamBot.Conversation.Language;
using KamBot.Platform.Tables;

namespace KamBot.Conversation;

public static class ConversationRegistration
{
    public static WebApplicationBuilder AddConversation(this WebApplicationBuilder builder)
    {
        // Read while the rest of the program is put together: nothing at the start takes longer.
        var catalogue = Task.Run(() => CommandCatalogue.Load(builder.Environment.IsDevelopment()));
        builder.Services.AddOptions<ConversationOptions>().BindConfiguration("Conversation").ValidateDataAnnotations()
            .Validate<CommandCatalogue>(
                (options, catalogue) => (options.Languages ?? []).All(language => catalogue.Languages.Contains(language, StringComparer.OrdinalIgnoreCase)),
                "Conversation:Languages names a language that KamBot does not know.")
            .ValidateOnStart();
        builder.Services.AddOptions<CompanyRightsOptions>().BindConfiguration("Team").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<AppOptions>().BindConfiguration("App").ValidateDataAnnotations().ValidateOnStart();
        builder.Services
            .AddTable(Profiles.Table).AddTable(FeedbackBook.Table)
            .AddSingleton(_ => catalogue.GetAwaiter().GetResult()).AddSingleton<Understanding>()
            .AddSingleton(services => new Texts(services.GetServices<TextSource>(), builder.Environment.IsDevelopment(), services.GetRequiredService<ILogger<Texts>>()))
            .AddSingleton<SpokenLanguages>().AddSingleton<LanguageOffer>().AddSingleton<Readers>().AddSingleton<Profiles>().AddSingleton<Turns>().AddSingleton<CommandMetrics>().AddSingleton<Router>().AddSingleton<OpenForms>()
            .AddSingleton<CommandFields>().AddSingleton<StandingQuestions>().AddSingleton<Misunderstanding>().AddSingleton<Greeting>().AddSingleton<Apology>().AddSingleton<DelayWords>().AddSingleton<LateDialogs>()
            .AddSingleton<ICommandSet, ConversationCommands>()
            .AddSingleton<INotifier, Notifier>().AddSingleton<Comeback>().AddSingleton<AppLinks>().AddSingleton<FeedbackBook>().AddSingleton<CompanyRights>().AddSingleton<ZoneQuestion>()
            .AddSingleton<MissedAnswers>().AddSingleton<IUndeliverableAnswers>(services => services.GetRequiredService<MissedAnswers>())
            .AddSingleton<IComebackNote>(services => services.GetRequiredService<MissedAnswers>())
            .AddSingleton<IBot, KamBotHandler>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Conversation.ConversationTexts", typeof(ConversationRegistration).Assembly)));
        return builder;
    }
}
