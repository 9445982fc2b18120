using System.Runtime.InteropServices;

namespace EdgePos.Provisioning;

/// <summary>The file system that a folder lies on.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="FreeBytes">What programs other than root's may still write.</param>
/// <param name="Files">So many files it can hold; 0: it sets no limit.</param>
/// <param name="FreeFiles">So many more.</param>
internal sealed partial record Volume(long Bytes, long FreeBytes, long Files, long FreeFiles)
{
    /// <summary>That of a folder.</summary>
    /// <exception cref="IOException">There is no such folder.</exception>
    public static Volume Of(string folder)
    {
        // struct statvfs has words of 64 bits on every 64-bit Linux: statvfs(3).
        ulong[] words = new ulong[16];
        if (nint.Size != sizeof(ulong))
            throw new IOException("this machine has words of 32 bits");
        if (Ask(folder, words) != 0)
            throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        var (unit, blocks, freeBlocks, files, freeFiles) = (words[1], words[2], words[4], words[5], words[7]);
        return new Volume((long)(blocks * unit), (long)(freeBlocks * unit), (long)files, (long)freeFiles);
    }

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Ask(string path, ulong[] answer);
}
