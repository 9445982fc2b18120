using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace EdgePos.Register;

/// <summary>A line of a file and its number, from 1.</summary>
/// <param name="Text">Null: it is not UTF-8.</param>
internal readonly record struct FileLine(int Number, string? Text);

/// <summary>A text file, plain or packed with gzip.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads all lines; a line in another encoding is told as such and spoils no other.</summary>
    /// <exception cref="RegisterFault">The file cannot be read, or is no gzip file though its name says so.</exception>
    public static IReadOnlyList<FileLine> Read(string path)
    {
        try
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
        catch (InvalidDataException fault)
        {
            throw new RegisterFault(ExitCodes.BadData, $"{path} is damaged: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RegisterFault(ExitCodes.NoInput, $"{path} cannot be read: {fault.Message}");
        }
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
