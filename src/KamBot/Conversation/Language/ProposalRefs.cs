namespace KamBot.Conversation.Language;

/// <summary>"P-12", "p12", "P 12", "proposal 12": the value is the name as KamBot writes it, P-12.</summary>
internal sealed class ProposalRefs(LanguageData data)
{
    private const int MaxDigits = 6;

    public Found<string>? At(Tokens line, int index)
    {
        if (data.Words("proposal").At(line, index) is not { } named)
            return null;
        var number = named.End;
        if (number + 1 < line.Count && line[number].Text is "-" or "#" or "." or "–" && line.IsNumber(number + 1))
            number++;
        if (!line.IsNumber(number) || line[number].Text.Length > MaxDigits || (line.Glued(number + 1) && line.IsWord(number + 1)))
            return null;
        var digits = line[number].Text.TrimStart('0');
        return digits.Length == 0 ? null : new Found<string>("P-" + digits, index, number + 1);
    }
}
