namespace EdgePos.Devices;

/// <summary>
/// Buttons, lamps and buzzers on the lines of a chip. A button is told when it has stayed for the time of the settings; lamps and
/// buzzers do what they were last asked, also after the chip was away, and are off while the driver does not run.
/// </summary>
public sealed class SignalPanel : DeviceDriver
{
    private const int LinesMax = 64;

    // Edges right after a line was opened may be missed, and a chatter may push edges out: so levels are looked at now and then.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1), TestLength = TimeSpan.FromMilliseconds(500);

    private readonly Func<IGpioLines> _chip;
    private readonly SignalSettings _settings;
    private readonly IReadOnlyList<SignalLine> _buttons, _outputs;
    private readonly Dictionary<int, Debounce> _debounces = [];
    private readonly Dictionary<int, (SignalAction Action, TimeSpan Since)> _actions = [];

    /// <summary>A panel; nothing runs yet.</summary>
    /// <param name="description">What it is.</param>
    /// <param name="chip">Opens the chip; throws IOException while it cannot.</param>
    /// <param name="settings">Its lines.</param>
    /// <param name="around">Handed in.</param>
    public SignalPanel(DeviceDescription description, Func<IGpioLines> chip, SignalSettings settings, DeviceSurroundings around)
        : base(description, around)
    {
        Check(settings);
        (_chip, _settings) = (chip, settings);
        _buttons = [.. settings.Lines.Where(line => line.Kind == SignalKind.Button)];
        _outputs = [.. settings.Lines.Where(line => line.Kind != SignalKind.Button)];
        foreach (var output in _outputs)
            _actions[output.Line] = (new SignalOff(), default);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Capabilities =>
        [.. _settings.Lines.Select(line => $"{line.Kind.ToString().ToLowerInvariant()}:{line.Name}")];

    /// <summary>Names of its lamps and buzzers.</summary>
    public IReadOnlyList<string> Outputs => [.. _outputs.Select(one => one.Name)];

    /// <summary>Has a lamp or a buzzer do something.</summary>
    /// <param name="name">Its name, as in the settings.</param>
    /// <param name="action">What; it takes the place of what it did.</param>
    /// <param name="deadline">Ends the waiting for its turn.</param>
    /// <exception cref="DeviceFault">There is no such lamp, the action makes no sense, or the chip cannot be reached.</exception>
    public Task DoAsync(string name, SignalAction action, CancellationToken deadline)
    {
        var output = _outputs.FirstOrDefault(one => one.Name == name)
            ?? throw new DeviceFault(DeviceFaultKind.Refused, Description.Name, $"it has no lamp or buzzer '{name}'");
        if (action.Problem.Length > 0)
            throw new DeviceFault(DeviceFaultKind.Refused, Description.Name, action.Problem);
        return AskAsync(
            (link, _) =>
            {
                _actions[output.Line] = (action, Now);
                Show((GpioLink)link, output);
                return Task.FromResult(true);
            }, deadline);
    }

    /// <summary>Has each lamp and buzzer light up or sound for half a second, one after the other, and says which buttons are
    /// pressed.</summary>
    public override Task<string> TestAsync(CancellationToken deadline) => AskAsync(
        async (link, token) =>
        {
            var lines = (GpioLink)link;
            foreach (var output in _outputs)
            {
                lines.Write(output.Line, output.OnLevel);
                await Task.Delay(TestLength, Time, token);
                lines.Write(output.Line, !output.OnLevel);
            }

            foreach (var output in _outputs)
                Show(lines, output);
            string shown = _outputs.Count > 0
                ? $"switched on one after the other: {string.Join(", ", _outputs.Select(one => one.Name))}. " : "";
            string[] pressed = [.. _buttons.Where(one => lines.Read(one.Line) == one.OnLevel).Select(one => one.Name)];
            return $"{shown}Pressed now: {(pressed.Length > 0 ? string.Join(", ", pressed) : "no button")}";
        }, deadline);

    /// <inheritdoc/>
    protected override ValueTask<IDeviceLink> OpenLinkAsync(CancellationToken deadline) => new(GpioLink.Open(
        _chip,
        [.. _buttons.Select(one => new GpioInput(one.Line, one.Hold))],
        [.. _outputs.Select(one => new GpioOutput(one.Line, !one.OnLevel))],
        Time));

    /// <inheritdoc/>
    protected override Task BeginAsync(IDeviceLink link, CancellationToken stop)
    {
        var lines = (GpioLink)link;
        foreach (var output in _outputs)
            Show(lines, output);

        // What is pressed at the start is told like a press; what was pressed before the chip was away, when it no longer is.
        foreach (var button in _buttons.Where(one => !_debounces.ContainsKey(one.Line)))
            _debounces[button.Line] = new Debounce(_settings.Debounce, !button.OnLevel);
        LookAtLevels(lines);
        return base.BeginAsync(link, stop);
    }

    /// <inheritdoc/>
    protected override async Task IdleAsync(IDeviceLink link, CancellationToken untilAsked)
    {
        var lines = (GpioLink)link;
        while (true)
        {
            while (lines.Edges.TryRead(out var edge))
                Take(edge.Line, edge.Level, edge.At);
            foreach (var output in _outputs)
                Show(lines, output);
            LookAtLevels(lines);
            using var next = Within(NextTurn(), untilAsked);
            try
            {
                await lines.Edges.WaitToReadAsync(next.Token);
            }
            catch (OperationCanceledException) when (!untilAsked.IsCancellationRequested)
            {
                // Nothing came: something is due.
            }
        }
    }

    private void Take(int line, bool level, TimeSpan at)
    {
        if (_debounces[line].Edge(level, at))
            TellOf(line);
    }

    // An edge that was missed is made up for: the level is there, only when it came is not known.
    private void LookAtLevels(GpioLink lines)
    {
        foreach (var button in _buttons)
            Take(button.Line, lines.Read(button.Line), Now);
    }

    private void TellOf(int line)
    {
        var button = _buttons.First(one => one.Line == line);
        Tell(new SignalChanged(button.Name, _debounces[line].Level == button.OnLevel));
    }

    private void Show(GpioLink lines, SignalLine output)
    {
        var (action, since) = _actions[output.Line];
        bool level = action.IsOn(Now - since) == output.OnLevel;
        if (lines.Read(output.Line) != level)
            lines.Write(output.Line, level);
    }

    private TimeSpan NextTurn()
    {
        var now = Now;
        var due = now + LookEvery;
        foreach (var (action, since) in _actions.Values)
        {
            if (action.NextChange(now - since) is { } change && since + change < due)
                due = since + change;
        }

        foreach (var debounce in _debounces.Values)
        {
            if (debounce.CountsAt is { } at && at < due)
                due = at;
        }

        return due > now ? due - now : TimeSpan.FromMilliseconds(1);
    }

    private TimeSpan Now => Time.GetElapsedTime(0);

    private static void Check(SignalSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Debounce, TimeSpan.FromMilliseconds(5));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Debounce, TimeSpan.FromMilliseconds(200));
        ArgumentOutOfRangeException.ThrowIfZero(settings.Lines.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Lines.Count, LinesMax);
        if (settings.Lines.DistinctBy(line => line.Name).Count() < settings.Lines.Count
            || settings.Lines.DistinctBy(line => line.Line).Count() < settings.Lines.Count)
            throw new ArgumentException("two lines of a panel have the same name or number", nameof(settings));
    }
}
