using System.Globalization;
using System.Net.Http.Headers;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Faults.Fuzzing;

/// <summary>How a body is sent: nine in ten times as it should be, else with a head that does not fit it.</summary>
internal static class FuzzTransport
{
    private const string Json = "Content-Type: application/json; charset=utf-8";

    /// <summary>The server would wait for the rest: here the client leaves instead.</summary>
    private const string TooLarge = "length too large";

    private static readonly (string Name, Func<byte[], string[]> Headers)[] Odd =
    [
        ("length too small", body => [Json, Length(body.Length / 2)]),
        (TooLarge, body => [Json, Length(body.Length + 100)]),
        ("no length", _ => [Json]),
        ("length no number", _ => [Json, "Content-Length: -5"]),
        ("two lengths", body => [Json, Length(body.Length), Length(body.Length + 1)]),
        ("chunked and not in chunks", _ => [Json, "Transfer-Encoding: chunked"]),
        ("no media type", body => [Length(body.Length)]),
        ("other media type", body => ["Content-Type: text/plain", Length(body.Length)]),
        ("other charset", body => ["Content-Type: application/json; charset=utf-16", Length(body.Length)]),
        ("said to be gzip", body => [Json, "Content-Encoding: gzip", Length(body.Length)]),
        ("long header", body => [Json, Length(body.Length), "X-Long: " + new string('x', 40_000)]),
    ];

    /// <returns>How it was sent, and the status; null: the server hung up without one.</returns>
    /// <exception cref="OperationCanceledException">No answer before the deadline.</exception>
    public static async Task<(string Name, int? Status)> SendAsync(HttpClient bot, byte[] body, Random chance, CancellationToken deadline)
    {
        switch (chance.Next(20))
        {
            case 0:
                var (name, headers) = OddValues.Any(Odd, chance);
                return (name, await RawHttp.SendAsync(bot.BaseAddress!, RawHttp.Head(bot.BaseAddress!, headers(body)), body, leave: name == TooLarge, deadline));
            case 1:
                return ("chunked", await PostAsync(bot, body, chunked: true, deadline));
            default:
                return ("plain", await PostAsync(bot, body, chunked: false, deadline));
        }
    }

    private static async Task<int?> PostAsync(HttpClient bot, byte[] body, bool chunked, CancellationToken deadline)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        try
        {
            using var response = await bot.SendAsync(request, deadline);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null; // refused by its size while the body was on its way
        }
    }

    private static string Length(int length) => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}");
}
