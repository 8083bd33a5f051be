using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Payloads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace KamBot.Tests.Fakes;

/// <summary>
/// The channel as a bot sees it: a real server on a free port of this machine that takes what the bot sends, gives ids in
/// order, fails on demand, and makes the activities Teams would post.
/// </summary>
internal sealed class FakeTeams : IAsyncDisposable
{
    public const string TenantId = Registration.TenantId;

    private readonly WebApplication _server;
    private readonly CallLog<ConnectorCall> _calls = new();
    private readonly CallLog<Activity> _sent = new();
    private readonly CallLog<Activity> _updates = new();
    private readonly CallLog<Activity> _typing = new();
    private readonly ConcurrentQueue<ConnectorFault> _faults = new();
    private readonly CancellationTokenSource _closing = new(); // has no timer: nothing to dispose
    private int _lastId;

    private FakeTeams(WebApplication server) => _server = server;

    /// <summary>What the bot has to answer to; without a slash at the end, as the Playground has it.</summary>
    public string ServiceUrl => _server.Urls.First();

    /// <summary>Every request, accepted or not, in order.</summary>
    public IReadOnlyList<ConnectorCall> Calls => _calls.Items;

    /// <summary>What arrived in a conversation, in order, with the ids it was given.</summary>
    public IReadOnlyList<Activity> Sent => _sent.Items;

    /// <summary>The texts of <see cref="Sent"/>.</summary>
    public IReadOnlyList<string?> Texts => [.. Sent.Select(activity => activity.Text)];

    /// <summary>What replaced something sent earlier, in order.</summary>
    public IReadOnlyList<Activity> Updates => _updates.Items;

    /// <summary>Indicators of typing, which are no part of the chat.</summary>
    public IReadOnlyList<Activity> Typing => _typing.Items;

    /// <summary>The members it reports, page by page.</summary>
    public IList<TeamsChannelAccount> Members { get; } = [new() { Id = "29:user-alex", Name = "Alex Wilber", TenantId = TenantId }];

    /// <summary>Decides about each call that no <see cref="Fail"/> is left for; null accepts it.</summary>
    public Func<ConnectorCall, ConnectorFault?> Verdict { get; set; } = _ => null;

