namespace EdgePos.Devices;

/// <summary>The electronics of a virtual display: bytes in, letters on the glass.</summary>
internal abstract class DisplayMachine(int columns) : IVirtualDevice
{
    private readonly List<byte> _command = [];

    public DisplayGlass Glass { get; } = new(columns);

    protected int Columns { get; } = columns;

    /// <summary>Commands that the document does not have: a driver that sends one is wrong.</summary>
    public int Unknown { get; private set; }

    protected int CodePage { get; set; }

    public virtual void SwitchOn()
    {
        Glass.Clear();
        _command.Clear();
        CodePage = 437;
    }

    public void Take(byte value, List<byte> answers)
    {
        _command.Add(value);
        if (Obeys(_command))
            _command.Clear();
    }

    public static DisplayMachine? Of(string protocol, int columns) => protocol switch
    {
        "cd5220" => new Cd5220Machine(columns),
        "escpos-display" => new EscPosDisplayMachine(columns),
        _ => null,
    };

    /// <summary>True where the command is whole, and was obeyed.</summary>
    protected abstract bool Obeys(List<byte> command);

    protected bool Ignore()
    {
        Unknown++;
        return true;
    }

    protected static bool Do(Action what)
    {
        what();
        return true;
    }

    // Epson, DM-D110 Specification, 4.3 Character Code Tables.
    protected bool ChooseTable(byte number)
    {
        int page = number switch { 0 => 437, 2 => 850, 3 => 860, 4 => 863, 5 => 865, 16 => 1252, 17 => 866, 18 => 852, 19 => 858, _ => 0 };
        if (page == 0)
            return Ignore();
        CodePage = page;
        return true;
    }
}

/// <summary>Partner Tech, CD5220 User's Manual, "CD5220 standard mode command list".</summary>
internal sealed class Cd5220Machine(int columns) : DisplayMachine(columns)
{
    private bool _isStringMode;

    public override void SwitchOn()
    {
        base.SwitchOn();
        _isStringMode = false;
    }

    protected override bool Obeys(List<byte> c) => c switch
    {
        [0x0C] => Do(() => Leave(Glass.Clear)), // CLR
        [0x18] => Do(() => Leave(() => Glass.ClearRow(Glass.Row))), // CAN
        [0x1B] or [0x1B, 0x51] or [0x1B, 0x51, 0x41 or 0x42] => false,
        [0x1B, 0x51, 0x41 or 0x42, .., var last] => last == 0x0D ? Line(c) : c.Count > 64 && Ignore(),
        _ when _isStringMode => Ignore(), // nothing else is understood until CLR or CAN
        [0x0D] => Do(() => Glass.Move(0, Glass.Row)), // CR
        [0x1B, 0x40] => Do(SwitchOn), // ESC @
        [0x1B, 0x74 or 0x66 or 0x63 or 0x2A or 0x5F or 0x3D] => false,
        [0x1B, 0x74, var table] => ChooseTable(table), // ESC t
        [0x1B, 0x66 or 0x63 or 0x2A or 0x5F or 0x3D, _] => true, // font, brightness, cursor, device
        [0x1B, ..] => Ignore(),
        [>= 0x20 and var letter] => Do(() => Glass.Put(DisplayGlass.Letter(letter, CodePage))),
        _ => Ignore(),
    };

    private void Leave(Action clear)
    {
        _isStringMode = false;
        clear();
    }

    // The rest of the line is cleared; what is longer than it is lost.
    private bool Line(List<byte> c)
    {
        int row = c[2] - 0x41;
        Glass.ClearRow(row);
        for (int i = 3; i < c.Count - 1 && i - 3 < Columns; i++)
        {
            Glass.Move(i - 3, row);
            Glass.Put(DisplayGlass.Letter(c[i], CodePage));
        }

        return _isStringMode = true;
    }
}

/// <summary>Epson, DM-D110 Specification, 5.4 Command Details.</summary>
internal sealed class EscPosDisplayMachine(int columns) : DisplayMachine(columns)
{
    protected override bool Obeys(List<byte> c) => c switch
    {
        [0x0C] => Do(Glass.Clear),
        [0x18] => Do(() => Glass.ClearRow(Glass.Row)),
        [0x0B] => Do(() => Glass.Move(0, 0)),
        [0x0D] => Do(() => Glass.Move(0, Glass.Row)),
        [0x1B] or [0x1F] => false,
        [0x1B, 0x40] => Do(SwitchOn),
        [0x1B, 0x74 or 0x52 or 0x3D] => false,
        [0x1B, 0x74, var table] => ChooseTable(table),
        [0x1B, 0x52 or 0x3D, _] => true, // international set, device
        [0x1F, 0x01] => true, // overwrite mode
        [0x1F, 0x24 or 0x43 or 0x58 or 0x45] => false,
        [0x1F, 0x24, _] => false,
        [0x1F, 0x24, var column, var row] => Glass.Move(column - 1, row - 1) || Ignore(),
        [0x1F, 0x43 or 0x58 or 0x45, _] => true, // cursor, brightness, blinking
        [0x1B or 0x1F, ..] => Ignore(),
        [>= 0x20 and var letter] => Do(() => Glass.Put(DisplayGlass.Letter(letter, CodePage))),
        _ => Ignore(),
    };
}
