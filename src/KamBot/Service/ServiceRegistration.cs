using System.Resources;
using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Reminders;

namespace KamBot.Service;

public static class ServiceRegistration
{
    public static WebApplicationBuilder AddService(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<ComplaintStore>().AddSingleton<ComplaintCards>().AddSingleton<ComplaintDesk>().AddSingleton<ComplaintChoice>()
            .AddSingleton<ICommandSet, ComplaintCommands>()
            .AddSingleton<IReminderSource, ComplaintReminders>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Service.ServiceTexts", typeof(ServiceRegistration).Assembly)));
        return builder;
    }
}
