using System.Buffers.Binary;
using System.IO.Compression;

namespace EdgePos.Devices;

/// <summary>
/// A PNG file as shades of grey: grey, colour or palette of eight bits and less, not interlaced; what is transparent is white.
/// Source: W3C, Portable Network Graphics Specification.
/// </summary>
internal static class PngPicture
{
    private const int Grey = 0, Colour = 2, Palette = 3, GreyAlpha = 4, ColourAlpha = 6;

    /// <summary>How the file begins.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="InvalidDataException">It is broken, or of a kind that is not read here.</exception>
    public static GreyPicture Read(ReadOnlySpan<byte> file)
    {
        byte[]? header = null;
        byte[] palette = [], alpha = [];
        using var packed = new MemoryStream();
        for (int at = Signature.Length; at + 12 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - 12)
                throw new InvalidDataException("the PNG file ends too early");
            var body = file.Slice(at + 8, (int)length);
            var kind = file.Slice(at + 4, 4);
            if (kind.SequenceEqual("IHDR"u8))
                header = body.ToArray();
            else if (kind.SequenceEqual("PLTE"u8))
                palette = body.ToArray();
            else if (kind.SequenceEqual("tRNS"u8))
                alpha = body.ToArray();
            else if (kind.SequenceEqual("IDAT"u8))
                packed.Write(body);
            at += 12 + (int)length;
        }

        if (header is not { Length: 13 })
            throw new InvalidDataException("the PNG file has no header");
        packed.Position = 0;
        return new Reading(header, palette, alpha).Unpack(packed);
    }

    private sealed class Reading
    {
        private readonly int _width, _height, _bits, _kind, _channels, _rowBytes;
        private readonly byte[] _palette, _alpha;

        public Reading(byte[] header, byte[] palette, byte[] alpha)
        {
            uint width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
            LogoFile.CheckSize(width, height);
            (_width, _height, _bits, _kind, _palette, _alpha) = ((int)width, (int)height, header[8], header[9], palette, alpha);
            _channels = _kind switch { Grey or Palette => 1, GreyAlpha => 2, Colour => 3, ColourAlpha => 4, _ => 0 };
            bool isKnown = _bits == 8 ? _channels > 0 : _bits is 1 or 2 or 4 && _kind is Grey or Palette;
            if (!isKnown || header[10] != 0 || header[11] != 0 || header[12] != 0)
                throw new InvalidDataException("a logo in PNG has eight bits or fewer and is not interlaced");
            _rowBytes = ((_width * _channels * _bits) + 7) / 8;
        }

        public GreyPicture Unpack(Stream packed)
        {
            using var rows = new ZLibStream(packed, CompressionMode.Decompress);
            byte[] light = new byte[_width * _height], row = new byte[_rowBytes], before = new byte[_rowBytes];
            try
            {
                for (int y = 0; y < _height; y++)
                {
                    int filter = rows.ReadByte();
                    rows.ReadExactly(row);
                    Unfilter(filter, row, before);
                    for (int x = 0; x < _width; x++)
                        light[(y * _width) + x] = LightAt(row, x);
                    (row, before) = (before, row);
                }
            }
            catch (EndOfStreamException)
            {
                throw new InvalidDataException("the PNG file has fewer rows than it says");
            }
            catch (IOException fault)
            {
                // It lies in memory: this is zlib, whose own exception has no public name.
                throw new InvalidDataException("the PNG file is broken", fault);
            }

            return new GreyPicture(_width, _height, light);
        }

        private void Unfilter(int filter, byte[] row, byte[] above)
        {
            int step = Math.Max(1, _channels * _bits / 8);
            for (int i = 0; i < row.Length; i++)
            {
                int left = i >= step ? row[i - step] : 0, corner = i >= step ? above[i - step] : 0;
                row[i] += (byte)(filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => above[i],
                    3 => (left + above[i]) / 2,
                    4 => Nearest(left, above[i], corner),
                    _ => throw new InvalidDataException("the PNG file is broken"),
                });
            }
        }

        // The filter that the specification calls Paeth.
        private static int Nearest(int left, int above, int corner)
        {
            int guess = left + above - corner;
            int toLeft = Math.Abs(guess - left), toAbove = Math.Abs(guess - above), toCorner = Math.Abs(guess - corner);
            return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
        }

        private byte LightAt(byte[] row, int x)
        {
            if (_bits < 8)
            {
                int value = (row[x * _bits / 8] >> (8 - _bits - (x * _bits % 8))) & ((1 << _bits) - 1);
                return _kind == Palette ? OfPalette(value) : (byte)(value * 255 / ((1 << _bits) - 1));
            }

            int at = x * _channels;
            return _kind switch
            {
                Palette => OfPalette(row[at]),
                Grey => row[at],
                GreyAlpha => OnWhite(row[at], row[at + 1]),
                Colour => Luminance(row[at], row[at + 1], row[at + 2]),
                _ => OnWhite(Luminance(row[at], row[at + 1], row[at + 2]), row[at + 3]),
            };
        }

        private byte OfPalette(int index) => (index * 3) + 2 < _palette.Length
            ? OnWhite(
                Luminance(_palette[index * 3], _palette[(index * 3) + 1], _palette[(index * 3) + 2]),
                index < _alpha.Length ? _alpha[index] : (byte)255)
            : (byte)255;

        private static byte Luminance(int red, int green, int blue) => (byte)(((red * 299) + (green * 587) + (blue * 114)) / 1000);

        private static byte OnWhite(byte light, byte alpha) => (byte)(255 - ((255 - light) * alpha / 255));
    }
}
