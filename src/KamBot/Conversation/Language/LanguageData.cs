using NodaTime;
using NodaTime.Text;

namespace KamBot.Conversation.Language;

internal enum Unit { Minute, Hour, WorkingDay, Day, Week, Month, Year }

/// <summary>The shared words of one language, ready to be looked up.</summary>
internal sealed class LanguageData
{
    /// <summary>The small words the recognisers ask for; a language must say them all.</summary>
    private static readonly string[] WordNames =
    [
        "in", "ago", "before", "next", "this", "last", "startOf", "endOf", "the", "of", "ordinal", "at", "am", "pm", "oclock", "halfPast", "quarterPast", "quarterTo",
        "and", "due", "validFor", "validUntil", "noValidity", "because", "proposal", "person",
    ];

    private readonly Dictionary<string, WordTable<bool>> words;
    private readonly Dictionary<string, WordTable<string>> wordLists;

    public LanguageData(string language, LanguageWords source)
    {
        Language = language;
        Locale = source.Locale;
        Formats = source.Formats;
        Months = Numbered(source.Months);
        Weekdays = Numbered(source.Weekdays);
        RelativeDays = Table(source.RelativeDays);
        Numbers = Table(source.Numbers);
        Units = new(source.Units.SelectMany(unit => unit.Value.Select(word => (word, Enum.Parse<Unit>(unit.Key, ignoreCase: true)))));
        DayTimes = new(source.DayTimes.Select(time => (time.Key, LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time.Value).Value)));
        Magnitudes = Table(source.Magnitudes);
        Currencies = new(IsoCurrencies.All.Select(code => (code, code)).Concat(Coded(source.Currencies)));
        Languages = new(Coded(source.Languages));
        Calendars = new(Coded(source.Calendars));
        Parties = new(source.Parties.SelectMany(party => party.Value.Select(word => (word, Enum.Parse<TaskParty>(party.Key, ignoreCase: true)))));
        PersonArticles = Set(source.PersonArticles);
        ThirdPerson = source.ThirdPerson;
        TaskLeads = Set(source.TaskLeads);
        Fillers = Set(source.Fillers);
        Politeness = Set(source.Politeness);
        AnswerLeads = Set(source.AnswerLeads);
        NotNames = Set(source.NotNames);
        LegalForms = Set(source.LegalForms);
        Zones = new(Coded(source.Zones));
        Possessives = Set(source.Possessives);
        Blockers = Set(source.Blockers);
        KnownWords = new HashSet<string>(source.Blockers.Concat(source.Fillers).Concat(source.NotNames).SelectMany(words => Tokens.Of(words)).Select(token => token.Text), StringComparer.Ordinal);
        YesNo = new(source.Yes.Select(word => (word, true)).Concat(source.No.Select(word => (word, false))));
        Corrections = Set(source.Corrections);
        if (WordNames.Except(source.Words.Keys).Concat(source.Words.Keys.Except(WordNames)).FirstOrDefault() is { } odd)
            throw new FormatException($"'{odd}' in words is missing or unknown.");
        words = source.Words.ToDictionary(entry => entry.Key, entry => Set(entry.Value), StringComparer.Ordinal);
        wordLists = source.WordLists.ToDictionary(list => list.Key, list => new WordTable<string>(Coded(list.Value)), StringComparer.Ordinal);
    }

    public string Language { get; }
    public string Locale { get; }
    public LanguageFormats Formats { get; }
    public WordTable<int> Months { get; }
    public WordTable<int> Weekdays { get; }
    public WordTable<int> RelativeDays { get; }
    public WordTable<decimal> Numbers { get; }
    public WordTable<Unit> Units { get; }
    public WordTable<LocalTime> DayTimes { get; }
    public WordTable<decimal> Magnitudes { get; }
    public WordTable<string> Currencies { get; }
    public WordTable<string> Languages { get; }
    public WordTable<string> Calendars { get; }
    public WordTable<TaskParty> Parties { get; }
    public WordTable<bool> PersonArticles { get; }
    /// <summary>Endings of a verb that tells what somebody does ("prepares").</summary>
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
    /// <summary>Words that are right as they stand, however near to a command's word they are.</summary>
    public IReadOnlySet<string> KnownWords { get; }
    public WordTable<bool> YesNo { get; }
    public WordTable<bool> Corrections { get; }

    /// <summary>Every word that is listed anywhere.</summary>
    public IEnumerable<string> AllWords =>
    [
        .. Months.Words, .. Weekdays.Words, .. RelativeDays.Words, .. Numbers.Words, .. Units.Words, .. DayTimes.Words, .. Magnitudes.Words, .. Languages.Words, .. Parties.Words,
        .. TaskLeads.Words, .. Fillers.Words, .. Politeness.Words, .. AnswerLeads.Words, .. NotNames.Words, .. Blockers.Words, .. YesNo.Words, .. Corrections.Words,
        .. words.Values.SelectMany(table => table.Words), .. wordLists.Values.SelectMany(table => table.Words),
    ];

    public WordTable<bool> Words(string name) => words[name];

    public WordTable<string>? WordList(string name) => wordLists.GetValueOrDefault(name);

    /// <summary>The end of the named word that starts here; the index itself when it does not.</summary>
    public int Skip(string name, Tokens line, int index) => words[name].Skip(line, index);

    private static WordTable<T> Table<T>(Dictionary<string, T> entries) => new(entries.Select(entry => (entry.Key, entry.Value)));

    private static WordTable<bool> Set(IEnumerable<string> entries) => new(entries.Select(entry => (entry, true)));

    private static WordTable<int> Numbered(string[][] names) =>
        new(names.SelectMany((forms, index) => forms.Select(form => (form, index + 1))));

    private static IEnumerable<(string, string)> Coded(Dictionary<string, string[]> entries) =>
        entries.SelectMany(entry => entry.Value.Select(word => (word, entry.Key)));
}
