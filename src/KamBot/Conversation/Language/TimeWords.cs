namespace KamBot.Conversation.Language;

/// <summary>
/// How one language speaks of days, times, counts and money, as its file in <c>Data/Time</c> is written. Names of months and
/// weekdays are those of <see cref="Cldr"/>; the file adds the forms that CLDR does not list.
/// </summary>
internal sealed record TimeWords
{
    public required string[][] Months { get; init; }
    public required string[][] Weekdays { get; init; }

    /// <summary>Weekday forms that mean every one of them: "Mondays".</summary>
    public required string[][] EveryWeekday { get; init; }

    public required Dictionary<string, int> RelativeDays { get; init; }

    /// <summary>"The week after next": weeks from this one.</summary>
    public required Dictionary<string, int> RelativeWeeks { get; init; }

    public required Dictionary<string, decimal> Numbers { get; init; }

    /// <summary>"First", and -1 for "last".</summary>
    public required Dictionary<string, int> Ordinals { get; init; }

    /// <summary>Hours with names of their own: "dziesiąta".</summary>
    public required Dictionary<string, int> Hours { get; init; }

    /// <summary>Minutes from the hour that is said after them: "quarter to", "dos quarts de".</summary>
    public required Dictionary<string, int> MinutesBeforeHour { get; init; }

    /// <summary>Minutes from the hour that is said before them: "i quart", "fără un sfert".</summary>
    public required Dictionary<string, int> MinutesAfterHour { get; init; }

    public required Dictionary<string, string[]> Units { get; init; }

    /// <summary>Lengths said without a number: "fortnight" is "2 week".</summary>
    public required Dictionary<string, string> Lengths { get; init; }

    /// <summary>Recurrences in one word: "quarterly" is "3 month".</summary>
    public required Dictionary<string, string> Repeats { get; init; }

    public required Dictionary<string, string> DayTimes { get; init; }
    public required Dictionary<string, string[]> Words { get; init; }
    public required Dictionary<string, decimal> Magnitudes { get; init; }
    public required Dictionary<string, string[]> Currencies { get; init; }
    public required LanguageFormats Formats { get; init; }
}

/// <summary>
/// How dates are written to the reader: <c>dddd</c> and <c>ddd</c>, <c>d</c>, <c>MMMM</c> and <c>MMM</c>, <c>yyyy</c> are filled in,
/// words between apostrophes stand as they are.
/// </summary>
internal sealed record LanguageFormats
{
    public required string Date { get; init; }
    public required string DateYear { get; init; }
    public required string ShortDate { get; init; }
    public required string ShortDateYear { get; init; }
    public required string Time { get; init; }
    public required string And { get; init; }
    public required string Today { get; init; }
    public required string Tomorrow { get; init; }
    public required string Yesterday { get; init; }
}
