using System.Text;

namespace EdgePos.Devices;

/// <summary>Text as terminals send it: code page 437, with what cannot be printed left out and card numbers masked.</summary>
internal static class ZvtText
{
    private static readonly Encoding Cp437 = CodePagesEncodingProvider.Instance.GetEncoding(437)!;

    /// <summary>One line.</summary>
    public static string Read(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        var printable = new StringBuilder(Cp437.GetString(end < 0 ? bytes : bytes[..end]));
        for (int i = 0; i < printable.Length; i++)
        {
            if (char.IsControl(printable[i]))
                printable[i] = ' ';
        }

        return CardNumbers.MaskIn(printable.ToString().TrimEnd());
    }
}
