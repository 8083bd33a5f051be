namespace KamBot.Tests.Faults.Reach;

/// <summary>What is wrong with the way to one user.</summary>
internal enum Ailment
{
    None,
    Blocked,
    Disabled,
    NotInRoster,
    NoPermission,
    WritesBlocked,

    /// <summary>The chat is gone, and Teams opens no other.</summary>
    Gone,

    /// <summary>The chat is gone, and Teams opens another.</summary>
    Forgotten,

    /// <summary>The tenant lives at the cloud's other host.</summary>
    WrongHost,

    /// <summary>The message is too big.</summary>
    TooBig,
}

/// <summary>One of the users of the scenario, by number; the ailment is part of every id, so that the stub channel knows it.</summary>
internal sealed record Reference(int Number, Ailment Ailment)
{
    /// <summary>Nothing can be sent there.</summary>
    public bool IsDead => Ailment is not (Ailment.None or Ailment.Forgotten or Ailment.WrongHost or Ailment.TooBig);

    /// <summary>Lifted by an installation; the others wait for the user.</summary>
    public bool IsLiftedByInstallation => Ailment is Ailment.NotInRoster or Ailment.NoPermission or Ailment.WritesBlocked;

    public string Name => $"{Ailment}-{Number}";

    public string Conversation => $"a:f12-{Name}";

    /// <summary>Of a population: 30 % dead by one of the codes, 5 % at another host, 1 % with messages that are too big.</summary>
    public static IReadOnlyList<Reference> Population(int count, Random chance)
    {
        Ailment[] codes = [Ailment.Blocked, Ailment.Disabled, Ailment.NotInRoster, Ailment.NoPermission, Ailment.WritesBlocked, Ailment.Gone, Ailment.Forgotten];
        return [.. Enumerable.Range(0, count).Select(number => new Reference(number, (number % 100) switch
        {
            < 30 => codes[chance.Next(codes.Length)],
            < 35 => Ailment.WrongHost,
            < 36 => Ailment.TooBig,
            _ => Ailment.None,
        }))];
    }
}
