using System.Globalization;
using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>When and where a release may be installed.</summary>
/// <param name="Ring">Name of the ring that it is published for.</param>
/// <param name="From">Minutes after midnight at which its window begins.</param>
/// <param name="Until">Minutes after midnight at which the window ends; the same: there is none.</param>
/// <param name="OnMetered">True: it is fetched also where the line is paid for by the byte.</param>
/// <param name="Again">True: it is tried also where the same package did not work before.</param>
internal sealed record ReleaseTerms(string Ring, int From, int Until, bool OnMetered, bool Again);

/// <summary>A package and its note as rows. Head office looks whether they belong together; who signed it the boxes know.</summary>
internal static class ReleaseContent
{
    private const int PieceBytes = 256 * 1024;
    private const string ReleaseKey = "0 release";

    /// <summary>Reads FILE.deb and FILE.deb.sig.</summary>
    /// <exception cref="InvalidDataException">They are not what a box would take.</exception>
    /// <exception cref="IOException">One cannot be read.</exception>
    public static (ReleaseNote Note, Publication What) Read(string package, ReleaseTerms terms, long validFromUs)
    {
        string noteFile = package + ".sig";
        if (!File.Exists(noteFile))
            throw new InvalidDataException($"there is no {noteFile}: they who build packages make it (make package RELEASE_KEY=...)");
        if (new FileInfo(package).Length > ReleaseNote.MaxPackageBytes || new FileInfo(noteFile).Length > ReleaseNote.MaxNoteBytes)
            throw new InvalidDataException($"{package} has more than {ReleaseNote.MaxPackageBytes} bytes, or its note is none");
        byte[] bytes = File.ReadAllBytes(package), noteBytes = File.ReadAllBytes(noteFile);
        var note = ReleaseNote.Read(noteBytes);
        if (note.Size != bytes.Length || note.Sha256 != Convert.ToHexStringLower(SHA256.HashData(bytes)))
            throw new InvalidDataException($"{noteFile} was made for another package than {package}");
        var rows = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [ReleaseKey] = new SoftwareRow
            {
                Release = new SoftwareRelease
                {
                    Note = ByteString.CopyFrom(noteBytes),
                    WindowFrom = terms.From,
                    WindowUntil = terms.Until,
                    Ring = terms.Ring,
                    Again = terms.Again,
                },
            }.ToByteArray(),
        };
        foreach (byte[] piece in bytes.Chunk(PieceBytes))
            rows[PieceKey(rows.Count - 1)] = PieceOf(rows.Count - 1, piece);
        return (note, new Publication($"software-{note.Architecture}", rows, Currency: "", validFromUs)
        {
            KeyOf = KeyOf,
            Label = note.Version.ToString(),
            Bulky = true,
            OnMeteredLines = terms.OnMetered,
        });
    }

    private static byte[] PieceOf(int number, byte[] bytes) => new SoftwareRow
    {
        Piece = new SoftwarePiece { Number = number, Bytes = UnsafeByteOperations.UnsafeWrap(bytes) },
    }.ToByteArray();

    private static string KeyOf(byte[] row) => DatasetRows.Parse(SoftwareRow.Parser, row) is { Piece: { } piece }
        ? PieceKey(piece.Number) : ReleaseKey;

    private static string PieceKey(int number) => string.Create(CultureInfo.InvariantCulture, $"1 piece {number:000000}");
}
