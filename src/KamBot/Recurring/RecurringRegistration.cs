using System.Resources;
using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Reminders;

namespace KamBot.Recurring;

public static class RecurringRegistration
{
    public static WebApplicationBuilder AddRecurring(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<RecurringStore>().AddSingleton<Contacts>().AddSingleton<ClientsInText>().AddSingleton<PeopleOfClients>()
            .AddSingleton<OwnWords>().AddSingleton<OwnCards>().AddSingleton<OwnDesk>().AddSingleton<OwnChoice>()
            .AddSingleton<TouchCards>().AddSingleton<TouchDesk>().AddSingleton<TouchContacts>().AddSingleton<IContactListener>(services => services.GetRequiredService<TouchContacts>())
            .AddSingleton<BirthdayDesk>()
            .AddSingleton<ICommandSet, OwnCommands>().AddSingleton<ICommandSet, TouchCommands>().AddSingleton<ICommandSet, BirthdayCommands>()
            .AddSingleton<IReminderSource, OwnReminders>().AddSingleton<IReminderSource, TouchReminders>().AddSingleton<IReminderSource, BirthdayReminders>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Recurring.RecurringTexts", typeof(RecurringRegistration).Assembly)));
        return builder;
    }
}
