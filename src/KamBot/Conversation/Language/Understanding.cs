namespace KamBot.Conversation.Language;

/// <summary>
/// Understands typed lines by the catalogue's grammar: deterministic, bounded, linear in the line's length. A line is read in
/// the reader's own language first, then in the others that know its words at least as well.
/// </summary>
public sealed class Understanding
{
    /// <summary>A language that knows no more of the words must explain that much more of the line than the reader's own.</summary>
    private const double Clearly = 0.1;
    private const double AllExplained = 0.95;
    /// <summary>So many words more that another language knows are no chance: the line is written in it.</summary>
    private const int ManyWords = 2;
    /// <summary>Readings in two other languages that are closer than this are as likely.</summary>
    private const double Tie = 0.05;

    private readonly CommandCatalogue catalogue;
    private readonly LanguageUnderstanding[] languages;
    private readonly Vocabulary vocabulary;

    public Understanding(CommandCatalogue catalogue)
    {
        this.catalogue = catalogue;
        languages = [.. catalogue.Speakers];
        vocabulary = new Vocabulary([.. languages.Select(language => language.Words)]);
    }

    /// <param name="line">As it was typed.</param>
    /// <param name="context">Who types, and when.</param>
    /// <param name="intent">Only this command: a line that the user has said the meaning of.</param>
    public Understood Understand(string line, LineContext context, string? intent = null) => Understand(Tokens.Of(line), context, intent);

    internal Understood Understand(Tokens tokens, LineContext context, string? intent = null)
    {
        var own = Own(context);
        var known = vocabulary.Known(tokens);
        var most = known.Max();
        var understood = languages[own].Understand(tokens, context, intent);
        if (understood is { IsSure: true, Rest: "" } && known[own] == most)
            return understood;
        // Only who knows the words best may read them: a line that Polish leaves open is not taken for Romanian.
        var others = Others(own)
            .Where(language => known[language] == most && most > 0)
            .Select(language => InLanguage(language, tokens, context, intent))
            .ToList();
        var sure = others.Where(other => other.IsSure && (most > known[own] || other.Strength >= AllExplained)).OrderByDescending(other => other.Strength).ToList();
        if (sure.Count > 0 && (!understood.IsSure || sure[0].Strength > understood.Strength + (most > known[own] ? 0 : Clearly)))
            return Rivals(sure) ?? sure[0];
        if (!understood.IsSure)
            return most > known[own] && others.Find(other => other.Nearest.Count > 0) is { } near ? understood with { Nearest = near.Nearest } : understood;
        // Who knows the words better sees no such deed in them.
        return most - known[own] >= ManyWords && understood.Intent is { } deed && catalogue[deed].ChangesData && !others.Exists(other => other.Intent == deed)
            ? understood with { Intent = null, Nearest = [deed] }
            : understood;
    }

    /// <summary>The answer to one question of a dialog: "Tuesday", "48k", "by letter", "Anna Lis and Marek Dąb".</summary>
    public FieldValue? Read(FieldKind kind, string answer, LineContext context, string? wordList = null, Direction direction = Direction.Future)
    {
        var field = new FieldDefinition("", kind, Required: false) { WordList = wordList, Direction = direction };
        var line = Tokens.Of(answer);
        foreach (var language in Listeners(line, context, ownFirst: HasShape(kind)))
        {
            if (languages[language].Read(field, line, Spoken(language, context)) is not { } value)
                continue;
            return language == Own(context) ? value : Checked(field, value, languages[language].Read(field, line, InOwnLocale(language, context)));
        }
        return null;
    }

    /// <summary>Several facts in one answer, without the words that set the command off.</summary>
    public IReadOnlyDictionary<string, FieldValue> ReadFields(IReadOnlyList<FieldDefinition> fields, string intent, string answer, LineContext context)
    {
        var line = Tokens.Of(answer);
        foreach (var language in Listeners(line, context, ownFirst: false))
        {
            var values = languages[language].ReadFields(fields, intent, line, Spoken(language, context));
            if (values.Count > 0)
                return language == Own(context) ? values : Checked(fields, values, languages[language].ReadFields(fields, intent, line, InOwnLocale(language, context)));
        }
        return new Dictionary<string, FieldValue>(StringComparer.Ordinal);
    }

