using System.Globalization;
using System.Text;

namespace KamBot.Benchmarks.Reports;

/// <summary>A table as plain text: words to the left, numbers to the right.</summary>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<string[]> _rows = [];

    public void Add(params object[] cells) => _rows.Add([.. cells.Select(cell => cell switch
    {
        double number => Number(number),
        IFormattable number => number.ToString("#,0", CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    })]);

    public override string ToString()
    {
        var widths = headers.Select((header, i) => _rows.Select(row => row[i].Length).Append(header.Length).Max()).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows.Prepend([.. widths.Select(width => new string('-', width))]).Prepend(headers))
            text.AppendLine(string.Join("  ", row.Select((cell, i) => IsWord(i) ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        return text.ToString();
    }

    /// <summary>Three digits that mean something; a spread is written least–most.</summary>
    public static string Number(double number) => number.ToString(number switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);

    public static string Spread(Timings samples) => $"{Number(samples.Least)}–{Number(samples.Most)}";

    private bool IsWord(int column) => _rows.Exists(row => row[column].Length > 0 && char.IsLetter(row[column][0]));
}
