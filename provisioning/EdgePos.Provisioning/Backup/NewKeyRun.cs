using System.Text;
using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>Makes a key for backups: the private half under a passphrase, and the public one beside it.</summary>
internal sealed class NewKeyRun(string file, TextWriter output)
{
    private const int ShortestPassphrase = 12;
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes it.</summary>
    /// <exception cref="ToolFault">There is such a file, it cannot be written, or the passphrase is none.</exception>
    public int Run()
    {
        string open = file + ".pub";
        if (new[] { file, open }.FirstOrDefault(Path.Exists) is { } there)
            throw new ToolFault(ExitCodes.CannotCreate, $"there is a file {there}, and a key never takes another's place; name another");
        string passphrase = Passphrase.AskNew("a passphrase for the private half", ShortestPassphrase);
        using var key = BackupKey.Make();
        try
        {
            Disk.Replace(file, Encoding.ASCII.GetBytes(key.PrivatePem(passphrase) + "\n"), ForOwner);
            Disk.Replace(open, Encoding.ASCII.GetBytes(key.PublicPem() + "\n"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ToolFault(ExitCodes.CannotCreate, $"the key cannot be written: {fault.Message}");
        }

        output.WriteLine(
            $"{open} is the public half: it goes to the boxes, and Backup:KeyFile names it. It is known as {key.Fingerprint[..16]}…");
        output.WriteLine(
            $"{file} is the private half: keep it and its passphrase away from the boxes, and twice. Without them no backup opens.");
        return ExitCodes.Ok;
    }
}
