using System.Text.Json;
using KamBot.Platform.Hosting;
using KamBot.Platform.Tables;
using KamBot.Reminders;

namespace KamBot.Operations;

/// <summary>
/// The door of this folder: <c>dotnet run --project src/KamBot -- reminders list</c> and the like, for whoever runs KamBot. It works
/// on the configured store, beside the running program or without it, and starts no web server.
/// </summary>
internal static class RemindersCommand
{
    /// <summary>Why a reminder that an operator cancelled was not told.</summary>
    public const string Cancelled = "operator";

    private const int MostRead = 5_000;

    private static readonly JsonSerializerOptions Indented = new(RowJson.Options) { WriteIndented = true };

    /// <param name="words">What was typed behind "reminders".</param>
    /// <param name="build">Makes the program with these settings, without running it.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="error">Where it is said what is wrong.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code; the usage lists them.</returns>
    public static async Task<int> RunAsync(string[] words, Func<string[], Action<WebApplicationBuilder>?, WebApplication> build, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var request = OperatorRequest.Read(words);
        if (request.Problems.Count > 0)
        {
            foreach (var problem in request.Problems)
                await error.WriteLineAsync(problem);
            await error.WriteLineAsync();
            await error.WriteAsync(OperatorRequest.Usage);
            return (int)OperatorExit.Words;
        }

        try
        {
            await using var program = build(["--Playground:Start=false", "--Pulse:Enabled=false", .. request.Settings], Quiet);
            await program.Services.CreateTablesAsync(cancellationToken);
            if (program.Services.GetService<MovableClock>() is { } clock)
                await clock.LoadAsync(cancellationToken);
            return (int)await AnswerAsync(program.Services, request, output, error, cancellationToken);
        }
        catch (TableStoreException exception)
        {
            await error.WriteLineAsync($"The store cannot be used. {exception.Message}");
            return (int)OperatorExit.Store;
        }
    }

    /// <summary>The same in a program that is there.</summary>
    public static async Task<OperatorExit> AnswerAsync(IServiceProvider services, OperatorRequest request, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var shelf = ActivatorUtilities.CreateInstance<ReminderShelf>(services);
        var life = ActivatorUtilities.CreateInstance<ReminderLife>(services);
        var changes = ActivatorUtilities.CreateInstance<ReminderChanges>(services, shelf);
        switch (request.Verb)
        {
            case "list":
                await ListAsync(shelf, life, request, output, cancellationToken);
                return OperatorExit.Done;

            case "replan":
                return await SayAsync(await changes.ReplanAsync(request, cancellationToken), request, output, error);

            case "reconcile":
                var findings = await services.GetRequiredService<Reconciliation>().WholeAsync(repairs: !request.DryRun, cancellationToken);
                var verb = request.DryRun ? "Found" : "Done";
                return await SayAsync(new OperatorAnswer(OperatorExit.Done, findings.ToString() is { Length: > 0 } text ? $"{verb}: {text}." : "All stored reminders agree."), request, output, error);

            default:
                return await OfOneAsync(shelf, life, changes, request, output, error, cancellationToken);
        }
    }

    private static async Task<OperatorExit> OfOneAsync(ReminderShelf shelf, ReminderLife life, ReminderChanges changes, OperatorRequest request, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var found = await shelf.FindAsync(request, cancellationToken);
        if (found is not [var one])
        {
            var problem = found.Count == 0 ? "There is no such reminder: answered before it was told, or never there." : $"{found.Count} reminders have an id that begins so: give more of it.";
            return await SayAsync(new OperatorAnswer(OperatorExit.NotFound, problem), request, output, error);
        }

        switch (request.Verb)
        {
            case "move":
                return await SayAsync(await changes.MoveAsync(one, request.To!.Value, cancellationToken), request, output, error);
            case "cancel":
                return await SayAsync(await changes.CancelAsync(one, cancellationToken), request, output, error);
            default:
                var lines = await life.OfAsync(one, request.Names, cancellationToken);
                if (request.Json)
                    await output.WriteLineAsync(JsonSerializer.Serialize(lines.ToDictionary(line => line.What, line => line.Text), Indented));
                else
                    await TextTable.WriteAsync(output, [.. lines.Select(line => (string[])[line.What, line.Text])]);
                return OperatorExit.Done;
        }
    }

    private static async Task ListAsync(ReminderShelf shelf, ReminderLife life, OperatorRequest request, TextWriter output, CancellationToken cancellationToken)
    {
        var read = new List<Shelved>();
        var isCut = false;
        await foreach (var each in shelf.ReadAsync(request, cancellationToken))
        {
            if (!IsWanted(life.State(each), request.State))
                continue;
            isCut = read.Count == MostRead;
            if (isCut)
                break;
            read.Add(each);
        }

        var lines = new List<ListedReminder>();
        foreach (var each in read.OrderBy(each => each.Due?.DueAt ?? each.Reminder.PromisedAt).Take(request.Most))
            lines.Add(life.Line(each, request.Names ? await life.TitleAsync(each.Reminder, cancellationToken) : null));
        if (request.Json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(lines, Indented));
            return;
        }

        await TextTable.WriteAsync(output, [.. lines.Select(Cells)]);
        await output.WriteLineAsync(lines.Count == read.Count ? $"{lines.Count} reminders." : $"{lines.Count} of {read.Count}{(isCut ? " and more" : "")} reminders: --most shows more, --user or --client fewer.");
    }

    /// <summary>"waiting" is all that waits; "due" what is late, too.</summary>
    private static bool IsWanted(string state, string asked) => asked switch
    {
        "waiting" => state is "waiting" or "due" or "overdue" or "held" or "lost",
        "due" => state is "due" or "overdue",
        _ => state == asked,
    };

    private static string[] Cells(ListedReminder line) =>
        [line.Id, line.State, NodaTime.Text.InstantPattern.ExtendedIso.Format(line.When), line.Kind, $"user {line.User}", $"client {line.Client}", line.Subject, line.Title ?? ""];

    private static async Task<OperatorExit> SayAsync(OperatorAnswer answer, OperatorRequest request, TextWriter output, TextWriter error)
    {
        var to = answer.Exit == OperatorExit.Done ? output : error;
        await to.WriteLineAsync(request.Json ? JsonSerializer.Serialize(answer, Indented) : answer.Text);
        return answer.Exit;
    }

    /// <summary>The answer alone goes to the standard output; what goes wrong, to the other.</summary>
    private static void Quiet(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.PostConfigure<LoggerFilterOptions>(filter =>
        {
            filter.Rules.Clear();
            filter.MinLevel = LogLevel.Error;
        });
    }
}
