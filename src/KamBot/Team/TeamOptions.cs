using System.ComponentModel.DataAnnotations;

namespace KamBot.Team;

/// <summary>Who has to know when somebody leaves (section <c>Team</c>).</summary>
public sealed class TeamOptions
{
    /// <summary>Object ids of Entra, in the order in which they are told: what a user who left cared for goes to the first who can be reached.</summary>
    public string[]? HeadsOfSales { get; set; }

    /// <summary>After so many working days in which nothing reached a user they count as having left.</summary>
    [Range(1, 30)]
    public int LeftAfterDays { get; set; } = 3;
}
