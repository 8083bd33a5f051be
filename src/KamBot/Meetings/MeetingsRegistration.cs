using System.Resources;
using KamBot.Conversation;
using KamBot.Conversation.Forms;
using KamBot.Conversation.Language;
using KamBot.Reminders;

namespace KamBot.Meetings;

public static class MeetingsRegistration
{
    public static WebApplicationBuilder AddMeetings(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<MeetingStore>().AddSingleton<MeetingCards>().AddSingleton<MeetingDesk>().AddSingleton<MessageDesk>()
            .AddSingleton<TaskChoice>().AddSingleton<TaskDrafts>().AddSingleton<NextContacts>()
            .AddSingleton<ICorrections, MeetingCorrections>()
            .AddSingleton<IForm, MeetingForm>()
            .AddSingleton<ICommandSet, MeetingCommands>()
            .AddSingleton<IReminderSource, TaskReminders>()
            .AddSingleton<IReminderSource, NextContactReminders>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Meetings.MeetingTexts", typeof(MeetingsRegistration).Assembly)));
        return builder;
    }
}
