using NodaTime;
using NodaTime.Text;

namespace KamBot.Conversation.Language;

internal enum Unit { Minute, Hour, WorkingDay, Day, Week, Month, Quarter, Year }

/// <summary>The shared words of one language, ready to be looked up.</summary>
internal sealed class LanguageData
{
    /// <summary>The small words the recognisers ask for; a language must say them all.</summary>
    private static readonly string[] SharedNames = ["the", "and", "due", "validFor", "validUntil", "noValidity", "because", "proposal", "person"];

    private static readonly string[] TimeNames =
    [
        "in", "ago", "agoBefore", "fromNow", "before", "not", "next", "nextAfter", "afterNext", "this", "thisAfter", "last", "lastAfter", "startOf", "middleOf", "endOf", "of",
        "ordinal", "dayLead", "yearLead", "yearMark", "thisYear", "quarter", "during", "rangeFrom", "rangeTo", "rangeUntil", "weekFrom", "weekdayFrom", "daysBefore", "or", "every", "everyOther",
        "at", "am", "pm", "oclock", "andHalf", "tensAnd", "hundredsAnd",
    ];

    private readonly Dictionary<string, WordTable<bool>> words;
    private readonly Dictionary<string, WordTable<string>> wordLists;

    /// <summary>With the program's own words of time.</summary>
    public LanguageData(string language, LanguageWords source)
        : this(language, source, GrammarFiles.Time(language))
    {
    }

    public LanguageData(string language, LanguageWords source, TimeWords time)
    {
        Language = language;
        Locale = source.Locale;
        var cldr = Cldr.Of(language);
        Months = Numbered([.. cldr.MonthForms.Zip(time.Months, (known, more) => (string[])[.. known, .. more])]);
        Weekdays = Numbered([.. cldr.WeekdayForms.Zip(time.Weekdays, (known, more) => (string[])[.. known, .. more])]);
        EveryWeekday = Numbered(time.EveryWeekday);
        RelativeDays = Table(time.RelativeDays);
        RelativeWeeks = Table(time.RelativeWeeks);
        Numbers = Table(time.Numbers);
        Ordinals = Table(time.Ordinals);
        Hours = Table(time.Hours);
        MinutesBeforeHour = Table(time.MinutesBeforeHour);
        MinutesAfterHour = Table(time.MinutesAfterHour);
        Units = new(time.Units.SelectMany(unit => unit.Value.Select(word => (word, Enum.Parse<Unit>(unit.Key, ignoreCase: true)))));
        Lengths = new(time.Lengths.Select(length => (length.Key, Duration.Parse(length.Value))));
        Repeats = new(time.Repeats.Select(repeat => (repeat.Key, Duration.Parse(repeat.Value))));
        DayTimes = new(time.DayTimes.Select(part => (part.Key, LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(part.Value).Value)));
        Magnitudes = Table(time.Magnitudes);
        Currencies = new(IsoCurrencies.All.Select(code => (code, code)).Concat(Coded(time.Currencies)));
        Languages = new(Coded(source.Languages));
        Calendars = new(Coded(source.Calendars));
        Parties = new(source.Parties.SelectMany(party => party.Value.Select(word => (word, Enum.Parse<TaskParty>(party.Key, ignoreCase: true)))));
        PersonArticles = Set(source.PersonArticles);
        ThirdPerson = [.. source.ThirdPerson.Select(Folding.Fold)];
        TaskLeads = Set(source.TaskLeads);
        Fillers = Set(source.Fillers);
        Politeness = Set(source.Politeness);
        AnswerLeads = Set(source.AnswerLeads);
        NotNames = Set(source.NotNames);
        LegalForms = Set(source.LegalForms);
        Zones = new(Coded(source.Zones));
        Possessives = Set(source.Possessives);
        Blockers = Set(source.Blockers);
        Reports = Set(source.Reports);
        Contrasts = Set(source.Contrasts);
        KnownWords = new HashSet<string>(source.Blockers.Concat(source.Fillers).Concat(source.NotNames).SelectMany(words => Tokens.Of(words)).Select(token => token.Text), StringComparer.Ordinal);
        YesNo = new(source.Yes.Select(word => (word, true)).Concat(source.No.Select(word => (word, false))));
        Corrections = Set(source.Corrections);
        words = new(StringComparer.Ordinal);
        Add(source.Words, SharedNames);
        Add(time.Words, TimeNames);
        wordLists = source.WordLists.ToDictionary(list => list.Key, list => new WordTable<string>(Coded(list.Value)), StringComparer.Ordinal);
    }

