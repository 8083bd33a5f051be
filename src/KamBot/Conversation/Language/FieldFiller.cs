using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>
/// Fills a command's fields from the tokens its trigger words left over, from left to right: values that have a shape,
/// then texts after their introducers, then names, then the text that takes the rest.
/// </summary>
internal sealed class FieldFiller(Filling filling, LanguageData data, FieldReader reader)
{
    private const int DaysOfRecent = 92;

    private readonly Tokens line = filling.Line;
    private readonly NameTaker names = new(filling, data);
    private readonly PeopleTaker people = new(filling, data, reader.People);
    private readonly TextTaker texts = new(filling, data, reader.Tasks);

    /// <summary>"Can you …?" is a request, not a question.</summary>
    public bool Polite { get; private set; }

    /// <summary>"Not", "will", "if" …: the line speaks of a deed that was not done.</summary>
    public bool Blocked { get; private set; }

    public Dictionary<string, FieldValue> Fill()
    {
        var clientAhead = ClientIsIntroducedAhead();
        for (var at = 0; at < line.Count;)
        {
            Polite |= data.Politeness.At(line, at) is not null && filling.ExplainedBy[at] == Explained.Trigger;
            var next = filling.IsFree(at) ? Valued(at) ?? Introduced(at) ?? Filler(at) ?? Unintroduced(at, clientAhead) : at + 1;
            at = Math.Max(next, at + 1);
        }
        ReadTriggers();
        var deed = Enumerable.Range(0, line.Count).FirstOrDefault(at => filling.ExplainedBy[at] == Explained.Trigger);
        Blocked = Enumerable.Range(0, line.Count).Any(at => IsBlocker(at, deed));
        return filling.Filled();
    }

    /// <summary>"Faxed the offer": the trigger word says how it was done when nothing else does.</summary>
    private void ReadTriggers()
    {
        for (var at = 0; at < line.Count; at++)
        {
            for (var field = 0; field < filling.Fields.Count; field++)
            {
                if (IsOpen(field, FieldKind.Word) && filling.ValueAt(at, field) is { } found && IsTrigger(found.First, found.End))
                    filling.Set(field, new FieldValue(found.Value, line.Slice(found.First, found.End)), found.First, found.End, Explained.Trigger);
            }
        }
    }

    private bool IsTrigger(int first, int end) =>
        Enumerable.Range(first, end - first).All(at => filling.ExplainedBy[at] == Explained.Trigger);

    /// <summary>A date, an amount, a channel …: the longest value that an empty field can take.</summary>
    private int? Valued(int at)
    {
        Found<object>? best = null;
        var owner = -1;
        for (var field = 0; field < filling.Fields.Count; field++)
        {
            if (filling.Completed(field, at) is { } whole && filling.ValueAt(at, field) is { } other && filling.IsFree(other.First, other.End))
                return filling.Set(field, whole, other.First, other.End);
            if (filling.IsEmpty(field) && (filling.ValueAt(at, field, FollowsItsTrigger(at, field)) ?? Bare(at, field)) is { } found
                && (best is null || found.End > best.End) && filling.IsFree(found.First, found.End))
                (best, owner) = (found, field);
        }
        return best is null ? null : Set(owner, best);
    }

    /// <summary>"Extend P-12 30 days", "sent, 48k, 30 days", "calendar of Vila Nord PL": what the command asks for needs no word before it when it stands apart.</summary>
    private Found<object>? Bare(int at, int field) =>
        MayStandBare(at, filling.Fields[field])
        && filling.ValueAt(at, field, expected: true) is { } found && data.Skip("the", line, found.End) is var end && (end == line.Count || line[end].EndsClause || filling.ExplainedBy[end] == Explained.Trigger || filling.HasValueAt(end, _ => true))
        && !IsRecentDay(at)
            ? found
            : null;

    private bool MayStandBare(int at, FieldDefinition field) => field switch
    {
        { Kind: FieldKind.Validity, Required: true } => StartsApart(at) || filling.ExplainedBy[Math.Max(at - 1, 0)] == Explained.Trigger,
        { Kind: FieldKind.Validity } => FollowsAmount(at),
        { Kind: FieldKind.Calendar, Required: true } => StartsApart(at),
        _ => false,
    };

