using System.Buffers.Binary;

namespace EdgePos.Fleet;

/// <summary>
/// Dice that fall the same way for the same seed and the same matter, on every machine: so nothing of a journal need be kept that
/// can be thrown again. SplitMix64. Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
/// </summary>
internal struct Dice(ulong state)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>Dice for one matter.</summary>
    public static Dice Of(long seed, Matter matter, long a, long b = 0, long c = 0)
    {
        ulong state = Mixed((ulong)seed + Step);
        foreach (long part in (ReadOnlySpan<long>)[(long)matter, a, b, c])
            state = Mixed((state * 31) + (ulong)part + Step);
        return new Dice(state);
    }

    /// <summary>From 0 to one less than a number.</summary>
    public int Next(int count) => (int)(((UInt128)Next() * (ulong)count) >> 64);

    /// <summary>From a number to another, both may come.</summary>
    public int Between(int least, int most) => least + Next(most - least + 1);

    /// <summary>From 0 to 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True so often.</summary>
    public bool Falls(double share) => Share() < share;

    /// <summary>An id.</summary>
    public Guid Id() => new(Bytes(16));

    /// <summary>Bytes.</summary>
    public byte[] Bytes(int count)
    {
        byte[] bytes = new byte[(count + 7) / 8 * 8];
        for (int i = 0; i < bytes.Length; i += 8)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i), Next());
        return bytes[..count];
    }

    private ulong Next() => Mixed(state += Step);

    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>What is thrown for. The numbers are part of what a seed means.</summary>
internal enum Matter
{
    Store = 1,
    Day = 2,
    Outage = 3,
    Basket = 4,
    Payment = 5,
    Goods = 6,
    Till = 7,
    Key = 8,
}
