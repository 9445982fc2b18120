using System.Runtime.InteropServices;
using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>A backup that somebody on the box orders; what is null is as the settings say.</summary>
/// <param name="Folder">Where it goes.</param>
/// <param name="KeyPem">The public key.</param>
/// <param name="MayBeOwnDisk">True where the folder may lie on the box's own disk.</param>
internal sealed record BackupOrder(string? Folder, string? KeyPem, bool MayBeOwnDisk)
{
    /// <summary>All as the settings say.</summary>
    public static BackupOrder AsSet { get; } = new(null, null, false);
}

/// <summary>A backup that was made and proven.</summary>
/// <param name="File">Full path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Header">What it says of itself.</param>
/// <param name="Dropped">So many old ones went.</param>
internal sealed record BackupMade(string File, long Bytes, BackupHeader Header, int Dropped);

/// <summary>Makes backups while the box sells, one at a time, and knows what became of the last.</summary>
internal sealed partial class BackupDesk(
    IOptions<BackupOptions> options, BackupContent content, StoreProfile store, DataFolder data, BoxClock clock, TimeProvider time)
{
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    // PRIO_PROCESS of setpriority(2); and a niceness that gives way to sales, and still comes to its end on a box that is always busy.
    private const int OfThisThread = 0, Niceness = 10;

    // Between two parts it rests as long as it worked, so that a core is at most half its own.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(50);

    private int _underway;
    private volatile BackupNotes _notes = BackupNotes.Read(data.BackupNotesFile);

    /// <summary>What became of the last one that was made as the settings say.</summary>
    public BackupNotes Notes => _notes;

    /// <summary>True while one is being made.</summary>
    public bool IsUnderway => Volatile.Read(ref _underway) != 0;

    /// <summary>When the next one is due; null: none is.</summary>
    public DateTimeOffset? Next { get; set; }

    /// <summary>Removes what a crash has left: the copies are in plain.</summary>
    /// <exception cref="IOException">The disk does not let it.</exception>
    public void Tidy()
    {
        if (Directory.Exists(data.BackingUpFolder))
            Directory.Delete(data.BackingUpFolder, recursive: true);
    }

    /// <summary>Makes one.</summary>
    /// <param name="told">Told how far it has come, in words, from a thread of its own.</param>
    /// <exception cref="BackupFault">There is none, and why.</exception>
    public async Task<BackupMade> MakeAsync(BackupOrder order, Action<string> told, CancellationToken stop)
    {
        if (!options.Value.IsSetUp && (order.Folder is null || order.KeyPem is null))
            throw new BackupFault("no backup is set up: Backup:Folder and Backup:KeyFile say where it goes and to which key");
        if (Interlocked.Exchange(ref _underway, 1) != 0)
            throw new BackupFault("another backup is being made just now: wait for it");
        try
        {
            return await Task.Factory.StartNew(
                () => Noted(order, told, stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            Volatile.Write(ref _underway, 0);
        }
    }

    // Of one that goes elsewhere, or is for another key, the settings' own are none the better.
    private BackupMade Noted(BackupOrder order, Action<string> told, CancellationToken stop)
    {
        bool counts = order.Folder is null && order.KeyPem is null;
        long tried = clock.Now().ToUs();
        try
        {
            var made = Translated(() => Make(order, told, stop));
            if (counts)
                Note(new BackupNotes(made.Header.Made.ToUs(), Path.GetFileName(made.File), made.Bytes, tried, ""));
            return made;
        }
        catch (BackupFault fault) when (counts)
        {
            Note(_notes with { TriedUs = tried, Trouble = fault.Message });
            throw;
        }
    }

    private void Note(BackupNotes notes)
    {
        _notes = notes;
        try
        {
            notes.Write(data.BackupNotesFile);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            // A full disk is told of by others; until the next start it is known all the same.
        }
    }

    private BackupMade Make(BackupOrder order, Action<string> told, CancellationToken stop)
    {
        _ = SetPriority(OfThisThread, 0, Niceness); // where the unit does not let it, resting has to do
        using var key = BackupKey.ReadPublic(order.KeyPem ?? KeyOf(options.Value.KeyFile),
            order.KeyPem is null ? options.Value.KeyFile : "the key");
        var folder = new BackupFolder(order.Folder ?? options.Value.Folder, options.Value.OwnDisk || order.MayBeOwnDisk);
        folder.Require(data.Path);
        var pause = Resting(stop);
        try
        {
            Tidy();
            string copies = Directory.CreateDirectory(data.BackingUpFolder, ForOwner).FullName;
            var (head, confirmed) = CopyLedger(Path.Combine(copies, BackupParts.Ledger), told, pause, stop);
            content.CopyBesideLedger(copies, pause, stop);
            var header = new BackupHeader(store.Identity, clock.Now(), BoxService.Version, head, confirmed, "", []);
            while (File.Exists(Path.Combine(folder.Path, header.FileName)))
                header = header with { Made = header.Made.AddSeconds(1) }; // names go to the second
            told($"writing {header.FileName}, and reading it back");
            return folder.Guard(() => Write(folder, header, key, copies, order, pause, stop));
        }
        finally
        {
            Tidy();
        }
    }

    private (JournalHead Head, long Confirmed) CopyLedger(string copy, Action<string> told, Action pause, CancellationToken stop)
    {
        told("copying the ledger");
        var result = LedgerBackup.Make(data.LedgerFile, copy, new Checked(told, pause), stop, pause);
        if (!result.IsSound)
        {
            throw new BackupFault($"the ledger is not sound, and a copy of it would be no backup ({result.Findings[0]}): "
                + "look what is wrong, edgeposctl ledger verify; the backups before this one are kept");
        }

        using var ledger = LedgerSnapshot.Open(copy);
        return (result.Head!, ledger.Confirmed());
    }

    private BackupMade Write(
        BackupFolder folder, BackupHeader header, BackupKey key, string copies, BackupOrder order, Action pause, CancellationToken stop)
    {
        string aside = folder.Aside(header);
        try
        {
            long bytes = SealedBackup.Write(aside, header, key, to => content.Write(to, copies), pause, stop);
            string file = folder.Keep(header, aside);
            int dropped = order.Folder is null ? folder.DropBut(options.Value.Keep, header) : 0;
            return new BackupMade(file, bytes, header, dropped);
        }
        catch
        {
            Drop(aside);
            throw;
        }
    }

    private static void Drop(string aside)
    {
        try
        {
            File.Delete(aside);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The stick is gone, and the file with it. What is left there goes before the next one.
        }
    }

    private Action Resting(CancellationToken stop)
    {
        long since = time.GetTimestamp();
        return () =>
        {
            var worked = time.GetElapsedTime(since);
            if (worked > TimeSpan.Zero)
                stop.WaitHandle.WaitOne(worked < LongestRest ? worked : LongestRest);
            since = time.GetTimestamp();
        };
    }

    private static string KeyOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BackupFault($"the public key cannot be read: {fault.Message}; Backup:KeyFile names it", fault);
        }
    }

    private static BackupMade Translated(Func<BackupMade> make)
    {
        try
        {
            return make();
        }
        catch (LedgerFault fault)
        {
            throw new BackupFault(fault.Message, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BackupFault($"the box's own disk does not let it: {fault.Message}", fault);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, uint who, int nice);

    private sealed class Checked(Action<string> told, Action pause) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value)
        {
            told($"proving the copy: {value.Entries} of {value.Of} entries");
            pause();
        }
    }
}
