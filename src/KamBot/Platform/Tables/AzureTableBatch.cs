using System.Globalization;
using System.Text;
using Azure;

namespace KamBot.Platform.Tables;

/// <summary>
/// An entity group transaction on the wire: one change set in a multipart batch. The outer answer is 202 even when the
/// transaction failed; the inner one tells. Source: "Performing entity group transactions".
/// </summary>
internal static class AzureTableBatch
{
    public static ReadOnlyMemory<byte> Write(string endpoint, string table, IReadOnlyList<TableTransactionAction> actions, string operationId)
    {
        using var body = new MemoryStream(actions.Count * 1024);
        Line(body, $"--batch_{operationId}\r\nContent-Type: multipart/mixed; boundary=changeset_{operationId}\r\n");
        foreach (var action in actions)
        {
            Line(body, $"--changeset_{operationId}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
            Line(body, $"{AzureTableRequests.Method(action)} {endpoint}{AzureTableRequests.Target(table, action)} HTTP/1.1");
            Line(body, "Accept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0");
            if (AzureTableRequests.IfMatch(action) is { } etag)
                Line(body, $"If-Match: {etag}");
            if (action.ActionType == TableTransactionActionType.Add)
                Line(body, "Prefer: return-no-content");
            if (action.ActionType == TableTransactionActionType.Delete)
            {
                Line(body, "");
            }
            else
            {
                Line(body, "Content-Type: application/json\r\n");
                body.Write(EntityJson.Write(action.Entity, operationId).Span);
            }

            Line(body, "");
        }

        Line(body, $"--changeset_{operationId}--");
        Line(body, $"--batch_{operationId}--");
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>The ETags in the order of the actions, or the error of the one that failed.</summary>
    public static (IReadOnlyList<ETag> ETags, int Status, TableError? Error) Read(ReadOnlySpan<byte> body)
    {
        var etags = new List<ETag>();
        var status = 0;
        foreach (var line in Encoding.UTF8.GetString(body).AsSpan().EnumerateLines())
        {
            if (line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            {
                status = int.Parse(line.Slice("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);
                etags.Add(default);
            }
            else if (etags.Count > 0 && line.StartsWith("ETag:", StringComparison.OrdinalIgnoreCase))
            {
                etags[^1] = new ETag(line["ETag:".Length..].Trim().ToString());
            }
            else if (status >= 400 && line.StartsWith("{", StringComparison.Ordinal))
            {
                return ([], status, TableError.TryParse(Encoding.UTF8.GetBytes(line.ToString())));
            }
        }

        return status is 0 or >= 400 ? ([], status, null) : (etags, status, null);
    }

    private static void Line(MemoryStream body, string text) => body.Write(Encoding.UTF8.GetBytes(text + "\r\n"));
}
