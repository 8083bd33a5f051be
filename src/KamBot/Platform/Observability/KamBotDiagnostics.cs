using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KamBot.Platform.Observability;

/// <summary>Under which name the product's own spans and figures are found. Each figure stands where it is taken.</summary>
public static class KamBotDiagnostics
{
    public const string Name = "KamBot";

    public static ActivitySource Source { get; } = new(Name);

    /// <summary>The product's meter, one per program.</summary>
    public static Meter Meter(this IMeterFactory meters) => meters.Create(Name);
}
