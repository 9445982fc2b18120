using System.Security.Cryptography;
using System.Text;

namespace EdgePos.HeadOffice.V1;

/// <summary>
/// What they who built a package say of it, signed with a key of theirs: the file PACKAGE.deb.sig beside it. Who has only head office's
/// key cannot make one, so head office alone makes no box run other programs.
/// </summary>
/// <param name="Package">Name of the package.</param>
/// <param name="Version">Its version, three numbers.</param>
/// <param name="Architecture">As Debian calls it: amd64 or arm64.</param>
/// <param name="From">The oldest version that it may be installed over.</param>
/// <param name="GoesBack">True: it may also be installed over a newer version.</param>
/// <param name="Size">Size of the package, bytes.</param>
/// <param name="Sha256">SHA-256 of the package, 64 lower-case hexadecimal digits.</param>
public sealed record ReleaseNote(
    string Package, Version Version, string Architecture, Version From, bool GoesBack, long Size, string Sha256)
{
    /// <summary>Name of our package.</summary>
    public const string OurPackage = "edgepos";

    /// <summary>The largest package, bytes.</summary>
    public const long MaxPackageBytes = DatasetRows.MaxPackedBytes - (1024 * 1024);

    /// <summary>The largest note, bytes.</summary>
    public const int MaxNoteBytes = 4096;

    // What is signed here can be nothing else that somebody signs with such a key.
    private const string Purpose = "EdgePos-Release", Format = "1";

    private static ReadOnlySpan<byte> SignatureLine => "\nSignature: "u8;

    private byte[] _signed = [];
    private byte[] _signature = [];

    /// <summary>Reads a note. Nobody has vouched for it yet.</summary>
    /// <exception cref="InvalidDataException">It is none; the message says why.</exception>
    public static ReleaseNote Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > MaxNoteBytes)
            throw new InvalidDataException($"it has {file.Length} bytes, {MaxNoteBytes} at most");
        int end = file.LastIndexOf(SignatureLine);
        if (end < 0)
            throw new InvalidDataException("it has no signature");
        // What stands behind the signature was not signed: nothing may, and nothing is read there.
        var signed = file[..(end + 1)];
        var lines = NamedLines.Read(signed, Purpose, "Package", "Version", "Architecture", "From", "Goes-Back", "Size", "Sha256");
        if (lines.Required(Purpose) != Format)
            throw new InvalidDataException($"it is of format {lines[Purpose]}, which only a newer program knows");
        return new ReleaseNote(lines.Required("Package"), VersionOf(lines.Required("Version")), lines.Required("Architecture"),
            VersionOf(lines.Required("From")), lines["Goes-Back"] == "yes", lines.Number("Size"), HashOf(lines.Required("Sha256")))
        {
            _signed = signed.ToArray(),
            _signature = SignatureOf(Encoding.ASCII.GetString(file[(end + SignatureLine.Length)..]).TrimEnd('\n')),
        };
    }

    /// <summary>A note, signed.</summary>
    public byte[] Sign(ECDsa key)
    {
        byte[] signed = NamedLines.Write((Purpose, Format), ("Package", Package), ("Version", $"{Version}"), ("Architecture", Architecture),
            ("From", $"{From}"), ("Goes-Back", GoesBack ? "yes" : "no"), ("Size", $"{Size}"), ("Sha256", Sha256));
        byte[] signature = key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return [.. signed, .. NamedLines.Write(("Signature", Convert.ToBase64String(signature)))];
    }

    /// <summary>True where the key signed it.</summary>
    public bool IsSignedBy(ECDsa key) =>
        key.VerifyData(_signed, _signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Three numbers with points between.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Version VersionOf(string text) => TryVersion(text)
        ?? throw new InvalidDataException($"{text} is no version; one is 0.2.0");

    /// <summary>Three numbers with points between; null: it is none.</summary>
    public static Version? TryVersion(string text) =>
        text.All(letter => char.IsAsciiDigit(letter) || letter == '.') && Version.TryParse(text, out var version)
            && version is { Build: >= 0, Revision: < 0 } ? version : null;

    private static string HashOf(string text) => text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigitLower)
        ? text : throw new InvalidDataException("Sha256 is no hash");

    private static byte[] SignatureOf(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException wrong)
        {
            throw new InvalidDataException("Signature is not base64", wrong);
        }
    }
}
