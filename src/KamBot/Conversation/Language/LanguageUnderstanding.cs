using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>
/// One language's way from a line to a command. Every command whose trigger words are there is tried; the one wins that explains
/// most of the line by trigger words, recognised values, introducers and fillers.
/// </summary>
internal sealed class LanguageUnderstanding
{
    /// <summary>Below it the line says too much that the command does not explain. What has no words of its own ("Friday", "P-1") must explain as much as what changes something.</summary>
    private const double EnoughToChange = 0.8;
    private const double EnoughToShow = 0.6;
    private const double WorthNaming = 0.25;
    private const double Tie = 0.005;
    private const int MostCandidates = 24;
    /// <summary>Thrice what the costliest line of the corpora takes; a line that takes more is made to, and its further readings are left.</summary>
    private const int EnoughLooksAtAToken = 400;
    private const int MostNearest = 3;

    private readonly CommandCatalogue catalogue;
    private readonly Grammar grammar;
    private readonly LanguageData data;
    private readonly PhraseIndex phrases;
    private readonly FieldReader reader;
    private readonly AnswerReader answers;
    private readonly Corrections corrections;
    private readonly Dictionary<string, Introducers> introducers;
    private readonly Dictionary<string, WordTable<bool>> ourDeeds;

    public LanguageUnderstanding(CommandCatalogue catalogue, Grammar grammar, LanguageData data)
    {
        this.catalogue = catalogue;
        this.data = data;
        this.grammar = grammar;
        phrases = new PhraseIndex(grammar, data.KnownWords);
        reader = new FieldReader(data);
        answers = new AnswerReader(data, reader);
        corrections = new Corrections(data);
        introducers = grammar.Commands.Values.ToDictionary(words => words.Intent, words => new Introducers(catalogue[words.Intent].Fields, words.Introducers), StringComparer.Ordinal);
        ourDeeds = grammar.Commands.Values.ToDictionary(words => words.Intent, words => new WordTable<bool>(words.OurDeeds.Select(deed => (deed, true))), StringComparer.Ordinal);
    }

    public string Language => grammar.Language;

    /// <summary>What figures are written like in a line of this language, whoever writes it.</summary>
    public string Locale => data.Locale;

    /// <summary>All words this language has a use for.</summary>
    public IEnumerable<string> Words => phrases.Words.Concat(introducers.Values.SelectMany(words => words.Words)).Concat(data.AllWords);

    /// <param name="line">Read once for all languages.</param>
    /// <param name="context">Who types, and when.</param>
    /// <param name="intent">Only this command.</param>
    public Understood Understand(Tokens line, LineContext context, string? intent = null)
    {
        var spans = new LineSpans(line, reader, context);
        var finding = phrases.Find(line);
        var enough = line.Looks + EnoughLooksAtAToken * (line.Count + 8);
        var readings = finding.Complete
            .Where(match => intent is null || match.Intent == intent)
            .OrderByDescending(match => match.Words)
            .Take(MostCandidates)
            .TakeWhile(_ => line.Looks < enough)
            .Select(match => Try(match, finding, line, spans, context))
            .OfType<Reading>()
            .GroupBy(reading => reading.Intent, StringComparer.Ordinal)
            .Select(group => group.MaxBy(reading => reading.Rank)!)
            .OrderByDescending(reading => reading.Rank)
            .ThenBy(reading => reading.Intent, StringComparer.Ordinal)
            .ToList();
        var sure = readings.Where(reading => reading.IsSure).ToList();
        if (sure.Count == 0)
            return Nothing(readings, phrases.Shares(finding), line);
        var best = sure[0];
        string[] tied = [.. sure.Skip(1).Where(reading => best.Rank - reading.Rank < Tie).Select(reading => reading.Intent)];
        return tied.Append(best.Intent).Any(intent => catalogue[intent].ChangesData) && tied.Length > 0
            ? new Understood(null, best.Fields, best.Score, [best.Intent, .. tied], [best.Intent, .. tied.Take(MostNearest - 1)], best.Rest, Language) { Slips = best.Slips, Leads = best.Leads, HasWords = best.HasWords }
            : new Understood(best.Intent, best.Fields, best.Score, tied, [], best.Rest, Language) { Slips = best.Slips, Leads = best.Leads, HasWords = best.HasWords };
    }

    public FieldValue? Read(FieldDefinition field, Tokens answer, LineContext context) => answers.Read(field, answer, context);

    public Dictionary<string, FieldValue> ReadFields(IReadOnlyList<FieldDefinition> fields, string intent, Tokens line, LineContext context)
    {
        var words = grammar.Commands.TryGetValue(intent, out var command) ? command.Introducers : new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        return new FieldFiller(new Filling(line, context, new LineSpans(line, reader, context), new Introducers(fields, words), []), data, reader).Fill();
    }

    public bool IsCorrection(Tokens line, out string rest) => corrections.Is(line, out rest);

    public bool? YesNo(Tokens line) => answers.YesNo(line);

