using System.Resources;
using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Reminders;

namespace KamBot.Team;

public static class TeamRegistration
{
    public static WebApplicationBuilder AddTeam(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TeamOptions>().BindConfiguration("Team").ValidateDataAnnotations().ValidateOnStart();
        builder.Services
            .AddSingleton<AbsenceBook>().AddSingleton<AbsencePlans>().AddSingleton<AbsenceCards>().AddSingleton<AbsenceDesk>().AddSingleton<DeputyChoice>()
            .AddSingleton(services => new ReturnSummary(
                services.GetRequiredService<Accounts.Entries>(), services.GetRequiredService<Accounts.Journal>(), services.GetRequiredService<Accounts.AccountStore>(), services.GetRequiredService<ReminderStore>(),
                services.GetRequiredService<ReminderSources>))
            .AddSingleton<StandingDeputies>().AddSingleton<Leavers>().AddSingleton<IRecipients, DeputyRecipients>()
            .AddSingleton<ICommandSet, AbsenceCommands>().AddSingleton<ICommandSet, StandingDeputyCommands>()
            .AddSingleton<IReminderSource, AbsenceReminders>().AddSingleton<IReminderSource, StandingDeputyReminders>()
            .AddSingleton<IReminderSource>(services => new LeaverReminders(
                services.GetRequiredService<Profiles>(), services.GetRequiredService<Accounts.AccountStore>(), services.GetRequiredService<ReminderStore>(), services.GetRequiredService<ReminderRules>(),
                services.GetRequiredService<ReminderSources>))
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Team.TeamTexts", typeof(TeamRegistration).Assembly)));
        return builder;
    }
}