    public string Language { get; }
    public string Locale { get; }
    public WordTable<int> Months { get; }
    public WordTable<int> Weekdays { get; }
    public WordTable<int> EveryWeekday { get; }
    public WordTable<int> RelativeDays { get; }
    public WordTable<int> RelativeWeeks { get; }
    public WordTable<decimal> Numbers { get; }
    public WordTable<int> Ordinals { get; }
    public WordTable<int> Hours { get; }
    public WordTable<int> MinutesBeforeHour { get; }
    public WordTable<int> MinutesAfterHour { get; }
    public WordTable<Unit> Units { get; }
    public WordTable<Duration> Lengths { get; }
    public WordTable<Duration> Repeats { get; }
    public WordTable<LocalTime> DayTimes { get; }
    public WordTable<decimal> Magnitudes { get; }
    public WordTable<string> Currencies { get; }
    public WordTable<string> Languages { get; }
    public WordTable<string> Calendars { get; }
    public WordTable<TaskParty> Parties { get; }
    public WordTable<bool> PersonArticles { get; }
    /// <summary>Endings of a verb that tells what somebody does ("prepares"), or whole verbs where the ending tells nothing (Romanian "trimite").</summary>
    public IReadOnlyList<string> ThirdPerson { get; }
    public WordTable<bool> TaskLeads { get; }
    public WordTable<bool> Fillers { get; }
    public WordTable<bool> Politeness { get; }
    public WordTable<bool> AnswerLeads { get; }
    public WordTable<bool> NotNames { get; }
    public WordTable<bool> LegalForms { get; }
    public WordTable<string> Zones { get; }
    public WordTable<bool> Possessives { get; }
    public WordTable<bool> Blockers { get; }
    public WordTable<bool> Reports { get; }
    public WordTable<bool> Contrasts { get; }
    /// <summary>Words that are right as they stand, however near to a command's word they are.</summary>
    public IReadOnlySet<string> KnownWords { get; }
    public WordTable<bool> YesNo { get; }
    public WordTable<bool> Corrections { get; }

    /// <summary>Every word that is listed anywhere.</summary>
    public IEnumerable<string> AllWords =>
    [
        .. Months.Words, .. Weekdays.Words, .. RelativeDays.Words, .. Numbers.Words, .. Units.Words, .. DayTimes.Words, .. Magnitudes.Words, .. Languages.Words, .. Parties.Words,
        .. TaskLeads.Words, .. Fillers.Words, .. Politeness.Words, .. AnswerLeads.Words, .. NotNames.Words, .. Blockers.Words, .. Reports.Words, .. Contrasts.Words, .. YesNo.Words, .. Corrections.Words,
        .. words.Values.SelectMany(table => table.Words), .. wordLists.Values.SelectMany(table => table.Words),
    ];

    public WordTable<bool> Words(string name) => words[name];

    public WordTable<string>? WordList(string name) => wordLists.GetValueOrDefault(name);

    /// <summary>The end of the named word that starts here; the index itself when it does not.</summary>
    public int Skip(string name, Tokens line, int index) => words[name].Skip(line, index);

    private void Add(Dictionary<string, string[]> entries, string[] names)
    {
        if (names.Except(entries.Keys).Concat(entries.Keys.Except(names)).FirstOrDefault() is { } odd)
            throw new FormatException($"'{odd}' in words is missing or unknown.");
        foreach (var (name, said) in entries)
            words.Add(name, Set(said));
    }

    private static WordTable<T> Table<T>(Dictionary<string, T> entries) => new(entries.Select(entry => (entry.Key, entry.Value)));

    private static WordTable<bool> Set(IEnumerable<string> entries) => new(entries.Select(entry => (entry, true)));

    private static WordTable<int> Numbered(string[][] names) =>
        new(names.SelectMany((forms, index) => forms.Select(form => (form, index + 1))));

    private static IEnumerable<(string, string)> Coded(Dictionary<string, string[]> entries) =>
        entries.SelectMany(entry => entry.Value.Select(word => (word, entry.Key)));
}
