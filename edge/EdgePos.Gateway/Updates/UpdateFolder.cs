using System.Globalization;
using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>What the box should run.</summary>
/// <param name="Order">Number of the dataset's version that says so.</param>
/// <param name="Note">What who built it says of the package.</param>
/// <param name="Window">When it may be installed though a till is open.</param>
/// <param name="Ring">By which ring the store got it.</param>
/// <param name="IsAgain">True: tried also where the same package did not work before.</param>
/// <param name="SinceUs">Since when it is wanted, microseconds since 1970-01-01 UTC.</param>
internal sealed record WantedSoftware(long Order, ReleaseNote Note, UpdateWindow Window, string Ring, bool IsAgain, long SinceUs);

/// <summary>
/// The packages that have come down, in the data folder's `update`: N.deb with its note N.deb.sig, N being the number of the dataset's
/// version; `wanted` names the one that should run; `order` asks root to install it: a unit watches that file, and believes nothing
/// in this folder. What root says of it comes in a folder of root's. Used by the datasets' loop and the updates' loop.
/// </summary>
internal sealed class UpdateFolder
{
    private readonly string _path;
    private readonly string _outcomeFile, _flagFile;
    private readonly Lock _turn = new();
    private WantedSoftware? _wanted;

    public UpdateFolder(string path, string outcomeFolder)
    {
        (_path, _outcomeFile, _flagFile) =
            (path, Path.Combine(outcomeFolder, UpdateOutcome.FileName), Path.Combine(outcomeFolder, "installing"));
        Directory.CreateDirectory(path);
        _wanted = ReadWanted();
    }

    /// <summary>What should run; null: nothing was ever said.</summary>
    public WantedSoftware? Wanted
    {
        get
        {
            lock (_turn)
                return _wanted;
        }
    }

    /// <summary>True while dpkg is at work for root, or root has yet to end what the power cut off.</summary>
    public bool IsRootAtWork => File.Exists(_flagFile);

    /// <summary>What root said last; null: nothing.</summary>
    public UpdateOutcome? Outcome
    {
        get
        {
            try
            {
                return File.Exists(_outcomeFile) ? UpdateOutcome.Read(File.ReadAllBytes(_outcomeFile)) : null;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                return null; // it is written by one rename; what cannot be read says nothing
            }
        }
    }

    /// <summary>True where the package of an order is there.</summary>
    public bool Has(long order) => File.Exists(PackageOf(order)) && File.Exists(NoteOf(order));

    /// <summary>True where any package is there.</summary>
    public bool HasPackage => Directory.EnumerateFiles(_path, "*.deb").Any();

    /// <summary>Puts the package of a dataset's content together.</summary>
    /// <param name="order">Number of the dataset's version.</param>
    /// <param name="note">The note, as it came.</param>
    /// <param name="release">The same, read.</param>
    /// <param name="pieces">The package, piece after piece.</param>
    /// <returns>What is wrong with it; null: it is what the note says.</returns>
    public string? Keep(long order, byte[] note, ReleaseNote release, IEnumerable<SoftwarePiece> pieces)
    {
        string aside = FileOf("coming");
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write))
            {
                int next = 0;
                foreach (var piece in pieces)
                {
                    if (piece.Number != next++ || file.Length + piece.Bytes.Length > release.Size)
                        return $"its pieces are not the {release.Size} bytes that its note names";
                    hash.AppendData(piece.Bytes.Span);
                    file.Write(piece.Bytes.Span);
                }

                file.Flush(flushToDisk: true);
                if (file.Length != release.Size || Convert.ToHexStringLower(hash.GetHashAndReset()) != release.Sha256)
                    return "its package is not the one that its note was made for";
            }

            Disk.Replace(NoteOf(order), note);
            File.Move(aside, PackageOf(order), overwrite: true);
            return null;
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Keeps a note alone, of what is wanted and runs already.</summary>
    public void KeepNote(long order, byte[] note) => Disk.Replace(NoteOf(order), note);

    /// <summary>Makes a version the one that should run, and forgets the packages of others.</summary>
    public void Want(WantedSoftware wanted)
    {
        lock (_turn)
        {
            Disk.ReplaceText(FileOf("wanted"), string.Create(CultureInfo.InvariantCulture,
                $"{wanted.Order} {wanted.Window.From} {wanted.Window.Until} {(wanted.IsAgain ? 1 : 0)} {wanted.SinceUs} {wanted.Ring}"));
            _wanted = wanted;
            DropOrder();
            DropPackages(but: wanted.Order);
        }
    }

    /// <summary>Asks root to install what is wanted.</summary>
    public void GiveOrder(long order) => Disk.ReplaceText(FileOf("order"), order.ToString(CultureInfo.InvariantCulture));

    /// <summary>Takes the order back, where root has not begun.</summary>
    public void DropOrder() => File.Delete(FileOf("order"));

    /// <summary>The package is done with, one way or the other: its room is given back. What is wanted stays known.</summary>
    public void DropPackage()
    {
        DropOrder();
        foreach (string file in Directory.GetFiles(_path, "*.deb"))
            File.Delete(file);
    }

    private void DropPackages(long but)
    {
        foreach (string file in Directory.GetFiles(_path, "*.deb*").Where(file => file != PackageOf(but) && file != NoteOf(but)))
            File.Delete(file);
    }

    private WantedSoftware? ReadWanted()
    {
        try
        {
            string file = FileOf("wanted");
            if (!File.Exists(file) || File.ReadAllText(file).TrimEnd('\n').Split(' ', 6) is not
                [var order, var from, var until, var again, var since, var ring])
                return null;
            long number = long.Parse(order, NumberStyles.None, CultureInfo.InvariantCulture);
            return new(number, ReleaseNote.Read(File.ReadAllBytes(NoteOf(number))), new(Number(from), Number(until)), ring, again == "1",
                long.Parse(since, NumberStyles.None, CultureInfo.InvariantCulture));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or FormatException
            or OverflowException)
        {
            return null; // a disk that went bad: head office's next word counts
        }
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private string PackageOf(long order) => FileOf($"{order}.deb");

    private string NoteOf(long order) => FileOf($"{order}.deb.sig");

    private string FileOf(string name) => Path.Combine(_path, name);
}
