namespace EdgePos.Provisioning;

/// <summary>A file with a key in it.</summary>
internal static class PemFile
{
    private const int BytesMost = 16 * 1024;

    /// <summary>Its text.</summary>
    /// <exception cref="ToolFault">There is no such file, it may not be read, or it is too large for a key.</exception>
    public static string Read(string file)
    {
        try
        {
            return new FileInfo(file).Length <= BytesMost ? File.ReadAllText(file)
                : throw new ToolFault(ExitCodes.DamagedData, $"{file} is too large for a key");
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolFault(ExitCodes.NoInput, $"there is no file {file}");
        }
        catch (Exception shut) when (shut is IOException or UnauthorizedAccessException)
        {
            throw new ToolFault(ExitCodes.NotAllowed, $"{file} cannot be read: {shut.Message}");
        }
    }
}
