using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// What in an ESC/POS printer is not paper: the buffer, the sensors, and the answers. Written from the manufacturer's command
/// reference: DLE EOT, DLE DC4, GS a, GS r, GS I, GS ( H.
/// </summary>
internal sealed class EscPosElectronics(EscPosPaperMachine machine, Action<Paper> cut) : PrinterElectronics
{
    private const byte Dle = 0x10, Eot = 0x04, Enq = 0x05, Dc4 = 0x14;

    private static readonly byte[] ClearBuffer = [Dle, Dc4, 8, 1, 3, 20, 1, 6, 2, 8];

    private byte[] _toldLast = [];
    private byte _tells;

    /// <summary>It knows GS ( H; many that are said to be compatible do not.</summary>
    public bool KnowsJobNumbers { get; set; } = true;

    public override Paper Hanging => machine.Hanging;

    public override int DrawerOpenings => machine.DrawerOpenings;

    public override long Unknown => machine.Unknown;

    protected override void Hear(byte value, List<byte> says)
    {
        if (RealTime.Count == 0 && value != Dle)
        {
            Buffer.Enqueue(value);
            return;
        }

        RealTime.Add(value);
        if (IsWhole())
            ObeyAtOnce(says);
    }

    protected override void Reset()
    {
        (_tells, _toldLast) = (0, []);
        machine.PowerUp();
    }

    // True when it is clear what the bytes from DLE on are.
    private bool IsWhole() => RealTime.Count switch
    {
        1 => false,
        2 => RealTime[1] is not (Eot or Enq or Dc4),
        _ => RealTime[1] != Dc4 || RealTime.Count >= RealTime[2] switch { 1 or 2 => 5, 8 => ClearBuffer.Length, _ => 3 },
    };

    private void ObeyAtOnce(List<byte> says)
    {
        byte[] c = [.. RealTime];
        RealTime.Clear();
        switch (c[1])
        {
            case Eot:
                says.Add(AnswerTo(c[2]));
                break;
            case Enq:
                break; // there is no error that it could recover from
            case Dc4 when c[2] == 1:
                machine.OpenDrawer();
                OpenDrawer(says);
                break;
            case Dc4 when c.AsSpan().SequenceEqual(ClearBuffer):
                Buffer.Clear();
                machine.Forget();
                says.AddRange([0x37, 0x25, 0]);
                break;
            default:
                foreach (byte plain in c[..^1])
                    Buffer.Enqueue(plain);
                if (c[^1] == Dle)
                    RealTime.Add(Dle); // it may begin one itself
                else
                    Buffer.Enqueue(c[^1]);
                break;
        }
    }

    protected override void Print(byte value, List<byte> says)
    {
        int openings = machine.DrawerOpenings;
        if (machine.Take(value) is { } command)
            Answer(command, says);
        if (machine.DrawerOpenings != openings)
            OpenDrawer(says);
        while (machine.Cut.TryDequeue(out var paper))
            cut(paper);
    }

    private void Answer(byte[] c, List<byte> says)
    {
        switch ((char)c[1])
        {
            case 'r':
                says.Add((byte)(c[2] % 48 == 2 ? (Sensed.DrawerHigh ? 1 : 0) : PaperBits()));
                break;
            case 'I':
                Identify((char)c[2], says);
                break;
            case 'a':
                (_tells, _toldLast) = (c[2], []);
                TellChanges(says);
                break;
            case '(' when KnowsJobNumbers && c.Length == 11 && c[5] == 48 && c[6] == 48: // GS ( H
                says.AddRange([0x37, 0x22, .. c[7..11], 0]);
                break;
        }
    }

    private static void Identify(char what, List<byte> says)
    {
        switch (what)
        {
            case 'A' or 'B' or 'C':
                says.AddRange([(byte)'_', .. Encoding.ASCII.GetBytes(what switch { 'A' => "1.00", 'B' => "EDGEPOS", _ => "VIRTUAL" }), 0]);
                break;
            case '\x01' or '1':
                says.Add(0x20);
                break;
            default:
                says.Add(0x02); // type: with a knife
                break;
        }
    }

    private void OpenDrawer(List<byte> says)
    {
        Sensed = Sensed with { DrawerOpen = true };
        TellChanges(says);
    }

    protected override void TellChanges(List<byte> says)
    {
        if (_tells == 0)
            return;
        byte[] told = Automatic();
        if (!told.AsSpan().SequenceEqual(_toldLast))
            says.AddRange(told);
        _toldLast = told;
    }

    private byte[] Automatic() =>
    [
        (byte)(0x10 | (Sensed.DrawerHigh ? 0x04 : 0) | (Sensed.CanPrint ? 0 : 0x08) | (Sensed.CoverOpen ? 0x20 : 0)),
        (byte)((Sensed.KnifeStuck ? 0x08 : 0) | (Sensed.HeadHot ? 0x40 : 0)),
        (byte)PaperBits(),
        0x0F,
    ];

    private int PaperBits() => (Sensed.PaperOut ? 0x0C : 0) | (Sensed.PaperOut || Sensed.PaperNearEnd ? 0x03 : 0);

    private byte AnswerTo(byte question) => (byte)(0x12 | question switch
    {
        1 => (Sensed.DrawerHigh ? 0x04 : 0) | (Sensed.CanPrint ? 0 : 0x08),
        2 => (Sensed.CoverOpen ? 0x04 : 0) | (Sensed.PaperOut ? 0x20 : 0) | (Sensed.KnifeStuck || Sensed.HeadHot ? 0x40 : 0),
        3 => (Sensed.KnifeStuck ? 0x08 : 0) | (Sensed.HeadHot ? 0x40 : 0),
        4 => (Sensed.PaperOut ? 0x60 : 0) | (Sensed.PaperOut || Sensed.PaperNearEnd ? 0x0C : 0),
        _ => 0,
    });
}
