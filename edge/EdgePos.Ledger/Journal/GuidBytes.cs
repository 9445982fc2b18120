namespace EdgePos.Ledger;

/// <summary>How ids are kept in files.</summary>
internal static class GuidBytes
{
    /// <summary>16 bytes in the order of the text, so that they sort and read alike.</summary>
    public static byte[] ToBytes(this Guid id) => id.ToByteArray(bigEndian: true);

    /// <summary>The id of 16 such bytes.</summary>
    public static Guid ToGuid(this byte[] bytes) => new(bytes, bigEndian: true);
}
