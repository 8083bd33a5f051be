using System.Resources;
using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Platform.Tables;

namespace KamBot.Accounts;

public static class AccountsRegistration
{
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTable(Journal.Table).AddTable(AccountNames.Table).AddTable(PeopleNames.Table).AddTable(Colleagues.Table)
            .AddSingleton<LegalForms>().AddSingleton<NameForms>().AddSingleton<AccountNames>().AddSingleton<PeopleNames>().AddSingleton<Journal>().AddSingleton<Entries>().AddSingleton<AccountStore>()
            .AddSingleton<Colleagues>().AddSingleton<IAcquaintances>(services => services.GetRequiredService<Colleagues>())
            .AddSingleton<IClientFinder, ClientFinder>()
            .AddSingleton<ICommandSet, AccountCommands>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Accounts.AccountTexts", typeof(AccountsRegistration).Assembly)));
        return builder;
    }
}
