using System.Resources;
using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Platform.Schedule;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.WorkingDays;

namespace KamBot.CompanyHolidays;

public static class CompanyHolidaysRegistration
{
    public static WebApplicationBuilder AddCompanyHolidays(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTable(CompanyDays.Table)
            .AddSingleton<CompanyDays>().AddSingleton<IRefreshed>(services => services.GetRequiredService<CompanyDays>())
            .AddSingleton<ICompanyReplanning>(services => services.GetRequiredService<CompanyDays>())
            .AddSingleton<IPulseWork, DayMoves>().AddSingleton<MoveNotes>()
            .AddSingleton<IReminderSource, MoveReminders>().AddSingleton<ICommandSet, HolidayCommands>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.CompanyHolidays.DayOffTexts", typeof(CompanyHolidaysRegistration).Assembly)));
        return builder;
    }
}
