using System.Net;
using System.Text;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation;

namespace KamBot.MessageExtension;

/// <summary>A message of a chat as a person reads it: who wrote what, when, and the link back to it.</summary>
/// <param name="Text">Without markup; empty when there was nothing but pictures, or no message at all.</param>
/// <param name="Author">Null for an app, and where nobody is named.</param>
/// <param name="AuthorId">The author's id in the directory.</param>
/// <param name="At">When it was written.</param>
/// <param name="Link">Teams' own link to it.</param>
internal sealed record SaidMessage(string Text, string? Author, string? AuthorId, DateTimeOffset? At, string? Link)
{
    /// <summary>More than anybody wants in a note; the link leads to the rest.</summary>
    public const int LongestText = 2_000;

    private const int LongestMarkup = 64 * 1024;
    private const int LongestName = 120;
    private const int LongestLink = 2_000;

    public static SaidMessage Of(MessageActionsPayload? message) => new(
        PlainText(message?.Body),
        message?.From?.User?.DisplayName is { } name && !string.IsNullOrWhiteSpace(name) ? Excerpt.Cut(WithoutLinks(name.Trim()), LongestName) : null,
        message?.From?.User?.Id,
        message?.CreatedDateTime,
        message?.LinkToMessage is { Length: > 0 and <= LongestLink } link && Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps ? url.AbsoluteUri : null);

    private static string PlainText(MessageActionsPayloadBody? body)
    {
        var content = Excerpt.Cut(body?.Content ?? "", LongestMarkup);
        var text = body?.ContentType == "html" ? WebUtility.HtmlDecode(WithoutTags(content)) : content;
        return Excerpt.Cut(WithoutLinks(string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))), LongestText);
    }

    /// <summary>A card would show Markdown's "[words](address)" as a link, and whoever wrote the message chose where it leads.</summary>
    private static string WithoutLinks(string text) => text.Replace("](", "] (", StringComparison.Ordinal);

    /// <summary>What begins a line of its own ends the one before.</summary>
    private static string WithoutTags(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length; at++)
        {
            if (html[at] != '<')
            {
                text.Append(html[at] is '\r' or '\n' ? ' ' : html[at]);
                continue;
            }

            var end = html.IndexOf('>', at);
            if (end < 0)
                break;
            if (IsLineBreak(html.AsSpan(at + 1, end - at - 1)))
                text.Append('\n');
            at = end;
        }

        return text.ToString();
    }

    private static bool IsLineBreak(ReadOnlySpan<char> tag)
    {
        var name = tag.Trim().TrimStart('/');
        return name is "p" or "div" or "li" || name.StartsWith("br", StringComparison.OrdinalIgnoreCase) || name.StartsWith("p ", StringComparison.Ordinal)
            || name.StartsWith("div ", StringComparison.Ordinal) || name.StartsWith("li ", StringComparison.Ordinal);
    }
}
