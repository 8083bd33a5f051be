using System.Buffers.Binary;
using System.IO.Compression;

namespace KamBot.Tests.Manifest;

/// <summary>A PNG of eight bits a channel, RGB or RGBA, without interlacing: what a browser writes.</summary>
internal sealed class PngImage
{
    private const int Signature = 8;
    private const byte Rgb = 2;

    private readonly byte[] pixels;
    private readonly int channels;

    private PngImage(int width, int height, int channels, byte[] pixels) => (Width, Height, this.channels, this.pixels) = (width, height, channels, pixels);

    public int Width { get; }

    public int Height { get; }

    /// <summary>All pixels; what has no transparency is opaque.</summary>
    public IEnumerable<(byte Red, byte Green, byte Blue, byte Alpha)> Pixels => Enumerable.Range(0, Width * Height)
        .Select(at => at * channels)
        .Select(at => (pixels[at], pixels[at + 1], pixels[at + 2], channels == 4 ? pixels[at + 3] : byte.MaxValue));

    public static PngImage Read(byte[] file)
    {
        using var compressed = new MemoryStream();
        ReadOnlySpan<byte> header = default;
        for (var at = Signature; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var content = file.AsSpan(at + 8, length);
            if (file.AsSpan(at + 4, 4).SequenceEqual("IHDR"u8))
                header = content;
            else if (file.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                compressed.Write(content);
            at += length + 12;
        }

        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        var perPixel = header[9] == Rgb ? 3 : 4;
        compressed.Position = 0;
        using var lines = new ZLibStream(compressed, CompressionMode.Decompress);
        return new PngImage(width, height, perPixel, Unfiltered(lines, width * perPixel, height, perPixel));
    }

    /// <summary>Each line says how its bytes differ from those to the left and above (PNG specification, 9).</summary>
    private static byte[] Unfiltered(ZLibStream lines, int stride, int height, int perPixel)
    {
        var image = new byte[stride * height];
        for (var line = 0; line < height; line++)
        {
            var filter = lines.ReadByte();
            var here = image.AsSpan(line * stride, stride);
            lines.ReadExactly(here);
            for (var at = 0; at < stride; at++)
            {
                int left = at >= perPixel ? here[at - perPixel] : 0;
                int above = line > 0 ? image[(line - 1) * stride + at] : 0;
                int corner = at >= perPixel && line > 0 ? image[(line - 1) * stride + at - perPixel] : 0;
                here[at] += (byte)(filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => above,
                    3 => (left + above) / 2,
                    _ => Nearest(left, above, corner),
                });
            }
        }
        return image;
    }

    private static int Nearest(int left, int above, int corner)
    {
        var guess = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(guess - left), Math.Abs(guess - above), Math.Abs(guess - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
