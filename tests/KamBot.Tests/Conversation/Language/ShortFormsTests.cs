using KamBot.Conversation.Language;

namespace KamBot.Tests.Conversation.Language;

public sealed class ShortFormsTests
{
    [Theory]
    [InlineData("P-12", "P-12")]
    [InlineData("p12", "P-12")]
    [InlineData("P 12", "P-12")]
    [InlineData("p-007", "P-7")]
    [InlineData("proposal 12", "P-12")]
    [InlineData("offer #3", "P-3")]
    public void A_proposal_is_named_in_many_ways(string text, string expected) =>
        Assert.Equal(expected, new ProposalRefs(English.Data).At(Tokens.Of(text), 0)?.Value);

    [Theory]
    [InlineData("P-")]
    [InlineData("P-0")]
    [InlineData("P12x")]
    [InlineData("people 12")]
    public void What_is_no_proposal_is_not_made_one(string text) =>
        Assert.Null(new ProposalRefs(English.Data).At(Tokens.Of(text), 0));

    [Theory]
    [InlineData("+34 93 123 45 67", "+34931234567")]
    [InlineData("(022) 123-45-67", "0221234567")]
    [InlineData("93.123.45.67", "931234567")]
    public void A_telephone_number_keeps_its_digits(string text, string expected) =>
        Assert.Equal(expected, Phones.At(Tokens.Of(text), 0)?.Value);

    [Theory]
    [InlineData("112")]
    [InlineData("+123456789012345678901")]
    public void What_is_no_telephone_number_is_not_made_one(string text) => Assert.Null(Phones.At(Tokens.Of(text), 0));

    [Theory]
    [InlineData("Europe/Warsaw", "Europe/Warsaw")]
    [InlineData("europe/madrid", "Europe/Madrid")]
    [InlineData("Warsaw", "Europe/Warsaw")]
    [InlineData("new york", "America/New_York")]
    [InlineData("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires")]
    [InlineData("UTC", "UTC")]
    public void A_zone_is_found_by_id_or_city(string text, string expected)
    {
        var line = Tokens.Of(text);
        var found = Zones.At(line, 0);
        Assert.Equal(expected, found?.Value);
        Assert.Equal(line.Count, found?.End);
    }

    [Theory]
    [InlineData("ES-CT", "ES-CT")]
    [InlineData("es-ct", "ES-CT")]
    [InlineData("Catalonia", "ES-CT")]
    [InlineData("pl", "PL")]
    [InlineData("Romania", "RO")]
    public void A_calendar_is_a_code_or_a_country(string text, string expected) =>
        Assert.Equal(expected, English.Understanding.Read(FieldKind.Calendar, text, English.Wednesday)?.Value);
}
