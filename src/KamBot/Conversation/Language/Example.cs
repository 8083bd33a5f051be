using System.Text;

namespace KamBot.Conversation.Language;

/// <summary>
/// A line as help shows it, and the fields it must fill. Written with the fields marked:
/// <c>proposal sent to [client: Vila Nord], [amount: €48,000]</c>.
/// </summary>
internal sealed record Example(string Line, IReadOnlyList<(string Field, string Words)> Fields)
{
    /// <summary>The words before the first field.</summary>
    public string Opening => Line[..Line.IndexOf(Fields[0].Words, StringComparison.Ordinal)].TrimEnd();

    public static Example Parse(string marked)
    {
        var line = new StringBuilder();
        var fields = new List<(string, string)>();
        var at = 0;
        while (at < marked.Length)
        {
            var open = marked.IndexOf('[', at);
            if (open < 0)
            {
                line.Append(marked, at, marked.Length - at);
                break;
            }
            var colon = marked.IndexOf(':', open);
            var close = marked.IndexOf(']', open);
            if (colon < 0 || close < colon)
                throw new FormatException($"'{marked}' has a mark that is not [field: words].");
            line.Append(marked, at, open - at);
            var words = marked[(colon + 1)..close].Trim();
            fields.Add((marked[(open + 1)..colon].Trim(), words));
            line.Append(words);
            at = close + 1;
        }
        return new Example(line.ToString(), fields);
    }
}
