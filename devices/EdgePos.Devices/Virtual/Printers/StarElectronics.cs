namespace EdgePos.Devices;

/// <summary>
/// What in a Star printer is not paper: the buffer, the sensors, the status and its counter. Written from Star Micronics,
/// "STAR Line Mode Command Specifications": ESC ACK SOH is obeyed on arrival, ETB and ESC RS when their turn comes.
/// </summary>
internal sealed class StarElectronics(StarPaperMachine machine, Action<Paper> cut) : IPrinterElectronics
{
    private const byte Esc = 0x1B, Ack = 0x06, Soh = 0x01;
    private const int Counts = 32;

    private readonly Lock _turn = new();
    private readonly Queue<byte> _buffer = new();
    private readonly List<byte> _realTime = [];
    private PrinterSensors _sensors = new();
    private int _counter;
    private bool _isEtb, _tells;

    public Paper Hanging => machine.Hanging;

    public int DrawerOpenings => machine.DrawerOpenings;

    public long Unknown => machine.Unknown;

    public PrinterSensors Sensors
    {
        get
        {
            lock (_turn)
                return _sensors;
        }
    }

    public int Buffered
    {
        get
        {
            lock (_turn)
                return _buffer.Count;
        }
    }

    public void Change(Func<PrinterSensors, PrinterSensors> change, List<byte> says)
    {
        lock (_turn)
        {
            _sensors = change(_sensors);
            if (_tells)
                Tell(says);
        }
    }

    public void Take(byte value, List<byte> says)
    {
        lock (_turn)
        {
            _realTime.Add(value);
            byte[] wanted = [Esc, Ack, Soh];
            if (!wanted.AsSpan().StartsWith(_realTime.ToArray()))
            {
                // Nothing of it is for at once, unless its last byte begins anew.
                foreach (byte plain in _realTime[..^1])
                    _buffer.Enqueue(plain);
                _realTime.Clear();
                if (value == Esc)
                    _realTime.Add(value);
                else
                    _buffer.Enqueue(value);
            }
            else if (_realTime.Count == wanted.Length)
            {
                _realTime.Clear();
                Tell(says);
            }
        }
    }

    public void Work(int bytesMax, List<byte> says)
    {
        lock (_turn)
        {
            while (bytesMax-- > 0 && _sensors.CanPrint && _buffer.TryDequeue(out byte value))
            {
                int openings = machine.DrawerOpenings;
                if (machine.Take(value) is { } command)
                    Obey(command, says);
                if (machine.DrawerOpenings != openings)
                    _sensors = _sensors with { DrawerOpen = true };
                while (machine.Cut.TryDequeue(out var paper))
                    cut(paper);
            }
        }
    }

    public void PowerUp()
    {
        lock (_turn)
        {
            _buffer.Clear();
            _realTime.Clear();
            (_counter, _isEtb, _tells) = (0, false, false);
            machine.PowerUp();
        }
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
            (byte)((_isEtb ? 0x02 : 0) | (_sensors.DrawerHigh ? 0x04 : 0) | (_sensors.CanPrint ? 0 : 0x08)
                | (_sensors.CoverOpen ? 0x20 : 0)),
            (byte)((_sensors.KnifeStuck ? 0x08 : 0) | (_sensors.HeadHot ? 0x40 : 0)),
            0,
            (byte)((_sensors.PaperOut ? 0x08 : 0) | (_sensors.PaperOut || _sensors.PaperNearEnd ? 0x04 : 0)),
            0,
            (byte)(((_counter & 7) << 1) | ((_counter & 0x18) << 2)),
            0,
        ]);
        _isEtb = false; // cleared when it was told
    }
}
