using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KamBot.Platform.Hosting;
using KamBot.Platform.Tables;
using Microsoft.Data.Sqlite;

namespace KamBot.Tests.Processes;

/// <summary>
/// What a SQLite file holds, row by row, told by table and key, and for a reminder by its state. Keys hold operation ids and due times
/// but no chance, so that two runs that did the same hold the same.
/// </summary>
internal static partial class StoredRows
{
    public static IReadOnlyList<string> Of(DataFolder data)
    {
        using var connection = new SqliteConnection($"Data Source={data.Path};Pooling=False");
        connection.Open();
        using var query = connection.CreateCommand();
        query.CommandText = "SELECT name, row_key, properties FROM entities JOIN tables ON id = table_id WHERE name <> $clock";
        query.Parameters.AddWithValue("$clock", MovableClock.Table);
        using var reader = query.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            var key = Received().Replace(SqliteKey.Decode(reader.GetFieldValue<byte[]>(1)), "timeline~(when it was received)~");
            var row = new TableEntity("partition", key);
            EntityJson.ReadProperties(reader.GetFieldValue<byte[]>(2), row);
            var state = reader.GetString(0) == "ReminderShards" ? $" {JsonNode.Parse(RowJson.Text(row))!["state"]}" : "";
            rows.Add($"{reader.GetString(0)} {key}{state}");
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("^timeline~[0-9]{19}~", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Received();
}
