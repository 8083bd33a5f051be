using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>
/// A day that an administrator adds (a town holiday, a bridge day) or removes (<paramref name="IsWorking"/>: a Saturday that is
/// worked, a holiday that is not kept). A change to a country holds in its regions too, unless the region says otherwise.
/// </summary>
public sealed record CalendarChange(string Calendar, LocalDate Date, bool IsWorking, string Name);
