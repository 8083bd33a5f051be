using System.Globalization;
using KamBot.BotBuilder.Schema;
using KamBot.Platform.Tables;

namespace KamBot.Conversation;

/// <summary>
/// What users think of answers, for whoever runs KamBot: one row for each thumb, by tenant and newest first. Who gave it is
/// not kept, nor what it was about but for the message's id.
/// </summary>
public sealed class FeedbackBook(ITableStore tables, ILogger<FeedbackBook> logger)
{
    public const string Table = "Feedback";

    private const int LongestText = 4_000;

    /// <summary>A second run of the same turn writes the same row.</summary>
    public async Task KeepAsync(Turn turn, FeedbackActionValue feedback, CancellationToken cancellationToken)
    {
        var row = new TableEntity(TableKeys.Escape(turn.User.Tenant), string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - turn.Now.ToUnixTimeTicks():D19}~{turn.Context.OperationId}"))
        {
            ["reaction"] = feedback.Reaction,
            ["language"] = turn.Profile.Language,
            ["message"] = turn.Context.Activity.ReplyToId ?? "",
        };
        if (feedback.FeedbackText() is { } text)
            row["text"] = Excerpt.Cut(text, LongestText);
        await tables.UpsertEntityAsync(Table, row, cancellationToken);
        logger.LogInformation("Feedback came: {Reaction}.", feedback.Reaction);
    }
}
