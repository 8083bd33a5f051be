using Microsoft.Extensions.Logging;

namespace KamBot.BotBuilder.Turns;

/// <summary>Keeps a turn that runs long in this process's hands, until it is disposed.</summary>
internal sealed class LeaseRenewal : IAsyncDisposable
{
    private readonly ITurnLedger _ledger;
    private readonly PendingTurn _turn;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly Task _renewing;

    public LeaseRenewal(ITurnLedger ledger, PendingTurn turn, ILogger logger)
    {
        (_ledger, _turn, _logger) = (ledger, turn, logger);
        _timer = new PeriodicTimer(ledger.Lease / 3);
        _renewing = RenewAsync();
    }

    /// <summary>Nothing is written any more when this returns.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _renewing;
    }

    private async Task RenewAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                using var deadline = new CancellationTokenSource(_ledger.Lease / 3);
                if (!await _ledger.RenewAsync(_turn, deadline.Token))
                    return; // somebody else has it: the commit decides whose run counts
            }
            catch (Exception e)
            {
                _logger.LogWarning(e, "The lease of turn {Turn} could not be renewed.", _turn.Key.Turn);
            }
        }
    }
}
