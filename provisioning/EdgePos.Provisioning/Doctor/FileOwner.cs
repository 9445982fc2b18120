using System.Runtime.InteropServices;

namespace EdgePos.Provisioning;

/// <summary>Whose a file is, and who may do what with it.</summary>
/// <param name="User">Number of the user.</param>
/// <param name="Group">Number of the group.</param>
/// <param name="Mode">Who may do what.</param>
internal sealed partial record FileOwner(uint User, uint Group, UnixFileMode Mode)
{
    private const int FromHere = -100, UserGroupAndMode = 0x1A; // AT_FDCWD; STATX_UID, STATX_GID and STATX_MODE of statx(2)
    private const int AnswerBytes = 256, UserAt = 20, GroupAt = 24, ModeAt = 28, Permissions = 0xFFF;

    /// <summary>Of a file; of what a link leads to.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static FileOwner Of(string path)
    {
        byte[] answer = new byte[AnswerBytes];
        if (Ask(FromHere, path, 0, UserGroupAndMode, answer) != 0)
            throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        return new FileOwner(BitConverter.ToUInt32(answer, UserAt), BitConverter.ToUInt32(answer, GroupAt),
            (UnixFileMode)(BitConverter.ToUInt16(answer, ModeAt) & Permissions));
    }

    /// <summary>Gives a file, or a folder with all that is in it, to this user and group.</summary>
    /// <exception cref="IOException">It is not ours to give.</exception>
    public void Give(string path)
    {
        if (ChangeOwner(path, User, Group) != 0)
            throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        foreach (string entry in Directory.Exists(path) ? Directory.GetFileSystemEntries(path) : [])
            Give(entry);
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Ask(int folder, string path, int flags, uint mask, byte[] answer);
}
