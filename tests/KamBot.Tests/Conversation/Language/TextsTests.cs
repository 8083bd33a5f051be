using System.Collections;
using System.Globalization;
using System.Resources;
using KamBot.Conversation.Language;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace KamBot.Tests.Conversation.Language;

public sealed class TextsTests
{
    private static readonly Dictionary<string, Dictionary<string, string>> Sample = new()
    {
        ["en"] = new()
        {
            ["Saved"] = "{proposal} for {client} is saved.",
            ["Days.one"] = "{count} day left",
            ["Days.other"] = "{count} days left",
            ["Facts"] = "{amount} to {clients}, {date}",
        },
        ["pl"] = new()
        {
            ["Days.one"] = "{count} dzień",
            ["Days.few"] = "{count} dni (few)",
            ["Days.many"] = "{count} dni",
            ["Days.other"] = "{count} dnia",
        },
    };

    [Fact]
    public void Placeholders_are_filled_by_name() =>
        Assert.Equal("P-1 for Vila Nord is saved.", Reader("en").Text("Saved", ("client", "Vila Nord"), ("proposal", "P-1")));

    [Fact]
    public void Values_are_written_as_the_reader_writes_them() =>
        Assert.Equal("€48,000 to a, b and c, 26 Mar 2026", Reader("en").Text(
            "Facts", ("amount", new Money(48_000, "EUR")), ("clients", new[] { "a", "b", "c" }), ("date", new LocalDate(2026, 3, 26))));

    [Fact]
    public void A_value_that_holds_braces_is_not_filled_again() =>
        Assert.Equal("{client} for {x} is saved.", Reader("en").Text("Saved", ("client", "{x}"), ("proposal", "{client}")));

    [Fact]
    public void A_missing_and_an_unknown_placeholder_are_found_in_tests()
    {
        Assert.Throws<FormatException>(() => Reader("en").Text("Saved", ("client", "Vila Nord")));
        Assert.Throws<FormatException>(() => Reader("en").Text("Saved", ("client", "a"), ("proposal", "b"), ("amount", "c")));
        Assert.Throws<MissingManifestResourceException>(() => Reader("en").Text("Nowhere"));
    }

    [Fact]
    public void In_production_a_hole_is_shown_rather_than_a_turn_lost() =>
        Assert.Equal("{proposal} for a is saved.", new Texts([new TextSource(new SampleTexts())]).ReaderOf("en", "en-GB", DateTimeZone.Utc).Text("Saved", ("client", "a")));

    [Fact]
    public void A_text_that_a_language_lacks_is_shown_in_English_and_logged_once()
    {
        var log = new LogBook();
        var reader = new Texts([new TextSource(new SampleTexts())], strict: true, log).ReaderOf("pl", "pl-PL", DateTimeZone.Utc);
        reader.Text("Saved", ("client", "a"), ("proposal", "b"));
        Assert.Equal("b for a is saved.", reader.Text("Saved", ("client", "a"), ("proposal", "b")));
        Assert.Single(log.Lines);
    }

    [Theory]
    [InlineData(1, "1 dzień")]
    [InlineData(3, "3 dni (few)")]
    [InlineData(12, "12 dni")]
    [InlineData(22, "22 dni (few)")]
    [InlineData(0, "0 dni")]
    public void A_count_takes_its_language_s_plural(int count, string expected) => Assert.Equal(expected, Reader("pl").Plural("Days", count));

    [Theory]
    [InlineData("en", "1:one 0:other 2:other 1.5:other")]
    [InlineData("ca", "1:one 0:other 2:other 1000000:many")]
    [InlineData("ro", "1:one 0:few 2:few 19:few 20:other 100:other 101:few 119:few 120:other 1.5:few")]
    [InlineData("pl", "1:one 2:few 4:few 5:many 12:many 14:many 22:few 112:many 122:few 0:many 1.5:other")]
    public void The_plural_forms_are_those_of_CLDR(string language, string forms)
    {
        foreach (var pair in forms.Split(' '))
        {
            var parts = pair.Split(':');
            Assert.Equal(parts[1], PluralRules.Form(language, decimal.Parse(parts[0], CultureInfo.InvariantCulture)));
        }
    }

    private static Reader Reader(string language) =>
        new Texts([new TextSource(new SampleTexts())], strict: true).ReaderOf(language, language == "en" ? "en-GB" : "pl-PL", DateTimeZone.Utc);

    /// <summary>A slice's .resx files, in memory.</summary>
    private sealed class SampleTexts : ResourceManager
    {
        public override ResourceSet? GetResourceSet(CultureInfo culture, bool createIfNotExists, bool tryParents) =>
            Sample.TryGetValue(culture.Name, out var texts) ? new Set(texts) : null;

        public override string? GetString(string name, CultureInfo? culture) =>
            Sample.GetValueOrDefault(culture!.Name)?.GetValueOrDefault(name);

        private sealed class Set(Dictionary<string, string> texts) : ResourceSet(new Source(texts));

        private sealed class Source(Dictionary<string, string> texts) : IResourceReader
        {
            public void Close()
            {
            }

            public void Dispose()
            {
            }

            public IDictionaryEnumerator GetEnumerator() => ((IDictionary)texts).GetEnumerator();

            IEnumerator IEnumerable.GetEnumerator() => texts.GetEnumerator();
        }
    }

    private sealed class LogBook : ILogger<Texts>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
