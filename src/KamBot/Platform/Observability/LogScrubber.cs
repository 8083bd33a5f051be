using System.Text.RegularExpressions;

namespace KamBot.Platform.Observability;

/// <summary>
/// Takes out of a line what has the look of a secret or of somebody: tokens, keys, what follows the host in an address,
/// e-mail addresses, ids of Teams, telephone numbers. Names have no look: no line is given any in the first place.
/// </summary>
internal static partial class LogScrubber
{
    /// <summary>No line of ours comes near it; what somebody smuggles in is cut before it is searched.</summary>
    private const int Longest = 16_384;

    private const int Patience = 1_000;
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    public static string Scrub(string text)
    {
        if (text.Length > Longest)
            text = text[..Longest];
        try
        {
            text = Secret().Replace(text, "${name}=***");
            text = Token().Replace(text, "***");
            text = Address().Replace(text, "${scheme}://${host}/…");
            text = Mail().Replace(text, "***");
            text = TeamsId().Replace(text, "***");
            return Phone().Replace(text, "***");
        }
        catch (RegexMatchTimeoutException)
        {
            return "(a line that could not be searched in time)";
        }
    }

    [GeneratedRegex(@"\b(?<name>AccountKey|SharedAccessKey|SharedAccessSignature|sig|client_secret|client_assertion|access_token|refresh_token|id_token|password|pwd|secret)[""']?\s*[=:]\s*[""']?[^\s;&""',]+", Options | RegexOptions.IgnoreCase, Patience)]
    private static partial Regex Secret();

    [GeneratedRegex(@"\bBearer\s+[^\s,;]+|\beyJ[\w-]{8,}(\.[\w-]*){0,4}", Options, Patience)]
    private static partial Regex Token();

    [GeneratedRegex(@"\b(?<scheme>https?)://([^\s/?#""'@]*@)?(?<host>[^\s/?#""'<>]+)[/?#][^\s""'<>]+", Options, Patience)]
    private static partial Regex Address();

    [GeneratedRegex(@"[\w.+%-]+@[\w-]+(\.[\w-]+)+", Options, Patience)]
    private static partial Regex Mail();

    [GeneratedRegex(@"(?<![\w-])(8:orgid|19|28|29|a|f):[\w+/=~-]{8,}", Options, Patience)]
    private static partial Regex TeamsId();

    [GeneratedRegex(@"(?<![\w.:-])(\+\d[\d ().-]{6,}\d|\d{3}[ -]\d{2,3}[ -]\d{2,3}([ -]\d{2,3})?)(?![\w:-])", Options, Patience)]
    private static partial Regex Phone();
}