    public static async Task<FakeTeams> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        var teams = new FakeTeams(server);
        server.Run(teams.AnswerAsync);
        await server.StartAsync();
        return teams;
    }

    /// <summary>The n-th thing that arrives, counted from 1.</summary>
    public Task<Activity> SentAsync(int n) => _sent.NthAsync(n);

    /// <summary>The n-th replacement, counted from 1: a pressed button is answered before the cards it changes are.</summary>
    public Task<Activity> UpdatedAsync(int n) => _updates.NthAsync(n);

    /// <summary>The n-th indicator of typing, counted from 1.</summary>
    public Task<Activity> TypingAsync(int n) => _typing.NthAsync(n);

    /// <summary>The n-th request, counted from 1, whatever came of it.</summary>
    public Task<ConnectorCall> CallAsync(int n) => _calls.NthAsync(n);

    /// <summary>Forgets what arrived, so that a long run does not grow. Ids go on.</summary>
    public void Forget()
    {
        _calls.Clear();
        _sent.Clear();
        _updates.Clear();
    }

    /// <summary>The next calls fail like this, one each, in order.</summary>
    public void Fail(params ConnectorFault[] faults)
    {
        foreach (var fault in faults)
            _faults.Enqueue(fault);
    }

    /// <summary>A line somebody types in the personal chat, as recorded.</summary>
    public Activity Message(string text) => Incoming("in-message-personal", activity => activity.Text = text);

    /// <summary>Somebody taps an Action.Execute.</summary>
    /// <param name="verb">The action's verb.</param>
    /// <param name="data">Its data merged with the card's inputs, as JSON.</param>
    public Activity CardAction(string verb, string data = "{}") => Incoming("in-invoke-adaptiveCard.action-saveNote-personal", activity =>
        activity.Value = JsonSerializer.Deserialize<JsonElement>($$$"""{"action":{"type":"Action.Execute","verb":"{{{verb}}}","data":{{{data}}}}}"""));

    /// <summary>Any recorded activity, with an id of its own and this channel's address.</summary>
    public Activity Incoming(string payload, Action<Activity>? change = null)
    {
        var activity = Payload.Activity(payload);
        activity.Id = Guid.NewGuid().ToString();
        activity.ServiceUrl = ServiceUrl;
        change?.Invoke(activity);
        return activity;
    }

    /// <summary>Posts an activity to the bot as Teams does.</summary>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient bot, Activity activity)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(activity, BotJson.Wire.Activity));
        content.Headers.ContentType = new("application/json");
        return await bot.PostAsync(new Uri("/api/messages", UriKind.Relative), content);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var body = request.ContentLength > 0 ? await JsonSerializer.DeserializeAsync<JsonElement>(request.Body) : (JsonElement?)null;
        var call = new ConnectorCall(
            request.Method,
            context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body,
            StatusCodes.Status201Created);

        if (_faults.TryDequeue(out var fault) || (fault = Verdict(call)) is not null)
            await FailAsync(context, call, fault);
        else
            await AcceptAsync(context, call);
    }

    private async Task AcceptAsync(HttpContext context, ConnectorCall call)
    {
        var path = call.RawTarget.Split('?')[0];
        string? id = null;
        var (status, answer) = call.Method switch
        {
            "GET" when path.EndsWith("/pagedmembers", StringComparison.Ordinal) =>
                (200, JsonSerializer.Serialize(new PagedMembersResult { Members = Members }, BotJson.Wire.PagedMembersResult)),
            "GET" => Members.FirstOrDefault(member => path.EndsWith("/members/" + Uri.EscapeDataString(member.Id!), StringComparison.Ordinal)) is { } member
                ? (200, JsonSerializer.Serialize(member, BotJson.Wire.TeamsChannelAccount))
                : (404, """{"error":{"code":"MemberNotFoundInConversation"}}"""),
            "POST" when path.EndsWith("/v3/conversations", StringComparison.Ordinal) => (201, $$"""{"id":"a:conversation-{{NextId()}}"}"""),
            "POST" when call.Activity?.Type == ActivityTypes.Typing => (202, null),
            "POST" => (201, $$"""{"id":"{{id = NextId()}}"}"""),
            "PUT" => (200, $$"""{"id":"{{Uri.UnescapeDataString(path.Split('/')[^1])}}"}"""),
            "DELETE" => (200, null),
            _ => (405, null),
        };
        Record(call with { Status = status }, id);
        context.Response.StatusCode = status;
        if (answer is null)
            return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer);
    }

    private async Task FailAsync(HttpContext context, ConnectorCall call, ConnectorFault fault)
    {
        Record(call with { Status = Math.Max(fault.Status, 0) });
        if (fault == ConnectorFault.Drop)
        {
            context.Abort();
            return;
        }

        if (fault == ConnectorFault.Hang)
        {
            var gone = new TaskCompletionSource();
            await using var hungUp = context.RequestAborted.Register(() => gone.TrySetResult());
            await using var closing = _closing.Token.Register(() => gone.TrySetResult());
            await gone.Task;
            return;
        }

        context.Response.StatusCode = fault.Status;
        if (fault.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (fault.Location is not null)
            context.Response.Headers.Location = fault.Location;
        if (fault.Body is not null)
            await context.Response.WriteAsync(fault.Body);
    }

    /// <summary>Before the answer goes back, so that whoever has the answer finds the call here.</summary>
    private void Record(ConnectorCall call, string? givenId = null)
    {
        if (call is { Accepted: true, IsActivity: true, Method: "POST" } && call.Activity is { } sent)
        {
            sent.Id = givenId;
            (sent.Type == ActivityTypes.Typing ? _typing : _sent).Add(sent);
        }

        if (call is { Accepted: true, IsActivity: true, Method: "PUT" })
            _updates.Add(call.Activity!);
        _calls.Add(call with { At = TimeProvider.System.GetUtcNow() });
    }

    private string NextId() => Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
}
