using KamBot.Accounts;
using KamBot.BotBuilder.Hosting;
using KamBot.Chat;
using KamBot.CompanyHolidays;
using KamBot.Conversation;
using KamBot.Dossier;
using KamBot.Meetings;
using KamBot.MessageExtension;
using KamBot.Platform.Hosting;
using KamBot.Platform.Observability;
using KamBot.Platform.Tables;
using KamBot.Proposals;
using KamBot.Recurring;
using KamBot.Reminders;
using KamBot.Rules;
using KamBot.Samples;
using KamBot.Service;
using KamBot.Team;
using KamBot.WorkingDays;

return await KamBot.CommandLine.RunAsync(args, Build);

/// <summary>The program, and its door for tests: they start the same parts with a store and a clock of their own.</summary>
public sealed partial class Program
{
    /// <param name="args">The command line.</param>
    /// <param name="configure">What a test exchanges, last of all.</param>
    internal static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddChat(args).AddTables();
        builder.AddListenDefaults().AddServerLimits().AddDevelopment().AddTurnLedger().AddBotBuilder();
        builder.Services.AddWorkingDays();
        builder.AddConversation().AddAccounts().AddReminders().AddProposals().AddMeetings().AddService().AddRecurring().AddRules().AddCompanyHolidays().AddDossier().AddTeam().AddMessageExtension().AddSamples().AddHealth();
        configure?.Invoke(builder);
        builder.AddObservability();
        var app = builder.Build();
        app.UseApology();
        app.MapBotMessages();
        app.MapDevelopment().MapHealth().MapLinks();
        return app;
    }
}
