using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace KamBot.Platform.Tables;

/// <summary>
/// Signs a request with the account's key. Stands behind the retry, so that a late retry does not carry an old date.
/// Source: "Authorize with Shared Key", the Table service's form.
/// </summary>
internal sealed class SharedKeyPolicy(string account, byte[] key) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        // The service compares with its own clock (15 minutes): a clock that was moved for development does not count here.
        var date = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);

        request.Headers.TryGetValue("Content-Type", out var contentType);
        var signed = $"{request.Method}\n\n{contentType}\n{date}\n/{account}{request.Uri.ToUri().AbsolutePath}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)));
        request.Headers.SetValue("Authorization", $"SharedKey {account}:{signature}");
    }
}
