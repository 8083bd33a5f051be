namespace KamBot.Platform.Hosting;

/// <summary>Outside Development a bot without a registration can let nobody in: said once at start, before anybody wonders.</summary>
internal sealed class UnregisteredBotWarning(IConfiguration configuration, ILogger<UnregisteredBotWarning> logger) : IHostedService
{
    public const string Text = "MicrosoftAppId is not set: every message is refused.";

    public static bool IsRegistered(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration["MicrosoftAppId"]);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!IsRegistered(configuration))
            logger.LogWarning("{Problem} Set MicrosoftAppId and the other keys of the bot registration, or run in Development.", Text);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
