using KamBot.Conversation;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Accounts;

/// <summary>Which client: all that belongs to it lies in one partition.</summary>
public readonly record struct AccountKey(string Tenant, string Id)
{
    public string Partition => $"{TableKeys.Escape(Tenant)}~{TableKeys.Escape(Id)}";
}

/// <summary>A client as the account manager knows it (ACC-1 to ACC-10).</summary>
public sealed record Account
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The client's working calendar, e.g. ES-CT; null: nobody said, the manager's counts (E10).</summary>
    public string? Calendar { get; init; }

    public string? Phone { get; init; }

    /// <summary>ACC-10: one named person cares.</summary>
    public required string Owner { get; init; }

    public required string OwnerName { get; init; }

    public required Instant Since { get; init; }

    /// <summary>Made by "load sample data"; removed with it.</summary>
    public bool IsSample { get; init; }

    /// <summary>The reminder rules that the account manager set for this client alone, by the setting's name.</summary>
    public IReadOnlyDictionary<string, string>? Rules { get; init; }

    public bool IsOwnedBy(UserKey user) => string.Equals(Owner, user.Id, StringComparison.Ordinal);

    /// <summary>Whether the user may read and act here now: the account manager, or who acts for them in this very moment.</summary>
    public bool IsOpenTo(Turn turn) => turn.MayActFor(Owner);

    /// <summary>Whose reminders, lists and hours are meant, whoever acts.</summary>
    public UserKey OwnerIn(string tenant) => new(tenant, Owner);
}
