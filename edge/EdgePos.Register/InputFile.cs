using EdgePos.Files;

namespace EdgePos.Register;

/// <summary>A file that was named on the command line.</summary>
internal static class InputFile
{
    /// <summary>Reads all lines.</summary>
    /// <exception cref="RegisterFault">The file cannot be read, or is no gzip file though its name says so.</exception>
    public static IReadOnlyList<FileLine> Read(string path)
    {
        try
        {
            return TextFile.Read(path);
        }
        catch (InvalidDataException fault)
        {
            throw new RegisterFault(ExitCodes.BadData, $"{path} is damaged: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RegisterFault(ExitCodes.NoInput, $"{path} cannot be read: {fault.Message}");
        }
    }
}
