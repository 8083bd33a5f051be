using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;

namespace KamBot.Chat;

/// <summary>KamBot as the terminal reaches it: over HTTP, by the doors that everybody has.</summary>
internal sealed class ChatBot(Uri address) : IDisposable
{
    /// <summary>A move of the clock over years of a busy store takes a while; a turn never does.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Deadline };

    /// <returns>The answer's status, and its body when it has one.</returns>
    public async Task<(int Status, JsonObject? Body)> PostAsync(Activity activity, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(activity, BotJson.Wire.Activity))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") },
        };
        using var response = await _http.PostAsync(new Uri("/api/messages", UriKind.Relative), content, cancellationToken);
        return ((int)response.StatusCode, await BodyAsync(response, cancellationToken));
    }

    /// <returns>Why the clock did not move; null when it did.</returns>
    public async Task<string?> MoveClockAsync(string instant, CancellationToken cancellationToken)
    {
        using var response = await _http.PutAsJsonAsync(new Uri("/dev/clock", UriKind.Relative), new { now = instant }, cancellationToken);
        return response.IsSuccessStatusCode
            ? null
            : (await BodyAsync(response, cancellationToken))?["error"]?.ToString() ?? $"The clock answered {response.StatusCode}.";
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonObject?> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return body.Length == 0 ? null : JsonNode.Parse(body) as JsonObject;
    }
}