    public bool IsCorrection(string line, LineContext context, out string rest)
    {
        var tokens = Tokens.Of(line);
        foreach (var language in Listeners(tokens, context, ownFirst: true))
        {
            if (languages[language].IsCorrection(tokens, out rest))
                return true;
        }
        rest = "";
        return false;
    }

    /// <summary>In the own language; else what all the others say that know the words as well.</summary>
    public bool? YesNo(string line, LineContext context)
    {
        var tokens = Tokens.Of(line);
        if (languages[Own(context)].YesNo(tokens) is { } answer)
            return answer;
        bool?[] answers = [.. Listeners(tokens, context, ownFirst: true).Select(language => languages[language].YesNo(tokens)).Where(each => each is not null).Distinct()];
        return answers is [var only] ? only : null;
    }

    private static bool HasShape(FieldKind kind) => kind is not (FieldKind.Client or FieldKind.People or FieldKind.Colleague or FieldKind.Tasks);

    private int Own(LineContext context)
    {
        var own = Array.FindIndex(languages, language => language.Language == context.Language);
        return own >= 0 ? own : Array.FindIndex(languages, language => language.Language == "en");
    }

    private IEnumerable<int> Others(int own) => Enumerable.Range(0, languages.Length).Where(language => language != own);

    /// <summary>Who is asked about an answer: the own language, and those that know its words better before or after it.</summary>
    private IEnumerable<int> Listeners(Tokens line, LineContext context, bool ownFirst)
    {
        var own = Own(context);
        var known = vocabulary.Known(line);
        int[] others = [.. Others(own).Where(other => known[other] > 0 && known[other] >= known[own]).OrderByDescending(other => known[other])];
        return ownFirst ? [own, .. others] : [.. others.Where(other => known[other] > known[own]), own, .. others.Where(other => known[other] == known[own])];
    }

    private Understood InLanguage(int language, Tokens line, LineContext context, string? intent)
    {
        var understood = languages[language].Understand(line, Spoken(language, context), intent);
        if (understood.Intent is not { } found || understood.Fields.Count == 0)
            return understood;
        var again = languages[language].Understand(line, InOwnLocale(language, context), found);
        return understood with { Fields = Checked(catalogue[found].Fields, understood.Fields, again.Fields) };
    }

    private LineContext Spoken(int language, LineContext context) =>
        language == Own(context) ? context : context with { Language = languages[language].Language, Locale = languages[language].Locale };

    private LineContext InOwnLocale(int language, LineContext context) => context with { Language = languages[language].Language };

    /// <summary>Figures in another language are read as its people write them; what the reader's own locale takes for something else is asked about.</summary>
    private static Dictionary<string, FieldValue> Checked(IReadOnlyList<FieldDefinition> fields, IReadOnlyDictionary<string, FieldValue> values, IReadOnlyDictionary<string, FieldValue> ownLocale) =>
        values.ToDictionary(value => value.Key, value => Checked(fields.First(field => field.Name == value.Key), value.Value, ownLocale.GetValueOrDefault(value.Key)), StringComparer.Ordinal);

    private static FieldValue Checked(FieldDefinition field, FieldValue value, FieldValue? ownLocale)
    {
        if (value.Doubt is not null || ownLocale is null || field.Kind is not (FieldKind.Money or FieldKind.Date or FieldKind.When or FieldKind.Validity or FieldKind.Range))
            return value;
        object[] readings = [value.Value, .. (ownLocale.Doubt?.Readings ?? [ownLocale.Value]).Where(reading => !reading.Equals(value.Value))];
        return readings.Length == 1 ? value : value with { Doubt = new Doubt(field.Kind == FieldKind.Money ? "money.separator" : "date.order", readings) };
    }

    /// <summary>Two other languages that take the line for different commands, one of which changes data: the user says which.</summary>
    private Understood? Rivals(List<Understood> others)
    {
        string[] intents = [.. others.Where(other => others[0].Strength - other.Strength < Tie).SelectMany(other => other.Meanings).Distinct(StringComparer.Ordinal)];
        return intents.Length > 1 && intents.Any(intent => catalogue[intent].ChangesData)
            ? others[0] with { Intent = null, Alternatives = intents, Nearest = intents }
            : null;
    }
}