    /// <summary>"Sent on Friday" says when it was sent, "sent, 24/4" of a day months ago hardly.</summary>
    private bool IsRecentDay(int at) =>
        Enumerable.Range(0, filling.Fields.Count).Any(field => filling.Fields[field].Kind == FieldKind.Date && filling.IsEmpty(field)
            && filling.ValueAt(at, field) is { Value: LocalDate day } && Period.Between(day, filling.Context.Today, PeriodUnits.Days).Days <= DaysOfRecent);

    /// <summary>"It is 39,900 and 30 days".</summary>
    private bool FollowsAmount(int at) =>
        at > 1 && data.Words("and").At(line, at - 1) is { } and && and.End == at && filling.ExplainedBy[at - 2] == Explained.Field && Has(FieldKind.Money);

    private bool StartsApart(int at) =>
        at > 0 && (line[at - 1].EndsClause || filling.ExplainedBy[at - 1] is Explained.Field or Explained.Name or Explained.LowerCaseName);

    /// <summary>"Set calendar PL": the trigger word announces the field too.</summary>
    private bool FollowsItsTrigger(int at, int field) =>
        at > 0 && filling.ExplainedBy[at - 1] == Explained.Trigger && filling.IntroducerAt(at - 1) is { } word && word.End == at && word.Value.Contains(field);

    private int? Introduced(int at)
    {
        if (filling.IntroducerAt(at) is not { } word || !filling.IsFree(word.First, word.End))
            return null;
        var start = word.End;
        if (start < line.Count && (line.Is(start, ":") || line.Is(start, "-") && !(line.Glued(start + 1) && line.IsNumber(start + 1))))
            start++;
        // "A quote for 48k for Vila Nord": what has a shape of its own is not taken for a name.
        foreach (var field in ByNeed(word.Value, start).OrderBy(field => filling.ValueAt(start, field) is null))
        {
            if (filling.IsEmpty(field) && start < line.Count && !(filling.Fields[field].Kind == FieldKind.Text && IsProposal(start)) && Take(field, start) is { } end)
            {
                filling.Mark(at, start, Explained.Introducer);
                return end;
            }
        }
        return null;
    }

    /// <summary>
    /// One word may announce persons and their client, as Polish "z" does: "z Anną z Wisły" names the person first,
    /// "z Wisłą, z Anną" the client.
    /// </summary>
    private IEnumerable<int> ByNeed(int[] fields, int start) =>
        fields.Any(field => IsOpen(field, FieldKind.Client)) && fields.Any(field => IsOpen(field, FieldKind.People)) && ClientIsIntroducedInClause(start)
            ? fields.OrderBy(field => filling.Fields[field].Kind == FieldKind.Client)
            : fields;

    private bool ClientIsIntroducedInClause(int start)
    {
        for (var at = AfterValues(start); at < line.Count && filling.IsFree(at) && !line[at].EndsClause; at = AfterValues(at + 1))
        {
            if (filling.IntroducerAt(at) is { } word && word.End < line.Count && word.Value.Any(field => IsOpen(field, FieldKind.Client)) && !names.EndsAt(word.End, word.End, introduced: true))
                return !IsList(word.End);
        }
        return false;
    }

    /// <summary>"Yesterday at half to ten" announces nobody, nor does "sp. z o.o.".</summary>
    private int AfterValues(int at)
    {
        for (var next = Next(at); next > at; next = Next(at))
            at = next;
        return at;

        int Next(int from) => Math.Max(data.LegalForms.Skip(line, from), filling.EndOfValueAt(from));
    }

    /// <summary>"Z Carpat Retail z Ionem i Marią": a list is of persons.</summary>
    private bool IsList(int start)
    {
        for (var at = start; at < line.Count && !line[at].EndsClause; at++)
        {
            if (data.Words("and").At(line, at) is not null && filling.IntroducerAt(at) is null)
                return true;
        }
        return false;
    }

    /// <summary>"Called: P-12" names the offer and says no more.</summary>
    private bool IsProposal(int at) => filling.HasValueAt(at, kind => kind == FieldKind.Proposal);

