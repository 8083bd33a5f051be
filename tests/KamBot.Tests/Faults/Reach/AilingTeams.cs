using System.Collections.Concurrent;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Faults.Reach;

/// <summary>A Teams in which some users cannot be reached; it counts what it is asked, user by user, until they are well again.</summary>
internal sealed class AilingTeams(TimeProvider clock)
{
    private const string GccHost = "https://smba.infra.gcc.teams.microsoft.com";

    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<(Delivery Delivery, long Arrived)> _arrived = [];
    private volatile bool _isWell;

    /// <summary>Messages that were taken, by their headline, at the time of the clock the test moves.</summary>
    public IEnumerable<Delivery> Deliveries => _arrived.Select(each => each.Delivery);

    /// <summary>From here on everybody can be reached.</summary>
    public void Heal() => _isWell = true;

    /// <summary>Requests so far about somebody: <c>send:</c> or <c>open:</c> and the name.</summary>
    public int Asked(string what) => _asked.GetValueOrDefault(what);

    /// <summary>When the messages of the healthy arrived, as a stopwatch counts.</summary>
    public IEnumerable<long> ArrivalsOfTheHealthy(string prefix) =>
        _arrived.Where(each => each.Delivery.Key.StartsWith(prefix, StringComparison.Ordinal) && each.Delivery.Key.Contains($":{Ailment.None}-", StringComparison.Ordinal)).Select(each => each.Arrived);

    public ConnectorFault? Judge(ConnectorCall call)
    {
        var (what, name) = WhatAndWho(call);
        _asked.AddOrUpdate($"{what}:{name}", 1, (_, count) => count + 1);
        var fault = _isWell || !Enum.TryParse<Ailment>(name.Split('-')[0], out var ailment) ? null : Fault(ailment, what, call.Headers.GetValueOrDefault(MicrosoftWire.Host));
        if (fault is null && call is { Method: "POST", IsActivity: true, Activity.Summary: { } headline })
            _arrived.Add((new Delivery(headline, clock.GetUtcNow()), TimeProvider.System.GetTimestamp()));
        return fault;
    }

    private static ConnectorFault? Fault(Ailment ailment, string what, string? host) => ailment switch
    {
        Ailment.Blocked => ConnectorFault.Refuse(403, "ConversationBlockedByUser"),
        Ailment.Disabled => ConnectorFault.Refuse(403, "BotDisabledByAdmin"),
        Ailment.NotInRoster => ConnectorFault.Refuse(403, "BotNotInConversationRoster"),
        Ailment.NoPermission => ConnectorFault.Refuse(403, "NotEnoughPermissions"),
        Ailment.WritesBlocked => new ConnectorFault(403, """{"errorCode":209,"subCode":"MessageWritesBlocked"}"""),
        Ailment.Gone => ConnectorFault.Refuse(404, "ConversationNotFound"),
        Ailment.Forgotten when what == "send" => ConnectorFault.Refuse(404, "ConversationNotFound"),
        Ailment.WrongHost when host != GccHost => ConnectorFault.Refuse(403, "InvalidBotApiHost"),
        Ailment.TooBig => ConnectorFault.Refuse(413, "MessageSizeTooBig"),
        _ => null,
    };

    private static (string What, string Who) WhatAndWho(ConnectorCall call)
    {
        if (call.RawTarget.EndsWith("/v3/conversations", StringComparison.Ordinal))
            return ("open", call.Body!.Value.GetProperty("members")[0].GetProperty("id").GetString()!["29:".Length..]);
        var conversation = Uri.UnescapeDataString(call.RawTarget.Split("/v3/conversations/")[1].Split('/')[0]);
        return ("send", conversation.Split("f12-")[^1]);
    }
}
