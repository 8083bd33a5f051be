using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace KamBot.Conversation;

/// <summary>Where KamBot is on the internet (section <c>App</c>).</summary>
public sealed class AppOptions : IValidatableObject
{
    /// <summary>Its address, https and without a path, e.g. <c>https://kambot.example.com</c>; null: there are no links.</summary>
    public string? PublicUrl { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is not null && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url is { Scheme: "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }))
            yield return new ValidationResult("App:PublicUrl is an https address without a path, like https://kambot.example.com.", [nameof(PublicUrl)]);
    }
}

/// <summary>
/// Links to clients and offers that can be pasted anywhere: they hold an id, never a name, and lead whoever opens them to
/// KamBot's chat in Teams, which shows them only what is theirs.
/// </summary>
public sealed partial class AppLinks(IOptions<AppOptions> options)
{
    /// <summary>Where a link points to, behind the address.</summary>
    public const string Path = "/open";

    private readonly Uri? _address = options.Value.PublicUrl is { } address ? new Uri(address) : null;

    /// <summary>Null when nobody said where KamBot is.</summary>
    public string? Client(string id) => Of($"client/{id}");

    /// <param name="name">P-n.</param>
    public string? Offer(string name) => Of($"offer/{name}");

    /// <summary>A link as the last line of a card, to be copied; nothing when there are no links.</summary>
    public static string? Line(Turn turn, string? link) => link is null ? null : turn.Text("Link.Share", ("link", link));

    /// <summary>What a link leads to; null when it is none of KamBot's.</summary>
    public AppLink? Read(string? url) =>
        _address is not null && Uri.TryCreate(url, UriKind.Absolute, out var link) && Uri.Compare(link, _address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? Target(link.AbsolutePath)
            : null;

    private string? Of(string target) => _address is null ? null : new Uri(_address, $"{Path}/{target}").AbsoluteUri;

    /// <param name="path">Such as <c>/open/offer/P-1</c>.</param>
    public static AppLink? Target(string path)
    {
        var match = Form().Match(path);
        return !match.Success ? null : match.Groups["client"] is { Success: true } client ? new AppLink(client.Value, null) : new AppLink(null, match.Groups["offer"].Value);
    }

    [GeneratedRegex("^/open/(client/(?<client>[0-9a-f]{20})|offer/(?<offer>P-[1-9][0-9]{0,7}))$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}

/// <summary>One of the two.</summary>
/// <param name="Client">A client's id.</param>
/// <param name="Offer">P-n.</param>
public sealed record AppLink(string? Client, string? Offer);
