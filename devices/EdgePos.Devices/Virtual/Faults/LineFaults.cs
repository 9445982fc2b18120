namespace EdgePos.Devices;

/// <summary>
/// What can be wrong with the line of a virtual device, on demand and at any time. As it is made, nothing is wrong.
/// </summary>
public sealed class LineFaults
{
    private readonly Lock _turn = new();
    private long _cutAfterTaken = Never, _cutAfterSent = Never;

    private const long Never = long.MaxValue;

    /// <summary>The device takes every byte and answers nothing.</summary>
    public bool Silent { get; set; }

    /// <summary>Each answer is sent twice.</summary>
    public bool Duplicate { get; set; }

    /// <summary>Answers leave so much later than they should.</summary>
    public TimeSpan Late { get; set; }

    /// <summary>So long between two bytes of an answer.</summary>
    public TimeSpan Pause { get; set; }

    /// <summary>What becomes of each byte that is sent, e.g. <see cref="ParityAsData"/>; null: it arrives as it is.</summary>
    public Func<byte, byte>? Garble { get; set; }

    /// <summary>Cuts the cable, once, when the device has taken so many more bytes.</summary>
    public void CutAfterTaken(long bytes) => Set(ref _cutAfterTaken, bytes);

    /// <summary>Cuts the cable, once, when the device has sent so many more bytes.</summary>
    public void CutAfterSent(long bytes) => Set(ref _cutAfterSent, bytes);

    /// <summary>How a byte of 7 bits with even parity looks to a line that is set to 8 bits without: the parity is its top bit.</summary>
    public static byte ParityAsData(byte value) =>
        (byte)((value & 0x7F) | ((System.Numerics.BitOperations.PopCount((uint)value & 0x7F) & 1) << 7));

    /// <summary>True: the cable is cut before the next byte that comes.</summary>
    internal bool CutsBeforeTaking() => Count(ref _cutAfterTaken);

    /// <summary>True: the cable is cut before the next byte that leaves.</summary>
    internal bool CutsBeforeSending() => Count(ref _cutAfterSent);

    /// <summary>The bytes as they leave.</summary>
    internal byte[] Spoil(byte[] bytes)
    {
        if (Silent)
            return [];
        byte[] sent = Duplicate ? [.. bytes, .. bytes] : bytes;
        return Garble is { } garble ? Array.ConvertAll(sent, one => garble(one)) : sent;
    }

    private void Set(ref long count, long bytes)
    {
        lock (_turn)
            count = bytes;
    }

    private bool Count(ref long count)
    {
        lock (_turn)
        {
            if (count == 0)
            {
                count = Never;
                return true;
            }

            if (count != Never)
                count--;
            return false;
        }
    }
}
