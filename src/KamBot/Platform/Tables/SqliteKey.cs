using System.Text;

namespace KamBot.Platform.Tables;

/// <summary>
/// A key as bytes that sort as Azure sorts the text: ordinal by UTF-16 unit. SQLite compares blobs byte by byte, and UTF-8
/// would put an emoji (two surrogates, D800–DFFF) after U+FFFF instead of before U+E000. So surrogates are written one by
/// one, three bytes each (the encoding known as CESU-8); for all other text this is plain UTF-8.
/// </summary>
internal static class SqliteKey
{
    /// <summary>Sorts before every key.</summary>
    public static readonly byte[] First = [];

    /// <summary>Sorts after every key: this byte occurs in none.</summary>
    public static readonly byte[] AfterLast = [0xFF];

    public static byte[] Encode(string key)
    {
        if (!key.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return Encoding.UTF8.GetBytes(key);

        var bytes = new byte[key.Length * 3];
        var length = 0;
        foreach (var c in key)
        {
            if (char.IsSurrogate(c))
            {
                bytes[length++] = (byte)(0xE0 | (c >> 12));
                bytes[length++] = (byte)(0x80 | ((c >> 6) & 0x3F));
                bytes[length++] = (byte)(0x80 | (c & 0x3F));
            }
            else
            {
                length += Encoding.UTF8.GetBytes([c], bytes.AsSpan(length));
            }
        }

        return bytes[..length];
    }

    /// <summary>The first key there can be after this one.</summary>
    public static byte[] EncodeNext(string key) => [.. Encode(key), 0];

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf((byte)0xED) < 0)
            return Encoding.UTF8.GetString(bytes);

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (bytes is [0xED, var second and >= 0xA0, var third, ..])
            {
                text.Append((char)(0xD000 | ((second & 0x3F) << 6) | (third & 0x3F)));
                bytes = bytes[3..];
            }
            else
            {
                _ = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
                text.Append(rune.ToString());
                bytes = bytes[length..];
            }
        }

        return text.ToString();
    }
}
