using System.ComponentModel.DataAnnotations;
using KamBot.BotBuilder.Connector;
using Microsoft.Extensions.Options;

namespace KamBot.Conversation;

/// <summary>Who may set something for the whole company (section <c>Team</c>): each an Entra object id or a user principal name.</summary>
public sealed class CompanyRightsOptions
{
    /// <summary>May set the company's rules and its days off.</summary>
    [MaxLength(200)]
    public string[]? Admins { get; set; }

    /// <summary>May set the company's rules.</summary>
    [MaxLength(200)]
    public string[]? HeadsOfSales { get; set; }
}

/// <summary>Asked only when somebody is about to do what not everybody may: a principal name is looked up in Teams then, and not kept.</summary>
public sealed class CompanyRights(IOptions<CompanyRightsOptions> options, IConnectorClient connector)
{
    /// <summary>May change what holds for everybody who sets nothing else.</summary>
    public Task<bool> MaySetRulesAsync(Turn turn, CancellationToken cancellationToken) =>
        IsOneOfAsync(turn, [.. options.Value.Admins ?? [], .. options.Value.HeadsOfSales ?? []], cancellationToken);

    /// <summary>May add and remove days off.</summary>
    public Task<bool> MaySetDaysOffAsync(Turn turn, CancellationToken cancellationToken) => IsOneOfAsync(turn, options.Value.Admins ?? [], cancellationToken);

    private async Task<bool> IsOneOfAsync(Turn turn, IReadOnlyCollection<string> named, CancellationToken cancellationToken)
    {
        if (named.Contains(turn.User.Id, StringComparer.OrdinalIgnoreCase))
            return true;
        var activity = turn.Context.Activity;
        if (!named.Any(each => each.Contains('@', StringComparison.Ordinal)) || activity is not { ServiceUrl: { } url, Conversation.Id: { } chat, From.Id: { } id })
            return false;
        var found = await connector.GetConversationMemberAsync(url, chat, id, cancellationToken);
        // The member is the sender only if the directory says so too: nobody gets a right by somebody else's name.
        return found.Value is { UserPrincipalName: { } name } member && (member.AadObjectId ?? turn.User.Id) == turn.User.Id && named.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
