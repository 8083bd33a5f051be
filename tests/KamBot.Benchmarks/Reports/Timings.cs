namespace KamBot.Benchmarks.Reports;

/// <summary>Numbers that were measured, in order of size.</summary>
internal sealed class Timings
{
    private readonly double[] _sorted;

    public Timings(IEnumerable<double> values) => _sorted = [.. values.Order()];

    public double Median => At(0.5);

    public double Least => _sorted[0];

    public double Most => _sorted[^1];

    /// <summary>The nearest rank.</summary>
    public double At(double share) => _sorted[Math.Clamp((int)Math.Ceiling(share * _sorted.Length) - 1, 0, _sorted.Length - 1)];
}
