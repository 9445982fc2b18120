using System.Text;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// Text with every byte that the file holds of it. The usual way to read a text forgives what is no UTF-8, so that two
/// texts could look the same.
/// </summary>
internal static class ExactText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text in a column.</summary>
    /// <exception cref="DecoderFallbackException">It is no UTF-8.</exception>
    public static string Text(this SqliteDataReader row, int column) => Strict.GetString(row.GetFieldValue<byte[]>(column));

    /// <summary>The text in a column, or its bytes in hex where it is none that can be shown.</summary>
    public static string Shown(this SqliteDataReader row, int column)
    {
        byte[] bytes = row.GetFieldValue<byte[]>(column);
        try
        {
            string text = Strict.GetString(bytes);
            return text.Any(char.IsControl) ? $"x'{Convert.ToHexStringLower(bytes)}'" : text;
        }
        catch (DecoderFallbackException)
        {
            return $"x'{Convert.ToHexStringLower(bytes)}'";
        }
    }
}
