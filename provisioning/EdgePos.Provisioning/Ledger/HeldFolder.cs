namespace EdgePos.Provisioning;

/// <summary>A data folder that nobody else may use meanwhile: by the same file that the daemon holds while it runs.</summary>
internal static class HeldFolder
{
    /// <summary>Holds it until it is disposed of.</summary>
    /// <exception cref="ToolFault">The daemon runs, or there is no such folder.</exception>
    public static FileStream Hold(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (DirectoryNotFoundException)
        {
            throw new ToolFault(ExitCodes.NoInput, $"{folder}: there is no such folder; name the ledger's file with --ledger");
        }
        catch (UnauthorizedAccessException)
        {
            throw new ToolFault(ExitCodes.NotAllowed, $"{folder}: it may not be written; run this as the box's user or as root");
        }
        catch (IOException)
        {
            throw new ToolFault(ExitCodes.TryLater, $"{folder}: the daemon is running; stop it first (systemctl stop edgepos)");
        }
    }
}
