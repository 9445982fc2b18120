using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgePos.Tests;

/// <summary>
/// SQLite's own layer over the file system (its VFS), with a tap on the calls that change a disk. Files outside a tapped
/// folder go straight to the real one. Source: sqlite3.h, sqlite3_vfs and sqlite3_io_methods.
/// </summary>
internal static unsafe partial class TappedVfs
{
    private const int IoErrorClose = 4106; // SQLITE_IOERR_CLOSE: no file of ours

    private static readonly ConcurrentDictionary<string, DiskTap> Taps = new();
    private static readonly ConcurrentDictionary<nint, OpenFile> Files = new();
    private static readonly Vfs* Real = Install();

    private sealed record OpenFile(string Name, DiskTap Tap, nint Methods)
    {
        public IoMethods* Real => (IoMethods*)Methods;
    }

    public static void Tap(string folder, DiskTap tap)
    {
        RuntimeHelpers.RunClassConstructor(typeof(TappedVfs).TypeHandle);
        if (!Taps.TryAdd(Path.GetFullPath(folder), tap))
            throw new InvalidOperationException($"{folder} has a tap already");
    }

    public static void Untap(string folder) => Taps.TryRemove(Path.GetFullPath(folder), out _);

    // The real layer's table with two entries changed; made the default, so that the product opens its files through it.
    private static Vfs* Install()
    {
        RuntimeHelpers.RunClassConstructor(typeof(EdgePos.Ledger.Database).TypeHandle); // the product's own layer is below
        var real = Find(0);
        var tapped = (Vfs*)NativeMemory.Alloc((nuint)sizeof(Vfs));
        *tapped = *real;
        tapped->Name = Marshal.StringToCoTaskMemUTF8("tapped");
        tapped->Open = &Open;
        tapped->Delete = &Delete;
        if (Register(tapped, 1) != 0)
            throw new InvalidOperationException("SQLite does not take the tapped file system");
        return real;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* name, File* file, int flags, int* outFlags)
    {
        var tap = Find(name, out string path);
        bool isNew = tap is not null && !System.IO.File.Exists(path);
        int result = Real->Open(Real, name, file, flags, outFlags);
        if (tap is null || result != 0)
            return result;
        if (isNew)
            tap.Create(Path.GetFileName(path));
        var methods = (IoMethods*)NativeMemory.Alloc((nuint)sizeof(IoMethods));
        *methods = *file->Methods;
        methods->Close = &Close;
        methods->Write = &Write;
        methods->Truncate = &Truncate;
        methods->Sync = &Sync;
        Files[(nint)file] = new OpenFile(Path.GetFileName(path), tap, (nint)file->Methods);
        file->Methods = methods;
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(Vfs* vfs, byte* name, int syncFolder) => Find(name, out string path) is { } tap
        ? tap.Delete(Path.GetFileName(path), syncFolder != 0, () => Real->Delete(Real, name, syncFolder))
        : Real->Delete(Real, name, syncFolder);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(File* file)
    {
        if (!Files.TryRemove((nint)file, out var open))
            return IoErrorClose;
        NativeMemory.Free(file->Methods);
        file->Methods = open.Real;
        return open.Real->Close(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(File* file, byte* bytes, int count, long offset)
    {
        var open = Files[(nint)file];
        return open.Tap.Write(open.Name, offset, new ReadOnlySpan<byte>(bytes, count), (some, at) =>
        {
            fixed (byte* pointer = some)
                return open.Real->Write(file, pointer, some.Length, at);
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(File* file, long size)
    {
        var open = Files[(nint)file];
        return open.Tap.Truncate(open.Name, size, () => open.Real->Truncate(file, size));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(File* file, int flags)
    {
        var open = Files[(nint)file];
        return open.Tap.Sync(open.Name, (nint)file, () => open.Real->Sync(file, flags));
    }

    private static DiskTap? Find(byte* name, out string path)
    {
        path = name is null ? "" : Marshal.PtrToStringUTF8((nint)name)!;
        return Taps.GetValueOrDefault(Path.GetDirectoryName(path) ?? "");
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    private static partial Vfs* Find(nint name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static partial int Register(Vfs* vfs, int makeDefault);

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
        public nint Read;
        public delegate* unmanaged[Cdecl]<File*, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<File*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<File*, int, int> Sync;
        public Rest Others; // sizes, locks, shared memory: as they are

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
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
        public Rest Others; // looking, paths, libraries, time

        [InlineArray(14)]
        public struct Rest
        {
            private nint _first;
        }
    }
}
