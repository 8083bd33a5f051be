using System.ComponentModel.DataAnnotations;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Reminders;

/// <summary>The nightly look at all stored reminders (section <c>Reconciliation</c>).</summary>
public sealed class ReconciliationOptions
{
    /// <summary>When it begins, UTC, "HH:mm".</summary>
    [RegularExpression("^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    public string At { get; set; } = "02:30";

    /// <summary>How long what became of a reminder is kept.</summary>
    [Range(7, 3_650)]
    public int KeepDays { get; set; } = 90;

    /// <summary>The beginning of the latest one that should have been: what an outage skipped is made up for once.</summary>
    public Instant Latest(Instant now)
    {
        var at = LocalTimePattern.HourMinuteIso.Parse(At).Value;
        var utc = now.InUtc();
        return ((utc.TimeOfDay >= at ? utc.Date : utc.Date.PlusDays(-1)) + at).InUtc().ToInstant();
    }
}
