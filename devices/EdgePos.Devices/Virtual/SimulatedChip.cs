using System.Threading.Channels;

namespace EdgePos.Devices;

/// <summary>
/// A GPIO chip in memory, for machines that have none: what is outside of it, buttons, lamps and a drawer, is moved and looked at
/// by whoever holds it. It goes on when its lines are closed and opened again, as a real one does.
/// </summary>
public sealed class SimulatedChip(int lines = 32)
{
    private const int ChangesKept = 1024;

    private readonly Lock _turn = new();
    private readonly bool[] _levels = new bool[lines];
    private readonly Channel<(int Line, bool Level)> _changes = Channel.CreateBounded<(int Line, bool Level)>(
        new BoundedChannelOptions(ChangesKept) { FullMode = BoundedChannelFullMode.DropOldest });
    private Opened? _opened;
    private bool _isGone;

    /// <summary>What was written to its outputs, each change of a level once.</summary>
    public ChannelReader<(int Line, bool Level)> Changes => _changes.Reader;

    /// <summary>True while somebody has it open.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_turn)
                return _opened is not null;
        }
    }

    /// <summary>Opens its lines.</summary>
    /// <exception cref="IOException">It has been taken away, or is open already.</exception>
    public IGpioLines Open()
    {
        lock (_turn)
        {
            Check();
            return _opened = _opened is null ? new Opened(this) : throw new IOException("the simulated chip is in use");
        }
    }

    /// <summary>The level of a line now.</summary>
    public bool LevelOf(int line)
    {
        lock (_turn)
            return _levels[line];
    }

    /// <summary>Drives an input from outside: presses a button, opens a drawer.</summary>
    public void Drive(int line, bool level)
    {
        Action<bool>? moved;
        lock (_turn)
        {
            if (_levels[line] == level)
                return;
            _levels[line] = level;
            moved = _opened?.Inputs.GetValueOrDefault(line);
        }

        moved?.Invoke(level);
    }

    /// <summary>Takes the chip away, as when it is on a USB stick that is pulled; or gives it back.</summary>
    public void TakeAway(bool isGone = true)
    {
        lock (_turn)
            _isGone = isGone;
    }

    private void Check()
    {
        if (_isGone)
            throw new IOException("the simulated chip was taken away");
    }

    private void Set(int line, bool level)
    {
        lock (_turn)
        {
            Check();
            if (_levels[line] == level)
                return;
            _levels[line] = level;
            _changes.Writer.TryWrite((line, level));
        }
    }

    private sealed class Opened(SimulatedChip chip) : IGpioLines
    {
        private readonly HashSet<int> _used = [];

        public Dictionary<int, Action<bool>> Inputs { get; } = [];

        public void OpenInput(int line, GpioPull pull, Action<bool> moved)
        {
            lock (chip._turn)
            {
                Use(line);
                Inputs[line] = moved;
            }
        }

        public void OpenOutput(int line, bool level)
        {
            lock (chip._turn)
                Use(line);
            chip.Set(line, level);
        }

        public bool Read(int line)
        {
            lock (chip._turn)
            {
                chip.Check();
                return chip._levels[line];
            }
        }

        public void Write(int line, bool level) => chip.Set(line, level);

        public void Dispose()
        {
            lock (chip._turn)
                chip._opened = null;
        }

        private void Use(int line)
        {
            chip.Check();
            if (line < 0 || line >= chip._levels.Length || !_used.Add(line))
                throw new IOException($"the simulated chip has no line {line}, or it is in use");
        }
    }
}
