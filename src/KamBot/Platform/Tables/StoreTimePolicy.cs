using Azure.Core;
using Azure.Core.Pipeline;

namespace KamBot.Platform.Tables;

/// <summary>Notes the time that stands in each answer.</summary>
internal sealed class StoreTimePolicy(StoreTime time, Func<TimeProvider> clock) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Tables are asked asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var asked = clock().GetUtcNow();
        await ProcessNextAsync(message, pipeline);
        if (message.Response.Headers.Date is { } stamp)
            time.Note(asked, clock().GetUtcNow(), clock().GetTimestamp(), stamp);
    }
}
