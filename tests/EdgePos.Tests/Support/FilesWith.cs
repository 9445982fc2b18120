using System.Text;
using Xunit;

namespace EdgePos.Tests;

/// <summary>The files of a folder that hold a text, wherever in them.</summary>
internal static class FilesWith
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <param name="except">A file that nobody may read.</param>
    public static List<string> Text(string folder, string text, string except = "")
    {
        byte[] wanted = Encoding.UTF8.GetBytes(text);
        return [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != except && Read(file).IndexOf(wanted) >= 0)];
    }

    // Somebody may cut it while it is read.
    private static ReadOnlySpan<byte> Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Waits until there is none.</summary>
    public static async Task UntilNone(string folder, string text, string except = "")
    {
        long began = TimeProvider.System.GetTimestamp();
        while (Text(folder, text, except) is { Count: > 0 } files)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Longest, $"'{text}' is still in {string.Join(", ", files)}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
