namespace EdgePos.Tests;

/// <summary>The ways in which a power cut may treat what was not synced.</summary>
internal static class PowerCuts
{
    /// <summary>Nothing of it is there.</summary>
    public static IPowerCut NothingArrives { get; } = new Fate((_, _) => 0, () => false);

    /// <summary>All of it is there.</summary>
    public static IPowerCut AllArrives { get; } = new Fate((length, _) => length, () => true);

    /// <summary>Every write is there or not or torn, as the dice fall.</summary>
    public static IPowerCut Dice(Random random) => new Fate(
        (length, sector) => random.Next(3) switch
        {
            0 => 0,
            1 => length,
            _ => Math.Min(length, sector * random.Next((length / sector) + 1)),
        },
        () => random.Next(2) == 0);

    /// <summary>Every write is torn somewhere.</summary>
    public static IPowerCut AllTorn(Random random) =>
        new Fate((length, sector) => Math.Min(length, sector * random.Next((length / sector) + 1)), () => true);

    private sealed class Fate(Func<int, int, int> bytes, Func<bool> arrives) : IPowerCut
    {
        public int BytesThatArrive(int length, int sector) => bytes(length, sector);

        public bool Arrives() => arrives();
    }
}
