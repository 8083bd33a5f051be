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
        var asked = Now();
        await ProcessNextAsync(message, pipeline);
        if (message.Response.Headers.Date is { } stamp)
            time.Note(asked, Now(), stamp);
    }

    private (DateTimeOffset Utc, long Timestamp) Now() => (clock().GetUtcNow(), clock().GetTimestamp());
}
