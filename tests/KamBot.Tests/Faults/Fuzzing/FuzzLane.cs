using System.Globalization;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Faults.Fuzzing;

/// <summary>
/// One running bot that is sent spoiled activities, one after the other, so that what is written while one is answered is its
/// doing. Every few hundred a new victim comes, whose cards are fresh; a bystander of another tenant must not notice any of it.
/// </summary>
internal sealed class FuzzLane(int number, Random chance, FuzzFindings findings) : IAsyncDisposable
{
    private const int PerVictim = 500;

    /// <summary>Turns whose last writes may come after their answer, while the next ones are under way.</summary>
    private const int MostTails = 32;

    /// <summary>The longest a turn may take by itself is 8 s; the rest is for a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Mutator _mutator = new(chance);

    /// <summary>The turns just before, and whether one was answered before it was done.</summary>
    private readonly Queue<(OwnRows Turn, bool GoesOn)> _earlier = new();

    private readonly List<long> _memory = [];
    private KamBotApp _app = null!;
    private WatchedTables _tables = null!;
    private IReadOnlyList<FuzzSeed> _seeds = [];
    private IReadOnlyList<WrittenRow> _bystandersRows = [];
    private IReadOnlyList<string> _bystandersBefore = [];
    private int _victims;

    /// <summary>
    /// How much more memory is in use in the last third of the run than in the first, in bytes. The least of each counts: what
    /// pools keep of a body of a megabyte comes and goes, what leaks stays.
    /// </summary>
    public long Growth => _memory.TakeLast(Third).Min() - _memory.Take(Third).Min();

    /// <summary>Whether all that the bystander has is as it was, to the byte.</summary>
    public bool BystanderUntouched { get; private set; }

    /// <summary>Whether a plain message is still answered at the end.</summary>
    public bool Alive { get; private set; }

    private int Third => Math.Max(1, _memory.Count / 3);

    public async Task RunAsync(int count, CancellationToken cancellationToken)
    {
        await BeginAsync();
        for (var n = 0; n < count; n++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (n % PerVictim == 0)
                await NextVictimAsync();
            await SendOneAsync(cancellationToken);
        }

        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private async Task BeginAsync()
    {
        _app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T08:00:00Z", configure: services => _tables = WatchedTables.Before(services));
        var bystander = new Manager(_app, "Vera Bystander", "Europe/Warsaw", "en-GB", tenant: "99999999-9999-4999-8999-999999999999");
        await FuzzSeed.OfFirstDayAsync(bystander);
        await _app.IdleAsync();
        _bystandersRows = _tables.Take();
        _bystandersBefore = await _tables.ContentsAsync(_bystandersRows, OwnRows.IsShared);
    }

    private async Task NextVictimAsync()
    {
        _app.Teams.Forget();
        if (_victims > 0)
            _memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        _victims++;
        var name = string.Create(CultureInfo.InvariantCulture, $"Victim {_victims:D3}");
        var tenant = string.Create(CultureInfo.InvariantCulture, $"{_victims:D4}2222-2222-4222-8222-222222222222");
        _seeds = await FuzzSeed.OfFirstDayAsync(new Manager(_app, name, "Europe/Madrid", "en-GB", tenant));
        await _app.IdleAsync();
        _tables.Take();
    }

    private async Task SendOneAsync(CancellationToken cancellationToken)
    {
        var seed = OddValues.Any(_seeds, chance);
        var body = Mutated(seed);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        var (request, status) = ($"{seed.Name}, {body.Kind}", (int?)null);
        try
        {
            (var sent, status) = await FuzzTransport.SendAsync(_app.Http, body.Bytes, chance, deadline.Token);
            request += $", sent {sent}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Add(Finding.NoAnswer, "no answer", request, body.Bytes);
        }

        findings.CountStatus(status);
        Judge(seed, request, status, body.Bytes);
    }

    /// <summary>As a rule with an id of its own: a second delivery would be dropped before anything is looked at.</summary>
    private MutatedBody Mutated(FuzzSeed seed)
    {
        while (true)
        {
            var activity = (JsonObject)seed.Activity.DeepClone();
            if (chance.Next(20) > 0)
                activity["id"] = string.Create(CultureInfo.InvariantCulture, $"{number}-{chance.NextInt64()}");
            var body = _mutator.Mutate(activity);
            if (IsForUs(OwnRows.Read(body.Bytes)))
                return body;
        }
    }

    /// <summary>A bent address that is another program's on this machine is none of our business.</summary>
    private bool IsForUs(Activity? activity) =>
        !Uri.TryCreate(activity?.ServiceUrl, UriKind.Absolute, out var uri) || !uri.IsLoopback || uri.Port == new Uri(_app.Teams.ServiceUrl).Port;

    private void Judge(FuzzSeed seed, string request, int? status, byte[] body)
    {
        var activity = OwnRows.Read(body);
        var written = _tables.Take().Where(row => !_earlier.Any(earlier => earlier.Turn.IsTail(row) || (earlier.GoesOn && earlier.Turn.Holds(row)))).ToList();
        void Found(Finding finding, string what) => findings.Add(finding, what, request, body);

        // 501 is what the protocol wants for an invoke of a name that nobody knows.
        if (status >= 500 && status != 501)
            Found(Finding.ServerError, $"HTTP {status}");
        var own = OwnRows.Of(activity);
        // An invoke may be let in and then be told that its value is malformed: its turn is written down, and nothing else.
        if (status is null or (>= 400 and < 500) && written.Find(row => activity?.Type != ActivityTypes.Invoke || own?.IsTail(row) != true) is { } kept)
            Found(Finding.WroteThoughRefused, kept.Table);
        if (written.FirstOrDefault(row => own?.Holds(row) != true) is { } foreign)
            Found(Finding.WroteWhatIsNotItsOwn, $"{foreign.Table} {foreign.Entity.PartitionKey} {foreign.Entity.RowKey}");
        if (seed.Press is { } press && written.FirstOrDefault(OwnRows.IsOfClients) is { } changed && (activity is null || !press.IsStill(activity)))
            Found(Finding.ChangedClientsByBentPress, $"{changed.Table} {changed.Entity.RowKey}");
        foreach (var line in _app.Log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal)))
            Found(Finding.LoggedError, line);
        _app.Log.Clear();

        if (own is null)
            return;
        _earlier.Enqueue((own, GoesOn: status == 202));
        if (_earlier.Count > MostTails)
            _earlier.Dequeue();
    }

    private async Task EndAsync()
    {
        _app.Teams.Forget();
        _memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        BystanderUntouched = _bystandersBefore.SequenceEqual(await _tables.ContentsAsync(_bystandersRows, OwnRows.IsShared), StringComparer.Ordinal);
        Alive = (await new Manager(_app, "Still Here", "Europe/Madrid", "en-GB").SaysAsync("hello")).Headline.Length > 0;
    }
}
