using System.Globalization;

namespace EdgePos.Devices;

/// <summary>Who may stop whom on a serial line.</summary>
public enum SerialFlow
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>The wires RTS and CTS.</summary>
    RtsCts,

    /// <summary>The characters XON and XOFF.</summary>
    XonXoff,
}

/// <summary>How a serial line is set.</summary>
/// <param name="Baud">Bits a second; one of <see cref="Speeds"/>.</param>
/// <param name="Bits">7 or 8.</param>
/// <param name="Parity">N, E or O.</param>
/// <param name="StopBits">1 or 2.</param>
/// <param name="Flow">Flow control.</param>
public sealed record SerialLine(int Baud, int Bits, char Parity, int StopBits, SerialFlow Flow)
{
    /// <summary>9600 8N1, no flow control: what most devices are delivered with.</summary>
    public static SerialLine Usual { get; } = new(9600, 8, 'N', 1, SerialFlow.None);

    /// <summary>Speeds in bits a second, and what Linux calls them (asm-generic/termbits.h).</summary>
    public static IReadOnlyDictionary<int, uint> Speeds { get; } = new Dictionary<int, uint>
    {
        [1200] = 9,
        [2400] = 11,
        [4800] = 12,
        [9600] = 13,
        [19200] = 14,
        [38400] = 15,
        [57600] = 0x1001,
        [115200] = 0x1002,
    };

    /// <summary>Reads baud=9600&amp;format=7E1&amp;flow=rts; what is not said is as usual. Null where it cannot be read.</summary>
    internal static SerialLine? Of(string query)
    {
        SerialLine? line = Usual;
        foreach (string part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            line = (pair[0], pair.Length == 2 ? pair[1] : "") switch
            {
                ("baud", var value) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int baud)
                    && Speeds.ContainsKey(baud) => line with { Baud = baud },
                ("format", [('7' or '8') and var bits, ('N' or 'E' or 'O') and var parity, ('1' or '2') and var stop]) =>
                    line with { Bits = bits - '0', Parity = parity, StopBits = stop - '0' },
                ("flow", "none") => line with { Flow = SerialFlow.None },
                ("flow", "rts") => line with { Flow = SerialFlow.RtsCts },
                ("flow", "xon") => line with { Flow = SerialFlow.XonXoff },
                _ => null,
            };
            if (line is null)
                return null;
        }

        return line;
    }
}