    private bool IsOpen(int field, FieldKind kind) => filling.Fields[field].Kind == kind && filling.IsEmpty(field);

    private int? Take(int field, int start) => filling.Fields[field].Kind switch
    {
        FieldKind.Client => names.Take(field, start, introduced: true),
        FieldKind.People => people.Take(field, start),
        FieldKind.Colleague => people.TakeOne(field, start, introduced: true),
        FieldKind.Text => texts.TakeIntroduced(field, start),
        FieldKind.Tasks => texts.TakeTasks(field, start),
        _ => filling.ValueAt(start, field, expected: true) is { } found && filling.IsFree(found.First, found.End) ? Set(field, found) : null,
    };

    private int? Filler(int at)
    {
        if (data.Politeness.At(line, at) is { } polite)
        {
            Polite = true;
            return filling.Mark(at, polite.End, Explained.Filler);
        }
        if (line[at].Kind == TokenKind.Sign && !line.Is(at, "\""))
            return at + 1;
        if (names.StartsAt(at) || data.Fillers.At(line, at) is not { } filler || !filling.IsFree(at, filler.End))
            return null;
        // "Can't now, remind me in an hour": a whole saying denies no deed, though one of its words would.
        return data.Blockers.At(line, at) is { } blocker && blocker.End >= filler.End ? null : filling.Mark(at, filler.End, Explained.Filler);
    }

    private int Unintroduced(int at, bool clientAhead)
    {
        for (var field = 0; field < filling.Fields.Count; field++)
        {
            if (!filling.IsEmpty(field))
                continue;
            var end = filling.Fields[field] switch
            {
                { Kind: FieldKind.Client } when !clientAhead && !HasProposal => names.Take(field, at, introduced: false),
                { Kind: FieldKind.People } => people.Take(field, at),
                { Kind: FieldKind.Colleague } => people.TakeOne(field, at, introduced: false),
                { Kind: FieldKind.Text, TakesRest: true } when !clientAhead || HasClient => texts.TakeRest(field, at),
                _ => null,
            };
            if (end is { } taken)
                return taken;
        }
        return at + 1;
    }

    /// <summary>A proposal names its client already.</summary>
    private bool HasProposal => Has(FieldKind.Proposal);

    private bool HasClient => Has(FieldKind.Client);

    private bool Has(FieldKind kind) =>
        Enumerable.Range(0, filling.Fields.Count).Any(field => filling.Fields[field].Kind == kind && !filling.IsEmpty(field));

    /// <summary>"Met Anna from Vila Nord": a word that only announces clients stands before the first free text.</summary>
    private bool ClientIsIntroducedAhead()
    {
        for (var at = 0; at < line.Count; at++)
        {
            at = data.LegalForms.Skip(line, at);
            if (at >= line.Count || !filling.IsFree(at) || filling.IntroducerAt(at) is not { } word || filling.HasValueAt(at, _ => true))
                continue;
            if (word.Value.Any(field => filling.Fields[field].Kind is FieldKind.Text or FieldKind.Tasks))
                return false;
            var name = data.Skip("the", line, word.End);
            if (name < line.Count && word.Value is [var only] && filling.Fields[only].Kind == FieldKind.Client && !names.EndsAt(name, name, introduced: true))
                return true;
            at = word.End - 1;
        }
        return false;
    }

    private bool IsBlocker(int at, int deed)
    {
        var how = filling.ExplainedBy[at];
        var isRest = how is Explained.RestText or Explained.BareRestText;
        // "Called me" says who called; "called, will decide" is a note. "Task 3 is not yet done" denies before the deed is named.
        var deniesDeed = isRest && (at == 0 || at < deed || (filling.ExplainedBy[at - 1] != how && !line[at - 1].EndsClause));
        return (deniesDeed || how is Explained.Nothing or Explained.LowerCaseName) && (data.Blockers.At(line, at) is not null || (at < deed && data.Reports.At(line, at) is not null));
    }

    private int Set(int field, Found<object> found) =>
        filling.Set(field, new FieldValue(found.Value, line.Slice(found.First, found.End), found.Doubt), found.First, found.End);
}
