namespace EdgePos.Devices;

/// <summary>
/// A scanner: what it reads is told in the order in which it was read. It is only ever listened to; nothing that it sends can
/// stop it, and what did not come through whole is told as lost, since the cashier has heard it beep.
/// </summary>
public abstract class ScannerDriver : DeviceDriver
{
    /// <summary>Codes that were told.</summary>
    public const string GoodScans = "GoodScanCount";

    /// <summary>Codes that were the same again, see <see cref="ScannerSettings.SameAgain"/>.</summary>
    public const string SameScans = "SameScanCount";

    /// <summary>Codes that did not come through whole.</summary>
    public const string LostScans = "LostScanCount";

    private const int ReadBytes = 4096;

    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(20), PauseMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LostInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SameAgainMax = TimeSpan.FromSeconds(10);

    private readonly ScannerSettings _settings;
    private readonly Func<bool, IScanReader> _newReader;
    private readonly TimeSpan _pause;
    private readonly byte[] _buffer = new byte[ReadBytes];
    private readonly List<ScanOutcome> _outcomes = [];

    private IScanReader _reader;
    private Scanned? _last;
    private long _lastAt, _lostTold, _lostCount;
    private TaskCompletionSource<Scanned> _next = NewNext();

    private protected ScannerDriver(
        DeviceDescription description, ScannerSettings settings, TimeSpan usualPause,
            Func<bool, IScanReader> newReader, DeviceSurroundings around)
        : base(description, around)
    {
        Check(settings);
        (_settings, _newReader, _reader) = (settings, newReader, newReader(false));
        _pause = settings.Pause ?? usualPause;
    }

    /// <summary>Waits for the next thing that is scanned. It is told as any other: a scan is never taken out of a sale by a test.</summary>
    /// <exception cref="DeviceFault">The scanner cannot be reached, or nothing was scanned in time.</exception>
    public override async Task<string> TestAsync(CancellationToken deadline)
    {
        if (Health.State is DeviceState.Offline or DeviceState.Unknown)
            throw new DeviceFault(DeviceFaultKind.Offline, Description.Name,
                Health.Reason.Length > 0 ? Health.Reason : "it was not reached yet");
        try
        {
            var scan = await Volatile.Read(ref _next).Task.WaitAsync(deadline);
            string kind = scan.Symbology.Length > 0 ? $"; it says that this is a code of kind {scan.Symbology}" : "";
            return $"read '{scan.Data.Replace("\u001D", "<GS>", StringComparison.Ordinal)}'{kind}";
        }
        catch (OperationCanceledException)
        {
            throw new DeviceFault(DeviceFaultKind.Refused, Description.Name,
                "nothing was scanned in time: does it beep when it reads a code?");
        }
    }

    /// <inheritdoc/>
    protected override Task BeginAsync(IDeviceLink link, CancellationToken stop)
    {
        Renew();
        return base.BeginAsync(link, stop);
    }

    /// <inheritdoc/>
    protected override async Task IdleAsync(IDeviceLink link, CancellationToken untilAsked)
    {
        try
        {
            while (await ReadAsync(link, untilAsked) is not 0 and var count)
            {
                if (count > 0)
                    _reader.Take(_buffer.AsSpan(0, count.Value), _outcomes);
                else
                    _reader.Pause(_outcomes);
                foreach (var outcome in _outcomes)
                    Settle(outcome);
                _outcomes.Clear();
            }

            Broken();
        }
        catch (IOException)
        {
            Broken();
            throw;
        }
    }

    private void Broken()
    {
        if (_reader.IsWithin)
            Lose("the scanner was unplugged or its line broke in the middle of it");
        Renew();
    }

    // What was half, and what was held, is of the old link; whether it sends a suffix is of the scanner.
    private void Renew() => _reader = _newReader(_reader.SendsSuffix);

    // Bytes read; 0: the link was closed; null: a pause within a code.
    private async Task<int?> ReadAsync(IDeviceLink link, CancellationToken untilAsked) => _reader.IsWithin
        ? await link.ReadWithinAsync(_buffer, _pause, Time, untilAsked)
        : await link.ReadAsync(_buffer, untilAsked);

    private void Settle(ScanOutcome outcome)
    {
        if (outcome.Code is not { } code)
        {
            Lose(outcome.Lost);
            return;
        }

        bool isSame = code == _last && Time.GetElapsedTime(_lastAt) < _settings.SameAgain;
        (_last, _lastAt) = (code, Time.GetTimestamp());
        Statistics.Count(isSame ? SameScans : GoodScans);
        if (isSame)
            return;
        Become(DeviceHealth.Well with { Warning = LayoutTrap.Warning(code.Data) });
        Tell(code);
        Interlocked.Exchange(ref _next, NewNext()).TrySetResult(code);
    }

    // A line that is set wrong gives nothing but garbage, a thousand a second: it is told once a second, and how many.
    private void Lose(string reason)
    {
        Statistics.Count(LostScans);
        _lostCount++;
        if (_lostTold != 0 && Time.GetElapsedTime(_lostTold) < LostInterval)
            return;
        Tell(new ScanLost(reason, _lostCount));
        (_lostTold, _lostCount) = (Time.GetTimestamp(), 0);
    }

    private static void Check(ScannerSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.LengthMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.LengthMax, 4000);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.SameAgain, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.SameAgain, SameAgainMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Pause ?? PauseMin, PauseMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Pause ?? PauseMin, PauseMax);
        if (KeyboardLayout.Find(settings.Layout) is null)
            throw new ArgumentException($"'{settings.Layout}' is no layout: us, de or fr", nameof(settings));
    }

    private static TaskCompletionSource<Scanned> NewNext() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
