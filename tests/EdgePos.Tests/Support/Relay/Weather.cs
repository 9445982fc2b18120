namespace EdgePos.Tests;

/// <summary>What a line does to the packets on it, in thousandths of all packets.</summary>
internal sealed record Weather(string Name)
{
    /// <summary>Nothing happens.</summary>
    public static readonly Weather Fair = new("fair");

    /// <summary>Each kind of trouble alone, and all together.</summary>
    public static readonly Weather[] All =
    [
        new("slow") { Slow = 300 },
        new("loses messages") { Lost = 100 },
        new("acknowledges and forgets") { Forgotten = 100 },
        new("sends twice") { Twice = 150 },
        new("changes the order") { Held = 150 },
        new("cuts in the middle of a packet") { Cut = 40 },
        new("falls silent") { BlackHole = 30 },
        new("delivers late what was sent before the cut") { Cut = 40, Ghosts = true },
        new("speaks another language") { Garbage = 40 },
        new("everything")
        {
            Slow = 50, Lost = 40, Forgotten = 40, Twice = 50, Held = 50, Cut = 15, BlackHole = 5, Ghosts = true, Garbage = 5,
        },
    ];

    /// <summary>Wait up to 30 ms.</summary>
    public int Slow { get; init; }

    /// <summary>Messages that are not passed on.</summary>
    public int Lost { get; init; }

    /// <summary>Messages that are acknowledged to their sender and not passed on.</summary>
    public int Forgotten { get; init; }

    /// <summary>Messages that arrive twice.</summary>
    public int Twice { get; init; }

    /// <summary>Messages that arrive after the one behind them.</summary>
    public int Held { get; init; }

    /// <summary>Half of the packet arrives, and the connection is gone.</summary>
    public int Cut { get; init; }

    /// <summary>From here on nothing arrives, and nobody is told.</summary>
    public int BlackHole { get; init; }

    /// <summary>Bytes that are no packets arrive instead, and then nothing.</summary>
    public int Garbage { get; init; }

    /// <summary>What was on its way when the line was cut arrives after the new connection has been made.</summary>
    public bool Ghosts { get; init; }
}
