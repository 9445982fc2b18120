using System.Buffers.Binary;

namespace EdgePos.Devices;

/// <summary>A character in dots, of font A's size: twelve columns of three bytes, the highest bit on top.</summary>
internal readonly record struct DotGlyph(byte[] Columns);

/// <summary>
/// Characters in dots, for those that no code page of a printer has: Latin, Greek, Cyrillic, frames and signs. The file and
/// its licence lie beside this one.
/// </summary>
internal static class DotFont
{
    private const int ColumnBytes = 36;
    private const int RecordBytes = 2 + ColumnBytes;

    private static readonly byte[] File = Read();

    /// <summary>A character; null: it is not among them.</summary>
    public static DotGlyph? Find(char character)
    {
        int low = 0, high = (File.Length / RecordBytes) - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            var record = File.AsSpan(middle * RecordBytes, RecordBytes);
            int code = BinaryPrimitives.ReadUInt16BigEndian(record);
            if (code == character)
                return new DotGlyph(record[2..].ToArray());
            if (code < character)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }

    private static byte[] Read()
    {
        using var file = typeof(DotFont).Assembly.GetManifestResourceStream("receipt-dots")!;
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
