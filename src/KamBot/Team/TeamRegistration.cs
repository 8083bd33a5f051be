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
            .AddSingleton<ReturnSummary>()
            .AddSingleton<StandingDeputies>().AddSingleton<Leavers>().AddSingleton<IRecipients, DeputyRecipients>()
            .AddSingleton<ICommandSet, AbsenceCommands>().AddSingleton<ICommandSet, StandingDeputyCommands>()
            .AddSingleton<IReminderSource, AbsenceReminders>().AddSingleton<IReminderSource, StandingDeputyReminders>().AddSingleton<IReminderSource, LeaverReminders>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Team.TeamTexts", typeof(TeamRegistration).Assembly)));
        return builder;
    }
}
