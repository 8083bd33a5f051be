using System.Text;

namespace KamBot.Tests.Faults.Fuzzing;

/// <summary>Values that readers of JSON, dates, ids and keys have stumbled over, as they stand in a body.</summary>
internal static class OddValues
{
    private static readonly string[] NumberTexts =
        ["0", "-0", "-1", "1e999", "-1e999", "1E-400", "9223372036854775808", "18446744073709551616", "3.14", "1" + new string('0', 400), "2147483648", "1e5"];

    private static readonly string[] DateTexts =
    [
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999-14:00", "2026-02-30T10:00:00Z", "2026-04-07T25:61:61Z", "2026-04-07", "20260407T100000Z",
        "2026-04-07T10:00:00.123456789012345+23:59", "-2026-04-07T10:00:00Z", "1970-01-01T00:00:00Z", "yesterday", "/Date(1775556000000)/", "2026-W15-2",
    ];

    private static readonly string[] TextTexts =
    [
        "", " ", "\0", "\u202e\u200b\ufeff", "😀", "e\u0301\u0301\u0301", "ﬁ", "İıß", "../../../etc/passwd", "%00%2e%2e%2f", "~", "!002F", "#~#", "a/b\\c?d#e", "'; DROP TABLE Accounts; --",
        "<at>KamBot</at>", "<script>alert(1)</script>", "{{1+1}}", "${1+1}", "null", "undefined", "NaN", "true", "[]", "{}", "https://smba.trafficmanager.net.evil.example/",
        "msteams", "MSTEAMS", "webchat", "personal", "channel", "groupChat", "expectReplies", "notification", "stream", "ephemeral", "invoke", "message", "event", "endOfConversation", "messageUpdate", "messageDelete",
        "add", "remove", "adaptiveCard/action", "task/fetch", "composeExtension/query", "signin/verifyState", "config/submit", "fileConsent/invoke", "Action.Execute", "Action.Submit", "Europe/Atlantis", "xx-XX", "tlh", "#", "-1", "1e3",
    ];

    /// <summary>Bytes that no UTF-8 text has: a lone continuation, an overlong slash, a surrogate, a byte past the end of Unicode.</summary>
    private static readonly byte[][] InvalidUtf8 = [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xFF, 0xFE]];

    private static readonly string[] LoneSurrogates = [@"\ud800", @"\udc00", @"\ud800\ud800", @"\udfff\ud83d", @"x\udbffy"];

    private static readonly string[] OtherTypes = ["null", "true", "false", "0", "-1.5", "\"\"", "\"text\"", "[]", "{}", "[null]", "[[]]", "[1,\"2\",{}]", "{\"id\":null}", "{\"\":{}}", "{\"id\":{\"id\":{}}}"];

    public static byte[] Number(Random chance) => Utf8(Any(NumberTexts, chance));

    public static byte[] Date(Random chance) => Utf8($"\"{Any(DateTexts, chance)}\"");

    public static byte[] Text(Random chance) => Quoted(Any(TextTexts, chance));

    public static byte[] OtherType(Random chance) => Utf8(Any(OtherTypes, chance));

    public static byte[] LoneSurrogate(Random chance) => Utf8($"\"{Any(LoneSurrogates, chance)}\"");

    public static byte[] BrokenUtf8(Random chance) => [(byte)'"', .. Any(InvalidUtf8, chance), (byte)'"'];

    /// <summary>From a kilobyte up; one in a hundred is a megabyte, just below or above what the endpoint reads.</summary>
    public static byte[] Long(Random chance)
    {
        var length = chance.Next(100) == 0 ? chance.Next(1_000_000, 1_060_000) : 1 << chance.Next(10, 18);
        return Quoted(new string(Any(["x", "é", "~", " ", "\"", "<at>"], chance)[0], length));
    }

    /// <summary>From a depth that is read to one that is not.</summary>
    public static byte[] Deep(Random chance)
    {
        var depth = chance.Next(10) == 0 ? chance.Next(1_000, 20_000) : chance.Next(5, 130);
        var (begin, end) = chance.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        return Utf8(string.Concat(Enumerable.Repeat(begin, depth)) + "1" + string.Concat(Enumerable.Repeat(end, depth)));
    }

    public static T Any<T>(IReadOnlyList<T> all, Random chance) => all[chance.Next(all.Count)];

    private static byte[] Quoted(string text) => Utf8(System.Text.Json.JsonSerializer.Serialize(text));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
