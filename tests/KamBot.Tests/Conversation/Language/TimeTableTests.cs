using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Tests.Conversation.Language;

/// <summary>What people type for days, times, ranges, recurrences and money in each language, row by row in <c>time.en.txt</c> and its siblings.</summary>
public sealed class TimeTableTests
{
    private const int FewestTimes = 60;
    private const int FewestAmounts = 30;

    public static TheoryData<string> Languages => [.. GrammarFiles.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Days_times_and_money_are_read_as_people_type_them(string language)
    {
        var reader = new FieldReader(GrammarFiles.Data(language));
        var context = new LineContext(language, GrammarFiles.Locale(language), English.Wednesday.Today, English.Wednesday.Time);
        string[] wrong = [.. Row.Of(language).Select(row => row.Difference(reader, context)).OfType<string>()];
        Assert.True(wrong.Length == 0, string.Join(Environment.NewLine, wrong));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_table_is_long_enough_to_mean_something(string language)
    {
        var amounts = Row.Of(language).Count(row => row.Kind == FieldKind.Money);
        Assert.True(amounts >= FewestAmounts, $"{amounts} amounts");
        Assert.True(Row.Of(language).Count() - amounts >= FewestTimes);
    }

    private sealed record Row(FieldKind Kind, Direction Direction, bool Expected, string Text, string Value)
    {
        public static IEnumerable<Row> Of(string language)
        {
            using var stream = typeof(Row).Assembly.GetManifestResourceStream($"time.{language}.txt")!;
            using var reader = new StreamReader(stream);
            return [.. reader.ReadToEnd().Split('\n').Where(line => line.Contains('|') && !line.StartsWith('#')).Select(Parse)];
        }

        public string? Difference(FieldReader reader, LineContext context)
        {
            var line = Tokens.Of(Text);
            var found = reader.At(line, 0, new FieldDefinition("value", Kind, Required: false) { Direction = Direction }, context, Expected);
            var read = found is null ? "none" : CorpusLine.Written(new FieldValue(found.Value, Text)) + (found.Doubt is null ? "" : " ?");
            if (found is not null && found.End < line.Count)
                read += $" and left '{line.Slice(found.End, line.Count)}'";
            return read == Value ? null : $"{Kind} '{Text}' is read as {read} instead of {Value}";
        }

        private static Row Parse(string line)
        {
            string[] parts = [.. line.Split('|', StringSplitOptions.TrimEntries)];
            var kind = Enum.Parse<FieldKind>(parts[0].TrimEnd('-', '!'));
            return new(kind, parts[0].EndsWith('-') ? Direction.Past : Direction.Future, parts[0].EndsWith('!'), parts[1], parts[2]);
        }
    }
}
