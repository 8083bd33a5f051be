using System.Resources;
using KamBot.Accounts;
using KamBot.BotBuilder.Connector;
using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Platform.Schedule;
using KamBot.Platform.Tables;
using Microsoft.Extensions.Options;
using Quartz;

namespace KamBot.Reminders;

public static class RemindersRegistration
{
    public static WebApplicationBuilder AddReminders(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ReminderOptions>().BindConfiguration("Reminders").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<ReconciliationOptions>().BindConfiguration("Reconciliation").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<SweepOptions>().BindConfiguration("Sweep")
            .Validate(sweep => sweep.Lease >= TimeSpan.FromSeconds(5), "Sweep:Lease is at least 5 seconds: longer than a plan takes to write.")
            .Validate(sweep => sweep is { MostPerShard: > 0 and <= 1_000, Parallel: > 0 and <= 64, MaxAttempts: > 0 and <= 100 }, "Sweep: MostPerShard 1–1,000, Parallel 1–64, MaxAttempts 1–100.")
            .Validate<IOptions<ConnectorOptions>>((sweep, connector) => sweep.Lease >= 3 * connector.Value.Deadline, "Sweep:Lease is at least three times Bot:Connector:Deadline: a call to Teams must end within a third of it, so that nobody else can have taken the reminder over.")
            .ValidateOnStart();
        builder.Services
            .AddTable(ReminderKeys.Table).AddTable(Reconciliation.Table).AddTable(CompanyRules.Table)
            .AddSingleton<CompanyRules>().AddSingleton<IRefreshed>(services => services.GetRequiredService<CompanyRules>()).AddSingleton<ReminderRules>()
            .AddSingleton<ReminderStore>().AddSingleton<ReminderPlans>().AddSingleton(services => new ReminderSources(services.GetServices<IReminderSource>)).AddSingleton<TurnReminders>().AddSingleton<IRecipients, OwnersAlone>()
            .AddSingleton<Closings>().AddSingleton<IReminderSource, ClosingReminders>()
            .AddSingleton<ReminderClock>().AddSingleton<ReminderClaims>().AddSingleton<ReminderDecisions>().AddSingleton<ReminderOutcomes>().AddSingleton<ReminderTelling>().AddSingleton<ReminderSweep>()
            .AddSingleton<Promptness>().AddSingleton<ReminderMetrics>().AddSingleton<Pulse>()
            .AddSingleton<ReminderWalk>().AddSingleton<Reconciliation>().AddSingleton<IPulseWork>(services => services.GetRequiredService<Reconciliation>())
            .AddSingleton<IPulse>(services => services.GetRequiredService<Pulse>()).AddSingleton<PulseGate>()
            .AddSingleton<ICommandSet, ReminderCommands>().AddSingleton<ICommandSet, UpcomingCommand>().AddSingleton<ICommandSet, UndoCommand>()
            .AddSingleton<ICommandSet, SnoozeCommand>().AddSingleton<SnoozeButtons>()
            .AddSingleton<ContactGuard>().AddSingleton<DigestRows>().AddSingleton<ContactDesk>().AddSingleton<ICommandSet, GuardCommands>().AddSingleton<ICommandSet, ContactCommands>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Reminders.GuardTexts", typeof(RemindersRegistration).Assembly)))
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Reminders.SnoozeTexts", typeof(RemindersRegistration).Assembly)))
            .AddSingleton<ICommandSet, DigestCommands>().AddSingleton<IReplyShaper, DigestReplies>()
            .AddSingleton<ISettingsHour, ReminderHour>().AddSingleton<Replanning>().AddSingleton<ReminderUsers>().AddSingleton<ProfileChanges>()
            .AddSingleton<IProfileListener>(services => services.GetRequiredService<ProfileChanges>()).AddSingleton<IAccountListener>(services => services.GetRequiredService<ProfileChanges>())
            .AddSingleton<IComebackNote, UndeliveredNote>().AddSingleton<IComebackNote, UncertainNote>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Reminders.ReminderTexts", typeof(RemindersRegistration).Assembly)))
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Reminders.DigestTexts", typeof(RemindersRegistration).Assembly)));
        if (builder.Configuration.GetValue("Pulse:Enabled", true))
        {
            builder.Services.AddQuartz("pulse", quartz =>
            {
                // A wall clock that is set back must not silence the pulse until it has caught up. The clock is this scheduler's alone.
                quartz.UseTimeProvider(new SteadyClock());
                quartz.ScheduleJob<PulseJob>(trigger => trigger
                    .WithIdentity("pulse").StartNow().WithSimpleSchedule(schedule => schedule.WithInterval(Pulse.Interval).RepeatForever()));
            });
            builder.Services.AddQuartzHostedService("pulse", options => options.WaitForJobsToComplete = true);
        }

        return builder;
    }
}
