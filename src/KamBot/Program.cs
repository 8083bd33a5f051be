using KamBot.Accounts;
using KamBot.BotBuilder.Hosting;
using KamBot.Chat;
using KamBot.Conversation;
using KamBot.Dossier;
using KamBot.Meetings;
using KamBot.Platform.Hosting;
using KamBot.Platform.Tables;
using KamBot.Proposals;
using KamBot.Reminders;
using KamBot.Samples;
using KamBot.WorkingDays;

var builder = WebApplication.CreateBuilder(args);
builder.AddChat(args);
builder.AddTables();
builder.AddListenDefaults();
builder.AddDevelopment();
builder.AddTurnLedger();
builder.AddBotBuilder();
builder.Services.AddWorkingDays();
builder.AddConversation().AddAccounts().AddReminders().AddProposals().AddMeetings().AddDossier().AddSamples();
builder.AddHealth();

var app = builder.Build();
app.MapBotMessages();
app.MapDevelopment().MapHealth();
await app.RunAsync();

/// <summary>Named so that tests can start the program.</summary>
public sealed partial class Program;
