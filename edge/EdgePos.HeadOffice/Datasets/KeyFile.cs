using System.Security.Cryptography;

namespace EdgePos.HeadOffice;

/// <summary>Files with keys and certificates of head office's own.</summary>
internal static class KeyFile
{
    public const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public const UnixFileMode Everybody = OwnerAlone | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes one, whole or not at all; of several who do it at once the first wins, and the others change nothing.</summary>
    public static void Put(string file, string pem, UnixFileMode mode)
    {
        string aside = $"{file}.{Environment.ProcessId}.{RandomNumberGenerator.GetHexString(8)}";
        using (var to = new FileStream(
            aside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            to.Write(System.Text.Encoding.ASCII.GetBytes(pem));
            to.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(aside, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(aside);
        }
    }
}
