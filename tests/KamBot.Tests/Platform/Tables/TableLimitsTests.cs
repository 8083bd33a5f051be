using Azure;
using KamBot.Platform.Tables;

namespace KamBot.Tests.Platform.Tables;

public sealed class TableLimitsTests
{
    [Theory]
    [InlineData("Accounts")]
    [InlineData("abc")]
    [InlineData("T23456789012345678901234567890123456789012345678901234567890123")]
    public void A_table_name_of_letters_and_digits_is_taken(string name) => TableLimits.CheckTable(name);

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("my-table")]
    [InlineData("Łódź")]
    [InlineData("T234567890123456789012345678901234567890123456789012345678901234")]
    public void Any_other_table_name_is_refused(string name) =>
        Refused(() => TableLimits.CheckTable(name), "no table name");

    [Theory]
    [InlineData("a/b", "U+002F")]
    [InlineData("a\\b", "U+005C")]
    [InlineData("a#b", "U+0023")]
    [InlineData("a?b", "U+003F")]
    [InlineData("a\u0000b", "U+0000")]
    [InlineData("a\u001Fb", "U+001F")]
    [InlineData("a\u007Fb", "U+007F")]
    [InlineData("a\u009Fb", "U+009F")]
    public void A_character_the_service_forbids_in_keys_is_named(string key, string name)
    {
        Refused(() => TableLimits.CheckKeys(key, "r"), "partition key", name);
        Refused(() => TableLimits.CheckKeys("p", key), "row key", name);
    }

    [Fact]
    public void A_key_holds_512_characters()
    {
        TableLimits.CheckKeys(new string('p', 512), new string('r', 512));
        Refused(() => TableLimits.CheckKeys("p", new string('r', 513)), "512 characters", "513");
    }

    [Fact]
    public void Half_a_character_is_refused_in_keys_and_texts()
    {
        Refused(() => TableLimits.CheckKeys("p", "😀"[..1]), "surrogate");
        Refused(() => Check(new TableEntity("p", "r") { ["Text"] = "cut 😀"[..^1] }), "Text", "surrogate");
        Check(new TableEntity("p", "r") { ["Text"] = "whole 😀" });
    }

    [Fact]
    public void A_row_holds_251_properties_of_its_own()
    {
        Check(Wide(251));
        Refused(() => Check(Wide(252)), "251 properties", "252");
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("1st")]
    [InlineData("a-b")]
    [InlineData("a@odata.type")]
    [InlineData("Größe")]
    [InlineData("")]
    public void A_property_name_that_is_no_identifier_is_refused(string name) =>
        Refused(() => Check(new TableEntity("p", "r") { [name] = 1 }), "no property name");

    [Theory]
    [InlineData("PartitionKey")]
    [InlineData("RowKey")]
    [InlineData("Timestamp")]
    [InlineData("kb_op")]
    public void A_property_name_of_the_store_itself_is_refused(string name) =>
        Refused(() => Check(new TableEntity("p", "r") { [name] = "x" }), name, "store's own");

    [Fact]
    public void A_text_holds_32768_characters_and_a_binary_65536_bytes()
    {
        Check(new TableEntity("p", "r") { ["Text"] = new string('x', 32 * 1024), ["Bytes"] = new byte[64 * 1024] });
        Refused(() => Check(new TableEntity("p", "r") { ["Text"] = new string('x', 32 * 1024 + 1) }), "Text", "64 KiB");
        Refused(() => Check(new TableEntity("p", "r") { ["Bytes"] = new byte[64 * 1024 + 1] }), "Bytes", "64 KiB");
    }

    [Fact]
    public void A_date_before_1601_and_a_type_the_service_does_not_know_are_refused()
    {
        Refused(() => Check(new TableEntity("p", "r") { ["At"] = default(DateTimeOffset) }), "1601");
        Refused(() => Check(new TableEntity("p", "r") { ["Price"] = 1.5m }), "Price", "Decimal");
    }

    [Fact]
    public void The_size_of_a_row_is_counted_as_the_service_documents_it()
    {
        var row = new TableEntity("pp", "rrr") // 4 + 2·5
        {
            ["S"] = "four", // 8 + 2 + 2·4 + 4
            ["B"] = true, // 8 + 2 + 1
            ["I"] = 1, // 8 + 2 + 4
            ["L"] = 1L, // 8 + 2 + 8
            ["D"] = 1d, // 8 + 2 + 8
            ["T"] = DateTimeOffset.UnixEpoch, // 8 + 2 + 8
            ["G"] = Guid.Empty, // 8 + 2 + 16
            ["Y"] = new byte[5], // 8 + 2 + 5 + 4
        };
        Assert.Equal(14 + 22 + 11 + 14 + 18 + 18 + 18 + 26 + 19, TableLimits.EntitySize(row));
    }

    [Fact]
    public void A_row_of_a_mebibyte_less_the_reserve_is_the_largest()
    {
        var row = new TableEntity("p", "r");
        for (var i = 0; i < 15; i++)
            row[$"B{i:D2}"] = new byte[64 * 1024];
        row["Rest"] = new byte[1];
        var room = TableLimits.MaxEntitySize - (int)TableLimits.EntitySize(row);

        row["Rest"] = new byte[1 + room];
        Check(row);
        row["Rest"] = new byte[2 + room];
        Refused(() => Check(row), "1 MiB");
    }

    [Fact]
    public void A_transaction_holds_1_to_100_rows_of_one_partition_each_once()
    {
        TableLimits.CheckTransaction(Adds(100));
        Refused(() => TableLimits.CheckTransaction([]), "at least one");
        Refused(() => TableLimits.CheckTransaction(Adds(101)), "100 rows", "101");
        Refused(() => TableLimits.CheckTransaction([.. Adds(1), TableTransactionAction.Add(new TableEntity("other", "r"))]), "one partition");
        Refused(() => TableLimits.CheckTransaction([.. Adds(1), .. Adds(1)]), "twice");
    }

    [Fact]
    public void A_transaction_is_measured_as_it_is_sent()
    {
        TableTransactionAction[] Texts(int count, char c) =>
            [.. Enumerable.Range(0, count).Select(i => TableTransactionAction.Add(new TableEntity("p", $"r{i}") { ["A"] = new string(c, 32_000), ["B"] = new string(c, 32_000) }))];

        TableLimits.CheckTransaction(Texts(60, 'x')); // 60 × 64,000 bytes
        Refused(() => TableLimits.CheckTransaction(Texts(70, 'x')), "4 MiB");
        Refused(() => TableLimits.CheckTransaction(Texts(30, '価')), "4 MiB"); // 3 bytes each
        TableLimits.CheckTransaction(Texts(20, '価'));
    }

    [Fact]
    public void An_update_or_delete_without_an_ETag_is_refused_rather_than_made_unconditional()
    {
        var neverRead = new TableEntity("p", "r");
        Refused(() => TableLimits.CheckTransaction([TableTransactionAction.Update(neverRead)]), "ETag");
        Refused(() => TableLimits.CheckTransaction([TableTransactionAction.Delete(neverRead)]), "ETag");
        neverRead.ETag = ETag.All;
        TableLimits.CheckTransaction([TableTransactionAction.Delete(neverRead)]);
    }

    [Fact]
    public void A_refusal_repeats_no_value_of_the_row()
    {
        var error = Assert.Throws<ArgumentException>(() => Check(new TableEntity("p", "r") { ["Text"] = "secret" + new string('x', 40_000) }));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => TableLimits.CheckKeys("secret/key", "r"));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    private static void Refused(Action check, params string[] words)
    {
        var error = Assert.Throws<ArgumentException>(check);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    private static void Check(TableEntity entity) => TableLimits.CheckTransaction([TableTransactionAction.Add(entity)]);

    private static TableTransactionAction[] Adds(int count) =>
        [.. Enumerable.Range(0, count).Select(i => TableTransactionAction.Add(new TableEntity("p", $"r{i}")))];

    private static TableEntity Wide(int properties)
    {
        var row = new TableEntity("p", "r");
        for (var i = 0; i < properties; i++)
            row[$"P{i}"] = i;
        return row;
    }
}
