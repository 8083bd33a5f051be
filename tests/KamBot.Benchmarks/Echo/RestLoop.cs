using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using KamBot.Benchmarks.Hosts;
using KamBot.Platform.Tables;

namespace KamBot.Benchmarks.Echo;

/// <summary>The least that a turn with state can cost: a row is read and replaced on the condition of its ETag, by HttpClient and nothing else.</summary>
internal sealed class RestLoop : IDisposable
{
    private const string Table = "Loop";

    /// <summary>As long as a conversation's state.</summary>
    private static readonly string Text = new('x', 500);

    private readonly HttpClient _http = new();
    private readonly Uri[] _rows;
    private readonly EntityTagHeaderValue?[] _etags;

    private RestLoop(AzuriteServer azurite, int workers)
    {
        _etags = new EntityTagHeaderValue?[workers];
        _rows = [.. Enumerable.Range(0, workers).Select(worker => new Uri($"{azurite.Endpoint}/{Table}(PartitionKey='{workers}~{worker}',RowKey='row')"))];
    }

    public static async Task<RestLoop> PrepareAsync(AzuriteServer azurite, int workers)
    {
        var tables = new AzureTableStore(azurite.ConnectionString);
        await tables.CreateTablesAsync([Table]);
        for (var worker = 0; worker < workers; worker++)
            await tables.UpsertEntityAsync(Table, new TableEntity($"{workers}~{worker}", "row") { ["text"] = Text });
        return new RestLoop(azurite, workers);
    }

    public async Task<bool> ReadAndReplaceAsync(int worker)
    {
        using var read = await SendAsync(HttpMethod.Get, _rows[worker]);
        await read.Content.ReadAsByteArrayAsync();
        using var replaced = await SendAsync(HttpMethod.Put, _rows[worker], read.Headers.ETag);
        _etags[worker] = null;
        return true;
    }

    /// <summary>What two durable points, received and committed, cost by themselves: the memory is known and nothing is read.</summary>
    public async Task<bool> ReplaceTwiceAsync(int worker)
    {
        _etags[worker] ??= await ETagAsync(worker);
        for (var write = 0; write < 2; write++)
        {
            using var replaced = await SendAsync(HttpMethod.Put, _rows[worker], _etags[worker]);
            _etags[worker] = replaced.Headers.ETag;
        }

        return true;
    }

    public void Dispose() => _http.Dispose();

    private async Task<EntityTagHeaderValue?> ETagAsync(int worker)
    {
        using var read = await SendAsync(HttpMethod.Get, _rows[worker]);
        return read.Headers.ETag;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri row, EntityTagHeaderValue? etag = null)
    {
        using var request = new HttpRequestMessage(method, row);
        request.Headers.TryAddWithoutValidation("x-ms-version", "2019-02-02");
        request.Headers.TryAddWithoutValidation("Accept", "application/json;odata=minimalmetadata");
        if (etag is not null)
        {
            request.Headers.IfMatch.Add(etag);
            request.Content = new StringContent($$"""{"text":"{{Text}}"}""", new MediaTypeHeaderValue("application/json"));
        }

        Sign(request);
        var response = await _http.SendAsync(request);
        return response.EnsureSuccessStatusCode();
    }

    /// <summary>SharedKeyLite, the shorter of the two ways to sign.</summary>
    private static void Sign(HttpRequestMessage request)
    {
        var date = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        var signed = $"{date}\n/{AzuriteServer.Account}{request.RequestUri!.AbsolutePath}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(AzuriteServer.Key), Encoding.UTF8.GetBytes(signed)));
        request.Headers.TryAddWithoutValidation("x-ms-date", date);
        request.Headers.TryAddWithoutValidation("Authorization", $"SharedKeyLite {AzuriteServer.Account}:{signature}");
    }
}
