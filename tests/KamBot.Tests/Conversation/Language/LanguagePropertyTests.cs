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
    ];

    [Fact]
    public void No_string_makes_the_understanding_throw()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), Understood).QuickCheckThrowOnFailure();
        Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(pieces => string.Join(' ', pieces)).ToArbitrary(), Understood).QuickCheckThrowOnFailure();
        Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(), Understood).QuickCheckThrowOnFailure();
        Prop.ForAll(Gen.Choose(0, 0xFFFF).Select(code => (char)code).ArrayOf().Select(characters => new string(characters)).ToArbitrary(), Understood).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_date_that_is_printed_is_read_back()
    {
        var reader = new Texts([]).ReaderOf("en", "en-GB", DateTimeZone.Utc);
        foreach (var today in (LocalDate[])[new(2026, 1, 1), new(2026, 4, 8), new(2027, 7, 14), new(2028, 2, 29), new(2028, 12, 31)])
        {
            for (var day = new LocalDate(2026, 1, 1); day.Year <= 2028; day = day.PlusDays(1))
            {
                foreach (var direction in Enum.GetValues<Direction>())
                {
                    var read = English.Understanding.Read(FieldKind.Date, reader.Date(day, today), English.On(today), direction: direction);
                    Assert.Equal(day, read?.Value);
                    Assert.Null(read!.Doubt);
                }
                Assert.Equal(day, English.Understanding.Read(FieldKind.Date, reader.ShortDate(day), English.On(today))?.Value);
            }
        }
    }

    [Fact]
    public void Every_amount_that_is_printed_is_read_back()
    {
        var amounts = from whole in Gen.Choose(0, int.MaxValue)
                      from cents in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, 99)))
                      from currency in Gen.Elements("EUR", "GBP", "USD", "PLN", "RON", "CHF", null)
                      from locale in Gen.Elements("en-GB", "en-US", "ca-ES", "es-ES", "ro-RO", "pl-PL")
                      select (Money: new Money(whole + cents / 100m, currency), Locale: locale);
        Prop.ForAll(amounts.ToArbitrary(), amount =>
        {
            var printed = new Texts([]).ReaderOf("en", amount.Locale, DateTimeZone.Utc).Money(amount.Money);
            var read = English.Understanding.Read(FieldKind.Money, printed, English.On(new LocalDate(2026, 4, 8), amount.Locale));
            return amount.Money.Equals(read?.Value) && read!.Doubt is null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
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
