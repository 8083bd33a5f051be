using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>How long this process may keep a turn to itself.</summary>
public sealed class TurnLedgerOptions
{
    /// <summary>
    /// After this a turn of a process that died is taken up by another. A delivery takes up to 25 seconds when the channel is
    /// slow: with a shorter lease two processes may then send the same answer.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);
}

public static class TurnLedgerRegistration
{
    /// <summary>Keeps turns in the table store that <c>AddTables</c> brings. Settings: <c>Bot:Ledger</c>.</summary>
    public static IHostApplicationBuilder AddTurnLedger(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<TurnLedgerOptions>().BindConfiguration("Bot:Ledger")
            .Validate(ledger => ledger.Lease >= TimeSpan.FromSeconds(5), "Bot:Ledger:Lease is at least 5 seconds.").ValidateOnStart();
        foreach (var table in TableTurnLedger.Tables)
            builder.Services.AddTable(table);
        builder.Services.AddSingleton<ITurnLedger, TableTurnLedger>();
        return builder;
    }
}
