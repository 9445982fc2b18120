namespace EdgePos.Devices;

/// <summary>
/// What in a Star printer is not paper: the buffer, the sensors, the status and its counter. Written from Star Micronics,
/// "STAR Line Mode Command Specifications": ESC ACK SOH is obeyed on arrival, ETB and ESC RS when their turn comes.
/// </summary>
internal sealed class StarElectronics(StarPaperMachine machine, Action<Paper> cut) : PrinterElectronics
{
    private const byte Esc = 0x1B, Ack = 0x06, Soh = 0x01;
    private const int Counts = 32;

    private int _counter;
    private bool _isEtb, _tells;

    public override Paper Hanging => machine.Hanging;

    public override int DrawerOpenings => machine.DrawerOpenings;

    public override long Unknown => machine.Unknown;

    protected override void Hear(byte value, List<byte> says)
    {
        RealTime.Add(value);
        byte[] wanted = [Esc, Ack, Soh];
        if (!wanted.AsSpan().StartsWith(RealTime.ToArray()))
        {
            // Nothing of it is for at once, unless its last byte begins anew.
            foreach (byte plain in RealTime[..^1])
                Buffer.Enqueue(plain);
            RealTime.Clear();
            if (value == Esc)
                RealTime.Add(value);
            else
                Buffer.Enqueue(value);
        }
        else if (RealTime.Count == wanted.Length)
        {
            RealTime.Clear();
            Tell(says);
        }
    }

    protected override void Print(byte value, List<byte> says)
    {
        int openings = machine.DrawerOpenings;
        if (machine.Take(value) is { } command)
            Obey(command, says);
        if (machine.DrawerOpenings != openings)
            Sensed = Sensed with { DrawerOpen = true };
        while (machine.Cut.TryDequeue(out var paper))
            cut(paper);
    }

    protected override void TellChanges(List<byte> says)
    {
        if (_tells)
            Tell(says);
    }

    protected override void Reset()
    {
        (_counter, _isEtb, _tells) = (0, false, false);
        machine.PowerUp();
    }

    private void Obey(byte[] c, List<byte> says)
    {
        switch (c)
        {
            case [0x17]: // ETB
                (_counter, _isEtb) = ((_counter + 1) % Counts, true);
                if (_tells)
                    Tell(says);
                break;
            case [Esc, 0x1E, (byte)'E', _]:
                (_counter, _isEtb) = (0, false);
                break;
            case [Esc, 0x1E, (byte)'a', var n]:
                _tells = n % 48 != 0;
                break;
        }
    }

    // Nine bytes: header, version, printer, error, error, sensor, sensor, counter, presenter.
    private void Tell(List<byte> says)
    {
        says.AddRange([
            0x23, 0x06,
            (byte)((_isEtb ? 0x02 : 0) | (Sensed.DrawerHigh ? 0x04 : 0) | (Sensed.CanPrint ? 0 : 0x08)
                | (Sensed.CoverOpen ? 0x20 : 0)),
            (byte)((Sensed.KnifeStuck ? 0x08 : 0) | (Sensed.HeadHot ? 0x40 : 0)),
            0,
            (byte)((Sensed.PaperOut ? 0x08 : 0) | (Sensed.PaperOut || Sensed.PaperNearEnd ? 0x04 : 0)),
            0,
            (byte)(((_counter & 7) << 1) | ((_counter & 0x18) << 2)),
            0,
        ]);
        _isEtb = false; // cleared when it was told
    }
}
