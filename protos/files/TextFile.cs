using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace EdgePos.Files;

/// <summary>A line of a file and its number, from 1.</summary>
/// <param name="Text">Null: it is not UTF-8.</param>
public readonly record struct FileLine(int Number, string? Text);

/// <summary>A line that cannot be read, and why.</summary>
public sealed record BrokenLine(int Number, string Why);

/// <summary>A text file, plain or packed with gzip.</summary>
public static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads all lines; a line in another encoding is told as such and spoils no other.</summary>
    /// <exception cref="InvalidDataException">It is no gzip file though its name says so.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IReadOnlyList<FileLine> Read(string path)
    {
        using var file = File.OpenRead(path);
        bool packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        using Stream stream = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var text = new StreamReader(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
        var lines = new List<FileLine>();
        while (text.ReadLine() is { } line)
            lines.Add(new FileLine(lines.Count + 1, Decode(line)));
        return lines;
    }

    /// <summary>What the file is, whatever it is called: the SHA-256 of its bytes, hex.</summary>
    public static string Fingerprint(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    // Latin-1 keeps every byte as it is, so each line can be read as UTF-8 on its own.
    private static string? Decode(string bytes)
    {
        try
        {
            return Strict.GetString(Encoding.Latin1.GetBytes(bytes)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
