namespace EdgePos.Gateway;

/// <summary>
/// A file of a stated size that holds nothing: room on the disk that only the box can give free, so that open sales can
/// finish and the day can close when everything else has filled up.
/// </summary>
internal sealed class Ballast(string path, long bytes)
{
    /// <summary>Bytes that it holds.</summary>
    public long Bytes => bytes;

    /// <summary>True where the room is held.</summary>
    public bool IsHeld => File.Exists(path) && new FileInfo(path).Length == bytes;

    /// <summary>Takes the room; false where the disk does not have it.</summary>
    public bool Hold()
    {
        if (IsHeld)
            return true;
        try
        {
            File.Delete(path);
            // Blocks are given to the file now: a file that only has a length would promise room that is not there.
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                PreallocationSize = bytes,
            });
            file.SetLength(bytes);
            return true;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Gives the room free; false where there was none.</summary>
    public bool Drop()
    {
        try
        {
            bool held = File.Exists(path);
            File.Delete(path);
            return held;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
