namespace EdgePos.Provisioning;

/// <summary>A file that is there as a whole or not at all: written aside, synced, then renamed.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="force">A file of that name gives way.</param>
    /// <exception cref="ToolFault">There is such a file, or it cannot be written.</exception>
    public static int Write(string path, bool force, Func<Stream, int> write)
    {
        if (!force && Path.Exists(path))
            throw new ToolFault(ExitCodes.CannotCreate, $"there is a file {path}; name another, or add --force");
        string aside = path + ".new";
        try
        {
            using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write))
            {
                int code = write(file);
                file.Flush(flushToDisk: true);
                if (code != ExitCodes.Ok)
                    return code;
            }

            File.Move(aside, path, overwrite: force);
            return ExitCodes.Ok;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ToolFault(ExitCodes.CannotCreate, $"{path} cannot be written: {fault.Message}");
        }
        finally
        {
            if (File.Exists(aside))
                File.Delete(aside);
        }
    }
}
