namespace EdgePos.Provisioning;

/// <summary>Whether there is a file to look into. SQLite says "unable to open" to all that is wrong with one.</summary>
internal static class LedgerFile
{
    /// <summary>Ends the tool with the reason where the file cannot be read.</summary>
    /// <exception cref="ToolFault">It cannot.</exception>
    public static void RequireReadable(string path)
    {
        if (Directory.Exists(path))
            throw new ToolFault(ExitCodes.NoInput, $"{path} is a folder; name the file in it: --ledger {Path.Combine(path, "ledger.db")}");
        try
        {
            // Closed before SQLite opens it: the locks of a process on a file end when any handle of it is closed.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (UnauthorizedAccessException)
        {
            throw new ToolFault(ExitCodes.NotAllowed,
                $"{path} may not be read by {Environment.UserName}; run this as the user of the daemon, or as root");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolFault(ExitCodes.NoInput, $"there is no ledger {path}; name it with --ledger FILE");
        }
        catch (IOException fault)
        {
            throw new ToolFault(ExitCodes.DiskFailed, $"{path} cannot be read: {fault.Message}");
        }
    }
}
