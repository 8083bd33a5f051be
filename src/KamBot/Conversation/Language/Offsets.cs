namespace KamBot.Conversation.Language;

/// <param name="Sign">-1 for what is past.</param>
internal readonly record struct Offset(Duration Length, int Sign);

/// <summary>How far from now: "in 3 weeks", "2 days ago", "fa tres dies", "acum două zile", "three weeks from now".</summary>
internal sealed class Offsets(LanguageData data)
{
    private readonly Durations durations = new(data);

    public Found<Offset>? At(Tokens line, int index)
    {
        var before = data.Skip("agoBefore", line, index);
        if (before > index && durations.At(line, before) is { } past)
            return Found(past, -1, index, past.End);
        var start = data.Skip("in", line, index);
        if (durations.At(line, start) is not { } length)
            return null;
        var ago = data.Skip("ago", line, length.End);
        if (ago > length.End)
            return Found(length, -1, index, ago);
        var later = data.Skip("fromNow", line, length.End);
        return later > length.End || start > index ? Found(length, 1, index, later) : null;
    }

    private static Found<Offset> Found(Found<Duration> length, int sign, int first, int end) => new(new Offset(length.Value, sign), first, end);
}
