using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace KamBot.Platform.Tables;

/// <summary>Text that is to become part of a partition or row key.</summary>
public static class TableKeys
{
    private const char EscapeSign = '!';
    private const int EscapeLength = 5;

    /// <summary>A key has 512 characters, and two ids with a word between them must fit into one.</summary>
    private const int LongestEscaped = 200;

    /// <summary>
    /// What may stand in a key as it is. Left out besides the characters the service forbids (<c>/ \ # ?</c> and controls):
    /// <c>~</c>, which joins the parts of our keys, <c>!</c> itself, <c>%</c>, which some tools decode twice, and all that is not ASCII.
    /// </summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:@=+,;|");

    /// <summary>
    /// An id from outside (<c>29:…</c>, <c>a:…</c>, <c>19:…@thread.v2</c>) as ASCII text that is legal in a key and holds no <c>~</c>.
    /// Different ids stay different; <see cref="Unescape"/> gives the id back, unless it was so long that its hash stands for it.
    /// </summary>
    public static string Escape(string id)
    {
        if (id.Length > LongestEscaped)
            return Hash(id);
        var first = id.AsSpan().IndexOfAnyExcept(Plain);
        if (first < 0)
            return id;

        var key = new StringBuilder(id, 0, first, id.Length + 4 * EscapeLength);
        foreach (var c in id.AsSpan(first))
        {
            if (Plain.Contains(c)) key.Append(c);
            else key.Append(EscapeSign).Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }

        return key.Length > LongestEscaped ? Hash(id) : key.ToString();
    }

    /// <exception cref="FormatException">The text was not made by <see cref="Escape"/>.</exception>
    public static string Unescape(string key)
    {
        if (!key.Contains(EscapeSign))
            return key;

        var id = new StringBuilder(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] != EscapeSign)
            {
                id.Append(key[i]);
                continue;
            }

            if (i + EscapeLength > key.Length || !ushort.TryParse(key.AsSpan(i + 1, EscapeLength - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
                throw new FormatException("The key holds an escape sign without four hexadecimal digits.");
            id.Append((char)unit);
            i += EscapeLength - 1;
        }

        return id.ToString();
    }

    /// <summary>No escaped character looks like the two signs before it.</summary>
    private static string Hash(string id) =>
        $"{EscapeSign}{EscapeSign}{Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(id.AsSpan())))}";

    /// <summary>
    /// The smallest well-formed text that sorts after everything that starts with <paramref name="prefix"/>
    /// (ordinal by UTF-16 unit, the order of row keys), or null when nothing does.
    /// </summary>
    public static string? After(string prefix)
    {
        while (prefix.Length > 0)
        {
            _ = Rune.DecodeLastFromUtf16(prefix, out var last, out var length);
            var head = prefix[..^length];
            switch (last.Value)
            {
                case 0xFFFF:
                    prefix = head;
                    continue;
                case 0x10FFFF: // The last surrogate pair; U+E000 comes next in UTF-16.
                    return head + '\uE000';
                case 0xD7FF: // The surrogates come next, and the first pair is U+10000.
                    return head + new Rune(0x10000).ToString();
                default:
                    return head + new Rune(last.Value + 1).ToString();
            }
        }

        return null;
    }
}
