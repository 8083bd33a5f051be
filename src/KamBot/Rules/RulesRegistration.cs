using System.Resources;
using KamBot.Conversation;
using KamBot.Conversation.Language;

namespace KamBot.Rules;

public static class RulesRegistration
{
    public static WebApplicationBuilder AddRules(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<RuleDesk>().AddSingleton<RuleCards>()
            .AddSingleton<ICommandSet, RuleCommands>().AddSingleton<ICommandSet, WhyCommand>()
            .AddSingleton<ISettingsSections>(services => services.GetRequiredService<RuleCards>())
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Rules.RuleTexts", typeof(RulesRegistration).Assembly)));
        return builder;
    }
}
