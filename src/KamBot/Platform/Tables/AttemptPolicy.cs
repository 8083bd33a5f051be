using Azure.Core;
using Azure.Core.Pipeline;

namespace KamBot.Platform.Tables;

/// <summary>
/// Notes on a message that an attempt ended without saying whether it took effect: no reply, or a server error other than
/// "busy", which the service answers before it starts.
/// </summary>
internal sealed class AttemptPolicy : HttpPipelinePolicy
{
    private sealed record Ambiguous;

    public static bool WasAmbiguous(HttpMessage message) => message.TryGetProperty(typeof(Ambiguous), out _);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Tables are asked asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        catch
        {
            message.SetProperty(typeof(Ambiguous), new Ambiguous());
            throw;
        }

        if (message.Response.Status is 408 or >= 500 and not 503)
            message.SetProperty(typeof(Ambiguous), new Ambiguous());
    }
}
