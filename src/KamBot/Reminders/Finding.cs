namespace KamBot.Reminders;

/// <summary>What the walk over the stored reminders found wrong, or out of date.</summary>
internal enum Finding
{
    /// <summary>A planned reminder had no due row: nobody would have told it.</summary>
    DueRowMissing,

    /// <summary>A due row had no reminder, or one with another version or time.</summary>
    DueRowStray,

    /// <summary>A due row's reminder was settled already: it would have been told again.</summary>
    DueRowSettled,

    /// <summary>Something open had no reminders at all, and its plan has some.</summary>
    PlanMissing,

    /// <summary>A row that cannot be read: reported and left where it is.</summary>
    Unreadable,

    /// <summary>Settled so long ago that it is not kept any more.</summary>
    Outdated,
}

/// <summary>How many of each.</summary>
internal sealed class Findings
{
    private readonly int[] _counts = new int[Enum.GetValues<Finding>().Length];

    public int this[Finding finding] => _counts[(int)finding];

    /// <summary>What should never have to be done.</summary>
    public int Repairs => this[Finding.DueRowMissing] + this[Finding.DueRowStray] + this[Finding.DueRowSettled] + this[Finding.PlanMissing];

    public void Add(Finding finding, int more = 1) => Interlocked.Add(ref _counts[(int)finding], more);

    public override string ToString() => string.Join(", ", Enum.GetValues<Finding>().Where(each => this[each] > 0).Select(each => $"{this[each]} × {each}"));
}
