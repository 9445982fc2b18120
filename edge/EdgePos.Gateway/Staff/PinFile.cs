using System.Globalization;
using System.Security.Cryptography;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>
/// The PINs that employees chose at this box, as what proves them, in a file for its owner alone. It is no part of the ledger: PINs
/// leave the box neither with a backup nor to head office. Lost, everybody begins again with the PIN that they were given; and so does
/// whoever head office gives another one, or who gets the number of somebody who has left.
/// </summary>
internal sealed class PinFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int PepperBytes = 32, Fields = 6;
    private const string Start = "start"; // to begin with
    private const string PepperName = "pin.pepper";

    private readonly Lock _turn = new();
    private readonly string _file;
    private readonly byte[] _pepper;
    private readonly Dictionary<string, Kept> _pins = [];

    private PinFile(string file, byte[] pepper) => (_file, _pepper) = (file, pepper);

    /// <summary>Lines of the file that could not be read; whose they were choose a PIN again.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Reads the file, or begins without one.</summary>
    /// <param name="folder">The box's data folder; the pepper lies there where systemd gives none.</param>
    /// <param name="credentials">Where the pepper may be instead.</param>
    /// <exception cref="LedgerFault">A file cannot be read or made.</exception>
    public static PinFile Open(string folder, Credentials credentials)
    {
        string file = Path.Combine(folder, "staff.pins");
        try
        {
            var pins = new PinFile(file, PepperOf(folder, credentials));
            foreach (string line in File.Exists(file) ? File.ReadAllLines(file) : [])
                pins.Take(line);
            return pins;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Faulty(FaultKind.CannotOpen, file, fault);
        }
    }

    /// <summary>Whether a PIN is an employee's; null: none is kept of them. True with IsStart: it was given to begin with.</summary>
    public (bool IsRight, bool IsStart)? Check(Employee employee, string pin)
    {
        Kept? kept;
        lock (_turn)
            _pins.TryGetValue(employee.Number, out kept);
        return kept is null || kept.Of != GivenTo(employee) ? null
            : (PinHash.Proves(pin, kept.Salt, kept.Rounds, kept.Hash, _pepper), kept.IsStart);
    }

    /// <summary>Keeps another PIN. It is on disk when this ends.</summary>
    /// <param name="isStart">True: it is only to begin with.</param>
    public void Keep(Employee employee, string pin, bool isStart)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(PinHash.SaltBytes);
        var kept = new Kept(salt, PinHash.Rounds, PinHash.Of(pin, salt, PinHash.Rounds, _pepper), isStart, GivenTo(employee));
        lock (_turn)
        {
            var all = new Dictionary<string, Kept>(_pins, StringComparer.Ordinal) { [employee.Number] = kept };
            try
            {
                Write(_file, string.Join('\n', all.Select(one => LineOf(one.Key, one.Value))));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw Faulty(FaultKind.Io, _file, fault);
            }

            _pins[employee.Number] = kept;
        }
    }

    private void Take(string line)
    {
        if (line.Length == 0)
            return;
        string[] fields = line.Split('\t');
        try
        {
            var kept = fields.Length != Fields ? null : new Kept(
                Convert.FromBase64String(fields[1]), int.Parse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture),
                Convert.FromBase64String(fields[3]), fields[4] == Start, fields[5]);
            if (kept is not null && PinHash.IsProof(kept.Salt.Length, kept.Rounds, kept.Hash.Length))
                _pins[fields[0]] = kept;
            else
                Unreadable++;
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            Unreadable++;
        }
    }

    private static string LineOf(string employee, Kept kept) => string.Join('\t', employee, Convert.ToBase64String(kept.Salt),
        kept.Rounds.ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(kept.Hash), kept.IsStart ? Start : "own", kept.Of);

    private static void Write(string file, string text)
    {
        Disk.ReplaceText(file, text, Owner);
        Disk.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
    }

    private static LedgerFault Faulty(FaultKind kind, string file, Exception fault) =>
        new(kind, "open", file, "see to the data folder's permissions and room", fault);

    private static byte[] PepperOf(string folder, Credentials credentials)
    {
        string file = credentials.Find(PepperName) ?? Path.Combine(folder, PepperName);
        if (!File.Exists(file))
            Write(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PepperBytes)));

        try
        {
            return Convert.FromHexString(File.ReadAllText(file).Trim()) is { Length: >= PepperBytes } pepper ? pepper
                : throw new FormatException();
        }
        catch (FormatException wrong)
        {
            throw new LedgerFault(FaultKind.CannotOpen, "open", file,
                "this is no pepper (64 hexadecimal digits); put the right one back, or move it away and all choose PINs again", wrong);
        }
    }

    // Which PIN head office gave them to begin with: the salt of its proof is another one each time.
    private static string GivenTo(Employee employee) => employee.StartPin?.Salt.ToBase64() ?? "";

    private sealed record Kept(byte[] Salt, int Rounds, byte[] Hash, bool IsStart, string Of);
}
