using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace KamBot.Platform.Hosting;

/// <summary>What whoever starts KamBot can mend themselves is said in plain sentences, not by a stack trace.</summary>
internal static class StartProblem
{
    /// <summary>The sentences, or null when the exception is a defect.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        OptionsValidationException settings => string.Join('\n', settings.Failures),
        AggregateException { InnerExceptions: { Count: > 0 } all } when all.All(inner => inner is OptionsValidationException) =>
            string.Join('\n', all.Cast<OptionsValidationException>().SelectMany(settings => settings.Failures)),
        IOException { InnerException: AddressInUseException } => $"{exception.Message} Is KamBot running already? Another address: --urls=http://localhost:4978",
        _ => null,
    };
}
