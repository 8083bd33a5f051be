using System.Resources;
using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Forms;
using KamBot.Conversation.Language;
using KamBot.Platform.Tables;
using KamBot.Reminders;

namespace KamBot.Proposals;

public static class ProposalsRegistration
{
    public static WebApplicationBuilder AddProposals(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTable(ProposalStore.Table)
            .AddSingleton<ProposalStore>().AddSingleton<ProposalCards>().AddSingleton<ProposalDesk>().AddSingleton<QuietOffers>().AddSingleton<JointCalls>()
            .AddSingleton<ProposalChoice>().AddSingleton<ProposalOverview>().AddSingleton<Validities>().AddSingleton<Currencies>()
            .AddSingleton<IForm, ProposalForm>()
            .AddSingleton<ICommandSet, ProposalCommands>()
            .AddSingleton<IReminderSource, ProposalReminders>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Proposals.ProposalTexts", typeof(ProposalsRegistration).Assembly)));
        return builder;
    }
}
