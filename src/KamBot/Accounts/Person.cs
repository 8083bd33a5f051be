using KamBot.Conversation;
using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Accounts;

/// <summary>Somebody of the client's (ACC-5): one row for each name, however often they were met. What is private in it stays in its manager's own chat.</summary>
public sealed record Person
{
    public const string RowPrefix = "person~";

    public required string Name { get; init; }

    /// <summary>What stood in brackets behind the name: "Anna Lis (CFO)".</summary>
    public string? Role { get; init; }

    /// <summary>Null: known by name only.</summary>
    public LocalDate? FirstMet { get; init; }

    public LocalDate? LastMet { get; init; }

    /// <summary>DOS-4. Private.</summary>
    public Birthday? Birthday { get; init; }

    /// <summary>What they like to do, in the words that were said: something to talk about (DOS-8). Private.</summary>
    public string? Likes { get; init; }

    /// <summary>The row of whoever bears that name, folded: the key holds no name.</summary>
    public static string RowOf(AccountKey key, string name) => RowPrefix + OperationId.Of(key.Partition, Folding.Fold(name)).Value;
}

/// <summary>Day and month are enough.</summary>
public sealed record Birthday(int Month, int Day, int? Year = null)
{
    /// <summary>Any leap year, so that 29 February is a day to count from.</summary>
    private const int LeapYear = 2000;

    /// <summary>The first one that a yearly rule counts from.</summary>
    public LocalDate Anchor => new(Year ?? LeapYear, Month, Day);
}