    private Reading? Try(PhraseMatch match, PhraseFinding finding, Tokens line, LineSpans spans, LineContext context)
    {
        var filling = new Filling(line, context, spans, introducers[match.Intent], match.Places);
        var filler = new FieldFiller(filling, data, reader);
        var fields = filler.Fill();
        if (match.Phrase.Parts.Any(part => part is { Field: { } field, Optional: false } && !fields.ContainsKey(field)))
            return null;
        var score = Explanation.Score(line, filling.ExplainedBy);
        var changes = catalogue[match.Intent].ChangesData;
        var held = changes
            && (filler.Blocked || (catalogue[match.Intent].IsOfSpeaker && (IsOfAnother(line, filling.ExplainedBy) || IsLongOver(fields, context))) || IsTheirDeed(match.Intent, line, filling.ExplainedBy) || IsStillToCome(catalogue[match.Intent], fields, context)
                || (Explanation.IsQuestion(line) && !filler.Polite) || Quotation.Holds(line, match) || IsTakenBack(match, finding, line, filling));
        var leads = Explanation.StartsWithTrigger(filling.ExplainedBy);
        // What one phrase leaves as a bar to the deed, another says the deed with: "lost P-10, they have chosen others".
        var barred = filler.Blocked ? 0.1 : 0;
        var rank = score - barred + 0.015 * Math.Min(match.Words + match.Phrase.Parts.Count(part => part.Field is not null), 8) + (leads ? 0.01 : 0);
        return new Reading(match.Intent, fields, score, rank, !held && score >= (changes || match.Words == 0 ? EnoughToChange : EnoughToShow), match.Slips, Explanation.Rest(line, filling.ExplainedBy), leads || IsAboutAnOffer(fields, line), match.Words > 0);
    }

    /// <summary>"P-1 confirmed".</summary>
    private static bool IsAboutAnOffer(Dictionary<string, FieldValue> fields, Tokens line) =>
        fields.TryGetValue("proposal", out var offer) && line.Original.AsSpan().TrimStart().StartsWith(offer.Source, StringComparison.Ordinal);

    /// <summary>"Anna is on holiday next week": somebody else stands before what is said of the speaker.</summary>
    private static bool IsOfAnother(Tokens line, IReadOnlyList<Explained> explained)
    {
        for (var at = 0; at < line.Count && explained[at] != Explained.Trigger; at++)
        {
            if (explained[at] == Explained.Nothing && line.IsWord(at))
                return true;
        }
        return false;
    }

    /// <summary>"I was on holiday yesterday" tells a story.</summary>
    private static bool IsLongOver(Dictionary<string, FieldValue> fields, LineContext context) =>
        fields.Values.Any(value => value.Value is DateRange range && range.From == range.To && range.To < context.Today);

    /// <summary>"Vila Nord called", "our supplier quoted 12k": whoever is named right before the deed did it; "offer Vila Nord sent" begins with another word.</summary>
    private bool IsTheirDeed(string intent, Tokens line, IReadOnlyList<Explained> explained)
    {
        var deed = Enumerable.Range(0, line.Count).FirstOrDefault(at => explained[at] == Explained.Trigger);
        return deed > 0 && explained[deed - 1] is (Explained.Name or Explained.LowerCaseName) && ourDeeds[intent].At(line, deed) is not null;
    }

    /// <summary>"I have a meeting with Vila Nord tomorrow" tells of no meeting that was held.</summary>
    private static bool IsStillToCome(CommandDefinition command, Dictionary<string, FieldValue> fields, LineContext context) =>
        command.Fields.Any(field => field.Direction == Direction.Past && fields.TryGetValue(field.Name, out var value) && value.Value switch
        {
            LocalDate date => date > context.Today,
            When { Date: { } date } => date > context.Today,
            _ => false,
        });

    /// <summary>"P-12 confirmed, but then they rejected it": behind the turn stands another deed.</summary>
    private bool IsTakenBack(PhraseMatch match, PhraseFinding finding, Tokens line, Filling filling)
    {
        var turn = match.Places.Select(place => place.End).DefaultIfEmpty().Max();
        while (turn < line.Count && data.Contrasts.At(line, turn) is null)
            turn++;
        return turn < line.Count && finding.Complete.Any(other => other.Intent != match.Intent && catalogue[other.Intent].ChangesData && other.Places.Count > 0
            && other.Places.All(place => place.First > turn && filling.ExplainedBy[place.First] is Explained.Nothing or Explained.LowerCaseName or Explained.Filler));
    }

    private Understood Nothing(List<Reading> readings, Dictionary<string, double> shares, Tokens line)
    {
        var nearest = readings.Select(reading => (reading.Intent, reading.Score))
            .Concat(shares.Select(share => (Intent: share.Key, Score: share.Value * 0.5)))
            .GroupBy(near => near.Intent, StringComparer.Ordinal)
            .Select(group => (Intent: group.Key, Score: group.Max(near => near.Score)))
            .Where(near => near.Score >= WorthNaming)
            .OrderByDescending(near => near.Score).ThenBy(near => near.Intent, StringComparer.Ordinal)
            .Take(MostNearest)
            .ToList();
        return new Understood(null, new Dictionary<string, FieldValue>(StringComparer.Ordinal), nearest.Count == 0 ? 0 : nearest[0].Score, [], [.. nearest.Select(near => near.Intent)], line.Original.Trim(), Language);
    }

    private sealed record Reading(string Intent, Dictionary<string, FieldValue> Fields, double Score, double Rank, bool IsSure, int Slips, string Rest, bool Leads, bool HasWords);
}
