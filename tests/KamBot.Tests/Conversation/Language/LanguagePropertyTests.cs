using FsCheck;
using FsCheck.Fluent;
using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Tests.Conversation.Language;

public sealed class LanguagePropertyTests
{
    private static readonly string[] Locales = ["en-GB", "en-US", "ca-ES", "ro-RO", "pl-PL", "no-such-locale"];

    /// <summary>Pieces that the recognisers look for, so that random lines reach deep into them.</summary>
    private static readonly string[] Pieces =
    [
        "proposal", "sent", "P-", "12", "48.000", "€", "valid", "until", "24", "April", "at", "half past", "in", "3", "working days", "next", "end of", "Friday", "remind me", "met",
        "task", "with", "to", ",", ";", ":", ".", "?", "\"", "(", "+34", "/", "-", "\n", "and", "because", "Ş", "\ud83d", "\u0301", "\0", "zł", "0", "99999999999", "م", "٣", "２０", "no expiry", "31 February",
        "del", "al", "quarts de", "i mig", "milions", "cada", "de pe", "până pe", "jumătate de", "mii", "în fiecare", "wpół do", "za", "temu", "co", "tys.", "dwudziestego", "every", "first", "–",
    ];

    public static TheoryData<string> Readers => [.. GrammarFiles.Languages];

    [Fact]
    public void No_string_makes_the_understanding_throw()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), Understood).QuickCheckThrowOnFailure();
        Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(pieces => string.Join(' ', pieces)).ToArbitrary(), Understood).QuickCheckThrowOnFailure();
        Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(), Understood).QuickCheckThrowOnFailure();
        Prop.ForAll(Gen.Choose(0, 0xFFFF).Select(code => (char)code).ArrayOf().Select(characters => new string(characters)).ToArbitrary(), Understood).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Every_date_that_is_printed_is_read_back(string language)
    {
        var locale = GrammarFiles.Locale(language);
        var reader = new Texts([]).ReaderOf(language, locale, DateTimeZone.Utc);
        var answers = Answers(language);
        foreach (var today in (LocalDate[])[new(2026, 1, 1), new(2026, 4, 8), new(2027, 7, 14), new(2028, 2, 29), new(2028, 12, 31)])
        {
            var context = new LineContext(language, locale, today, new LocalTime(14, 20));
            for (var day = new LocalDate(2026, 1, 1); day.Year <= 2028; day = day.PlusDays(1))
            {
                foreach (var direction in Enum.GetValues<Direction>())
                    AssertRead(day, FieldKind.Date, reader.Date(day, today), direction);
                AssertRead(day, FieldKind.Date, reader.ShortDate(day), Direction.Future);
                AssertRead(new When(day, new LocalTime(9, 5)), FieldKind.When, reader.DateTime(day.At(new LocalTime(9, 5)), today), Direction.Future);
                if (day >= today && day < today.PlusYears(1))
                    AssertRead(day, FieldKind.Date, reader.ShortDay(day), Direction.Future);
            }

            void AssertRead(object expected, FieldKind kind, string printed, Direction direction)
            {
                var read = answers.Read(new FieldDefinition("day", kind, Required: false) { Direction = direction }, Tokens.Of(printed), context);
                Assert.True(expected.Equals(read?.Value) && read.Doubt is null, $"{printed} is read as {read?.Value} on {today}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Every_amount_that_is_printed_is_read_back(string language)
    {
        var answers = Answers(language);
        var money = new FieldDefinition("amount", FieldKind.Money, Required: false);
        var amounts = from whole in Gen.Choose(0, int.MaxValue)
                      from cents in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, 99)))
                      from currency in Gen.Elements("EUR", "GBP", "USD", "PLN", "RON", "CHF", null)
                      from locale in Gen.Elements("en-GB", "en-US", "ca-ES", "es-ES", "ro-RO", "pl-PL")
                      select (Money: new Money(whole + cents / 100m, currency), Locale: locale);
        Prop.ForAll(amounts.ToArbitrary(), amount =>
        {
            var printed = new Texts([]).ReaderOf(language, amount.Locale, DateTimeZone.Utc).Money(amount.Money);
            var read = answers.Read(money, Tokens.Of(printed), new LineContext(language, amount.Locale, new LocalDate(2026, 4, 8), new LocalTime(14, 20)));
            return amount.Money.Equals(read?.Value) && read!.Doubt is null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    private static AnswerReader Answers(string language)
    {
        var data = GrammarFiles.Data(language);
        return new AnswerReader(data, new FieldReader(data));
    }

    private static bool Understood(string? line)
    {
        var text = line ?? "";
        foreach (var locale in Locales)
        {
            var context = English.On(new LocalDate(2028, 2, 29), locale);
            var understood = English.Understanding.Understand(text, context);
            Assert.InRange(understood.Score, 0, 1);
            foreach (var kind in Enum.GetValues<FieldKind>())
                English.Understanding.Read(kind, text, context, "channel");
            English.Understanding.ReadFields(English.Catalogue["meeting.log"].Fields, "meeting.log", text, context);
            English.Understanding.IsCorrection(text, context, out _);
            English.Understanding.YesNo(text, context);
        }
        return true;
    }
}
