namespace KamBot.Conversation.Language;

/// <summary>Reads the answer to one question: the whole answer is the value, but for polite words around it.</summary>
internal sealed class AnswerReader(LanguageData data, FieldReader reader)
{
    private const int MostWordsOfYesNo = 6;

    public FieldValue? Read(FieldDefinition field, Tokens line, LineContext context)
    {
        if (line.Count == 0)
            return null;
        switch (field.Kind)
        {
            case FieldKind.Text:
                return Text(line.Original.Trim());
            case FieldKind.Client:
                return Text(line.Slice(Lead(line), line.Count).Trim(' ', '.', ',', ';', '!', '?', '"'));
            case FieldKind.Colleague:
                return Text(line.Slice(data.PersonArticles.Skip(line, Lead(line)) is var name && name < line.Count ? name : Lead(line), line.Count).Trim(' ', '.', ',', ';', '!', '?', '"'));
            case FieldKind.People:
                var (first, end) = (Lead(line), End(line));
                return reader.People.Between(line, first, end) is { } names ? new FieldValue(names, line.Slice(first, end)) : null;
            case FieldKind.Tasks:
                return reader.Tasks.Between(line, 0, line.Count, context) is { Count: > 0 } found ? new FieldValue(found, line.Original.Trim()) : null;
            default:
                return Value(line, field, context);
        }
    }

    public bool? YesNo(Tokens line)
    {
        if (line.Count(token => token.IsWord) > MostWordsOfYesNo)
            return null;
        bool? answer = null;
        for (var at = 0; at < line.Count;)
        {
            if (data.YesNo.At(line, at) is { } word && (answer is null || answer == word.Value || word.End - word.First > 1))
            {
                answer ??= word.Value;
                at = word.End;
            }
            else if (line[at].Kind == TokenKind.Sign)
                at++;
            else if (data.Fillers.At(line, at) is { } filler)
                at = filler.End;
            else
                return null;
        }
        return answer;
    }

    private static FieldValue? Text(string text) => text.Length == 0 ? null : new FieldValue(text, text);

    private FieldValue? Value(Tokens line, FieldDefinition field, LineContext context)
    {
        for (var at = 0; at < line.Count;)
        {
            if (reader.At(line, at, field, context, expected: true) is { } found)
                return OnlyFillers(line, found.End) ? new FieldValue(found.Value, line.Slice(found.First, found.End), found.Doubt) : null;
            var next = line[at].Kind == TokenKind.Sign ? at + 1 : Math.Max(data.AnswerLeads.Skip(line, at), data.Fillers.Skip(line, at));
            if (next == at)
                return null;
            at = next;
        }
        return null;
    }

    private bool OnlyFillers(Tokens line, int at)
    {
        while (at < line.Count)
        {
            var next = line[at].Kind == TokenKind.Sign ? at + 1 : Math.Max(data.AnswerLeads.Skip(line, at), data.Fillers.Skip(line, at));
            if (next == at)
                return false;
            at = next;
        }
        return true;
    }

    private int Lead(Tokens line)
    {
        var at = 0;
        while (at < line.Count - 1 && data.AnswerLeads.At(line, at) is { } lead && lead.End < line.Count)
            at = lead.End;
        return at;
    }

    private static int End(Tokens line)
    {
        var end = line.Count;
        while (end > 0 && line[end - 1].EndsClause)
            end--;
        return end;
    }
}
