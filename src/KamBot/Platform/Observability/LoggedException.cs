using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure;
using Azure.Identity;
using KamBot.Platform.Tables;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace KamBot.Platform.Observability;

/// <summary>
/// An exception as a log may hold it: types, places and codes. What it says is kept only for types whose messages are
/// known to quote nobody: a message may repeat what was typed (JSON, formats), a row (storage) or a URL.
/// </summary>
internal sealed partial class LoggedException(Exception original) : Exception(Describe(original))
{
    /// <summary>Deeper chains and wider aggregates are cut: the cause is near the top.</summary>
    private const int Most = 8;

    public override string? StackTrace => original.StackTrace;

    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, original, 1);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Exception exception, int depth)
    {
        text.Append(Describe(exception));
        if (depth < Most)
        {
            foreach (var cause in Causes(exception).Take(Most))
            {
                text.AppendLine().Append(" ---> ");
                Append(text, cause, depth + 1);
            }
        }

        if (exception.StackTrace is { } places)
            text.AppendLine().Append(places);
    }

    private static IEnumerable<Exception> Causes(Exception exception) => exception switch
    {
        AggregateException aggregate => aggregate.InnerExceptions,
        { InnerException: { } inner } => [inner],
        _ => [],
    };

    private static string Describe(Exception exception) => Said(exception) is { Length: > 0 } said ? $"{exception.GetType().FullName}: {said}" : exception.GetType().FullName!;

    private static string? Said(Exception exception) => exception switch
    {
        TableStoreException or OptionsValidationException or SocketException or HttpRequestException or TimeoutException or OperationCanceledException =>
            LogScrubber.Scrub(exception.Message),
        SqliteException sqlite => Invariant($"SQLite error {sqlite.SqliteExtendedErrorCode}."),
        RequestFailedException request => Invariant($"Status {request.Status} {request.ErrorCode}."),
        AuthenticationFailedException => EntraCode().Match(exception.Message).Value,
        JsonException json => Invariant($"Line {json.LineNumber}, byte {json.BytePositionInLine}."),
        ArgumentException argument => $"Parameter {argument.ParamName}.",
        ObjectDisposedException disposed => disposed.ObjectName,
        IOException io => Invariant($"0x{io.HResult:X8}."),
        _ => null,
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"AADSTS\d+", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex EntraCode();
}
