using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>The folder with the box's files, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private const int WouldBlock = 11; // EWOULDBLOCK of flock(2): another process holds it

    private readonly string _path;
    private readonly FileStream _hold;

    private DataFolder(string path, FileStream hold) => (_path, _hold) = (path, hold);

    public string Path => _path;

    public string LedgerFile => System.IO.Path.Combine(_path, "ledger.db");

    public string KeyFile => System.IO.Path.Combine(_path, "box.key");

    /// <summary>The socket by which the box's own tools reach it.</summary>
    public string SocketFile => System.IO.Path.Combine(_path, "edgepos.sock");

    public string BallastFile => System.IO.Path.Combine(_path, "ballast");

    public string CounterFile => System.IO.Path.Combine(_path, "counter.db");

    public string CatalogueFolder => System.IO.Path.Combine(_path, "catalogue");

    /// <summary>What a backup needs for a moment.</summary>
    public string BackingUpFolder => System.IO.Path.Combine(_path, "backing-up");

    /// <summary>What became of the last backups.</summary>
    public string BackupNotesFile => System.IO.Path.Combine(_path, BackupNotes.FileName);

    public string DatasetFolder => System.IO.Path.Combine(_path, "datasets");

    public string UpdateFolder => System.IO.Path.Combine(_path, "update");

    /// <summary>Makes the folder where it is not there, and holds it.</summary>
    /// <exception cref="LedgerFault">It cannot be made or written, or another daemon has it.</exception>
    public static DataFolder Open(string path)
    {
        string hold = System.IO.Path.Combine(path, "held");
        try
        {
            Directory.CreateDirectory(path);
            var held = new FileStream(hold, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            RestoreSwitch.Finish(path); // of a restore that a power cut has stopped half-way
            return new DataFolder(path, held);
        }
        catch (IOException fault) when (fault.HResult == WouldBlock)
        {
            throw new LedgerFault(FaultKind.Busy, "open", path, "another daemon uses this data folder; stop it first", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LedgerFault(FaultKind.CannotOpen, "open", path,
                "the data folder cannot be written; correct Gateway:DataFolder or its permissions", fault);
        }
    }

    public void Dispose() => _hold.Dispose();
}
