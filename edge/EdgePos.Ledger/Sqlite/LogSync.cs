using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgePos.Ledger;

/// <summary>
/// Lets SQLite sync its write-ahead logs with fdatasync. The library that we are given was built with fsync, which also
/// writes when the file was last changed: for every sale one more block, and with a journaling file system a commit of its
/// journal. A log needs its bytes and its length, which is what fdatasync writes. All else goes to SQLite's own layer over
/// the file system. Sources: fdatasync(2); sqlite3.h, sqlite3_vfs and sqlite3_io_methods; full_fsync in os_unix.c.
/// </summary>
internal static unsafe partial class LogSync
{
    private const int OpenLog = 0x00080000; // SQLITE_OPEN_WAL
    private const int SyncFailed = 1034; // SQLITE_IOERR_FSYNC
    private const int CloseFailed = 4106; // SQLITE_IOERR_CLOSE
    private const int ReadOnly = 0x80000; // O_RDONLY | O_CLOEXEC

    private static readonly ConcurrentDictionary<nint, Log> Logs = new();
    private static readonly ConcurrentDictionary<nint, nint> Tables = new();
    private static Vfs* _real;

    // A log is never locked, so that a descriptor of our own disturbs nothing when it is closed.
    private sealed class Log(int descriptor, nint methods)
    {
        public int Descriptor => descriptor;

        public IoMethods* Real => (IoMethods*)methods;

        // SQLite's first sync of a new file syncs its folder, too.
        public bool WasSynced { get; set; }
    }

    /// <summary>From now on files are opened this way. Called once.</summary>
    public static void Install()
    {
        _real = Find(0);
        var ours = (Vfs*)NativeMemory.Alloc((nuint)sizeof(Vfs));
        *ours = *_real;
        ours->Name = Marshal.StringToCoTaskMemUTF8("edgepos");
        ours->Open = &Open;
        if (Register(ours, 1) != 0)
            throw new InvalidOperationException("SQLite does not take a layer over the file system");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* name, File* file, int flags, int* outFlags)
    {
        int result = _real->Open(_real, name, file, flags, outFlags);
        if (result != 0 || (flags & OpenLog) == 0 || name is null)
            return result;
        int descriptor = Open(name, ReadOnly);
        if (descriptor < 0)
            return result; // it is synced as SQLite would
        Logs[(nint)file] = new Log(descriptor, (nint)file->Methods);
        file->Methods = (IoMethods*)Tables.GetOrAdd((nint)file->Methods, Changed);
        return result;
    }

    private static nint Changed(nint real)
    {
        var ours = (IoMethods*)NativeMemory.Alloc((nuint)sizeof(IoMethods));
        *ours = *(IoMethods*)real;
        ours->Close = &Close;
        ours->Sync = &Sync;
        return (nint)ours;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(File* file, int flags)
    {
        if (!Logs.TryGetValue((nint)file, out var log))
            return SyncFailed;
        if (log.WasSynced)
            return DataSync(log.Descriptor) == 0 ? 0 : SyncFailed;
        int result = log.Real->Sync(file, flags);
        log.WasSynced = result == 0;
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(File* file)
    {
        if (!Logs.TryRemove((nint)file, out var log))
            return CloseFailed;
        _ = Close(log.Descriptor);
        file->Methods = log.Real;
        return log.Real->Close(file);
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    private static partial Vfs* Find(nint name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static partial int Register(Vfs* vfs, int makeDefault);

    [LibraryImport("libc", EntryPoint = "open")]
    private static partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "fdatasync")]
    private static partial int DataSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct File
    {
        public IoMethods* Methods;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IoMethods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<File*, int> Close;
        public nint Read, Write, Truncate;
        public delegate* unmanaged[Cdecl]<File*, int, int> Sync;
        public Rest Others;

        [InlineArray(13)]
        public struct Rest
        {
            private nint _first;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version, FileSize, LongestPath;
        public nint Next, Name, AppData;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, File*, int, int*, int> Open;
        public Rest Others;

        [InlineArray(15)]
        public struct Rest
        {
            private nint _first;
        }
    }
}
