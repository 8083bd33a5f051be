using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>What KamBot keeps of a conversation between two messages. Saved with the turn, by ETag.</summary>
public sealed class Memory
{
    /// <summary>More forms than this are not left lying: the user is asked to finish or discard one first.</summary>
    public const int MostForms = 5;

    /// <summary>Open forms, the one that is being asked about last. One that was left alone for a day is a draft.</summary>
    public List<OpenForm> Forms { get; init; } = [];

    /// <summary>What the latest answer offered as buttons, so that the words of a button can be typed too.</summary>
    public List<Choice> Choices { get; set; } = [];

    /// <summary>What the latest answer asked for outside a form: the next line may say it.</summary>
    public StandingQuestion? Question { get; set; }

    /// <summary>The card that asks what the next line may answer.</summary>
    public AskedQuestion? Asked { get; set; }

    /// <summary>Questions that were answered by typing: their cards may be in sight still.</summary>
    public List<AnsweredQuestion> Answered { get; init; } = [];

    /// <summary>The client and proposal last spoken of: what "they" and "it" mean.</summary>
    public Focus? Focus { get; set; }

    /// <summary>The numbered list shown last: "task 2 done" means the second of what was seen, however the list changed since.</summary>
    public List<ListedRow> Listed { get; set; } = [];

    /// <summary>In a room: KamBot has said who it is.</summary>
    public bool IsIntroduced { get; set; }

    public static Memory Read(string? json) =>
        string.IsNullOrEmpty(json) ? new Memory() : JsonSerializer.Deserialize<Memory>(json, RowJson.Options) ?? new Memory();

    public string Write() => JsonSerializer.Serialize(this, RowJson.Options);
}

/// <summary>A form that is not complete yet, with its state as JSON.</summary>
public sealed record OpenForm
{
    /// <summary>The command that opens it.</summary>
    public required string Intent { get; init; }

    /// <summary>Tells two forms of the same command apart; the cards of the form carry it.</summary>
    public required string Id { get; init; }

    public required JsonObject State { get; init; }

    public required Instant Started { get; init; }

    public required Instant Touched { get; init; }

    /// <summary>The field whose question stands.</summary>
    public string? Asked { get; init; }

    /// <summary>Put aside by another command, until "continue".</summary>
    public bool IsAside { get; init; }

    /// <summary>Left alone for a day: a draft, offered again but no longer asked about (MTG-20).</summary>
    public bool IsDraft(Instant now) => now - Touched > Duration.FromDays(1);
}

/// <summary>A button that can be typed: by its words, by its number, or by yes and no.</summary>
public sealed record Choice(string Title, string Verb, JsonObject Data, bool? Answer = null);

public sealed record ListedRow(string Account, string Row);

public sealed record Focus(string Account, string? Row = null, int? Number = null);
