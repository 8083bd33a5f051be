using System.Globalization;
using KamBot.Conversation.Language;

namespace KamBot.Tests.Conversation.Language;

public sealed class PluralRulesTests
{
    /// <summary>CLDR writes behind each rule numbers that it holds for: "@integer 2~4, 22~24, 1c6, … @decimal 0.0~1.5, 10.0, …".</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("ca")]
    [InlineData("ro")]
    [InlineData("pl")]
    public void Every_sample_of_CLDR_takes_its_form(string language)
    {
        var samples = Cldr.Of(language).Plurals.SelectMany(rule => Samples(rule.Value).Select(number => (Form: rule.Key, Number: number))).ToList();
        Assert.True(samples.Count > 20);
        Assert.DoesNotContain(samples, sample => PluralRules.Form(language, sample.Number) != sample.Form);
    }

    [Theory]
    [InlineData("en", "one other")]
    [InlineData("ca", "one other")]
    [InlineData("ro", "one few other")]
    [InlineData("pl", "one few many")]
    public void Each_whole_number_has_a_form_that_the_texts_have(string language, string forms) =>
        Assert.Equal(forms.Split(' ').Order(), Enumerable.Range(0, 1001).Select(number => PluralRules.Form(language, number)).Distinct().Order());

    [Fact]
    public void A_language_without_rules_takes_the_English_ones() => Assert.Equal("one", PluralRules.Form("xx", 1));

    /// <summary>Without compact numbers, and without decimals that are whole: KamBot writes neither "1c6" nor "1.0".</summary>
    private static IEnumerable<decimal> Samples(string rule) =>
        from set in rule.Split('@').Skip(1)
        from sample in set[set.IndexOf(' ', StringComparison.Ordinal)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        where sample != "…" && !sample.Contains('c')
        let ends = sample.Split('~').Select(end => decimal.Parse(end, CultureInfo.InvariantCulture)).ToArray()
        let step = sample.Contains('.') ? 0.1m : 1m
        from number in Enumerable.Range(0, (int)((ends[^1] - ends[0]) / step) + 1).Select(index => ends[0] + index * step)
        where step == 1m || !decimal.IsInteger(number)
        select number;
}
