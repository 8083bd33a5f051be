using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Forms;
using KamBot.Platform.Tables;

namespace KamBot.Conversation;

/// <summary>The one answer of a turn: a line or a card, with the choices that may be typed, and older cards that change with it.</summary>
public sealed record Reply
{
    public string? Text { get; init; }

    public Card? Card { get; init; }

    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>Cards in the user's chat that this turn answers: replaced where they stand.</summary>
    public IReadOnlyList<CardUpdate> Updates { get; init; } = [];

    /// <summary>What the command still needs: the next line may say it.</summary>
    public Wanted? Wants { get; init; }

    /// <summary>The same question as before.</summary>
    public bool Repeats { get; init; }

    /// <summary>A card whose buttons answer what it asks, outside a form: of a form's cards the form itself keeps account.</summary>
    public bool IsQuestion => Card is not null && (Choices.Count > 0 || Wants is not null)
        && (Wants is not null || Card.HasOnly(Choices.Count)) && !Choices.Any(choice => FormVerbs.IsOne(choice.Verb));

    /// <summary>Says nothing that a greeting would not say better.</summary>
    public bool IsSmallTalk { get; init; }

    /// <summary>Teams shows thumbs under it: how good was this answer? For those that KamBot had to guess at.</summary>
    public bool AsksFeedback { get; init; }

    /// <summary>Goes out ahead of the answer, as messages of their own: the greeting of somebody who starts with a command.</summary>
    public IReadOnlyList<Card> Before { get; init; } = [];

    /// <summary>Nothing to say: for activities that want no answer.</summary>
    public static Reply None { get; } = new();

    public static Reply Say(string text) => new() { Text = text };

    public static Reply Show(Card card) => new() { Card = card };

    /// <summary>A question whose answers are buttons, and may be typed as well.</summary>
    public static Reply Ask(Card card, params ReadOnlySpan<Choice> choices)
    {
        foreach (var choice in choices)
            card.Button(choice.Title, choice.Verb, choice.Data, choice.Answer == true ? CardButtonStyle.Positive : CardButtonStyle.Default);
        return new() { Card = card, Choices = [.. choices] };
    }

    /// <summary>A question that the next line may answer.</summary>
    /// <param name="about">What the question is about, beyond what was said: fields of the command, or what its buttons carry.</param>
    /// <param name="fields">The fields that an answer may give.</param>
    public Reply Wanting(object? about, params IEnumerable<string> fields) => this with { Wants = new Wanted(Conversation.Choices.DataOf(about), [.. fields]) };

    public Reply With(IEnumerable<CardUpdate> updates) => this with { Updates = [.. Updates, .. updates] };
}

/// <summary>Fields that a command waits for, and what it has found out already.</summary>
public sealed record Wanted(JsonObject About, IReadOnlyList<string> Fields);

/// <summary>A card in the user's chat and what takes its place.</summary>
public sealed record CardUpdate(string ActivityId, Card Card);

public static class Choices
{
    /// <summary>A choice whose data is any object with JSON properties.</summary>
    public static Choice Of(string title, string verb, object? data = null, bool? answer = null) =>
        new(title, verb, DataOf(data), answer);

    internal static JsonObject DataOf(object? data) =>
        data is null ? [] : data as JsonObject ?? (JsonObject)JsonSerializer.SerializeToNode(data, RowJson.Options)!;
}
