using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KamBot.Platform.Tables;

namespace KamBot.Tests.Platform.Tables;

public sealed class TableKeysTests
{
    [Theory]
    [InlineData("29:1abc-DEF_ghi", "29:1abc-DEF_ghi")]
    [InlineData("19:meeting@thread.v2", "19:meeting@thread.v2")]
    [InlineData("a:1/2#3?4\\5", "a:1!002F2!00233!003F4!005C5")]
    [InlineData("tenant~account", "tenant!007Eaccount")]
    [InlineData("!", "!0021")]
    [InlineData("50%", "50!0025")]
    [InlineData("ș", "!0219")]
    [InlineData("", "")]
    public void An_id_is_escaped_to_ASCII_without_the_separator(string id, string key)
    {
        Assert.Equal(key, TableKeys.Escape(id));
        Assert.Equal(id, TableKeys.Unescape(key));
    }

    [Fact]
    public void Two_ids_of_any_length_fit_into_a_key_and_stay_different()
    {
        string[] ids = [new('a', 201), new('a', 5_000), new('ș', 41), new('ș', 42), $"{new string('a', 200)}~"];

        var keys = ids.Select(TableKeys.Escape).ToList();

        Assert.All(keys, key => Assert.True(key.Length <= 200 && Ascii.IsValid(key)));
        Assert.Equal(ids.Length, keys.Distinct().Count());
    }

    [Theory]
    [InlineData("!")]
    [InlineData("a!00")]
    [InlineData("!00G1")]
    [InlineData("! 123")]
    public void Text_that_no_id_escapes_to_is_refused(string key) =>
        Assert.Throws<FormatException>(() => TableKeys.Unescape(key));

    [Fact]
    public void Any_id_comes_back_and_its_key_is_legal() =>
        Prop.ForAll<string?>(text =>
        {
            var id = text is { Length: > 40 } ? text[..40] : text ?? ""; // five characters stand for one: the longest that has room
            var key = TableKeys.Escape(id);
            return TableKeys.Unescape(key) == id && Ascii.IsValid(key) && !key.Any(c => char.IsControl(c) || "/\\#?~%".Contains(c, StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a", "b")]
    [InlineData("m~", "m\u007F")]
    [InlineData("😀", "😁")]
    [InlineData("\uD7FF", "\U00010000")]
    [InlineData("x\U0010FFFF", "x\uE000")]
    [InlineData("a\uFFFF", "b")]
    [InlineData("\uFFFF", null)]
    [InlineData("", null)]
    public void After_a_prefix_comes_the_next_well_formed_text(string prefix, string? after) =>
        Assert.Equal(after, TableKeys.After(prefix));

    [Fact]
    public void Stored_keys_sort_by_bytes_as_Azure_sorts_UTF16_and_come_back() =>
        Prop.ForAll(TableGenerators.Key().ToArbitrary(), TableGenerators.Key().ToArbitrary(), (a, b) =>
        {
            var (left, right) = (SqliteKey.Encode(a), SqliteKey.Encode(b));
            return Math.Sign(left.AsSpan().SequenceCompareTo(right)) == Math.Sign(string.CompareOrdinal(a, b))
                && left.AsSpan().SequenceCompareTo(SqliteKey.AfterLast) < 0
                && SqliteKey.Decode(left) == a;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keys_around_the_surrogates_sort_as_UTF16()
    {
        string[] keys = ["\uD7FF", "\U00010000", "😀", "\U0010FFFF", "\uE000", "\uFFFD"];
        var sorted = keys.Select(SqliteKey.Encode).Select(Convert.ToHexString).ToArray();
        Assert.Equal(sorted.Order(StringComparer.Ordinal), sorted);
        Assert.Equal(keys, keys.Select(SqliteKey.Encode).Select(k => SqliteKey.Decode(k)));
        Assert.Equal("EDA0BDEDB880", SqliteKey.Encode("😀").Aggregate("", (hex, b) => hex + b.ToString("X2", CultureInfo.InvariantCulture)));
    }
}
