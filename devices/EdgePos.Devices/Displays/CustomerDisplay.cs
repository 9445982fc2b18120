namespace EdgePos.Devices;

/// <summary>
/// A customer display of two lines: the one owner of its line. What is shown last wins; what a display that could not be reached has
/// missed is not shown afterwards, only what counts now. Displays do not answer, so whether anybody sees it is not known.
/// </summary>
public sealed class CustomerDisplay : DeviceDriver
{
    /// <summary>Count of the texts that were sent.</summary>
    public const string TextsShown = "TextsShownCount";

    private static readonly TimeSpan WriteWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TestFor = TimeSpan.FromSeconds(2);

    private readonly LinkAddress _address;
    private readonly DisplaySettings _settings;
    private readonly DisplayDialect _dialect;
    private readonly Lock _turn = new();
    private DisplayLines _wanted = DisplayLines.Blank;
    private DisplayLines? _shown; // null: whatever stands there
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Nothing runs before RunAsync.</summary>
    /// <exception cref="ArgumentException">There is no such protocol, or no such display.</exception>
    public CustomerDisplay(DeviceDescription description, LinkAddress address, DisplaySettings settings, DeviceSurroundings around)
        : base(description, around)
    {
        if (settings.Columns is < 8 or > 40)
            throw new ArgumentException("a display has 8 to 40 columns", nameof(settings));
        (_address, _settings) = (address, settings);
        _dialect = DisplayDialect.Find(description.Protocol, settings)
            ?? throw new ArgumentException(
                $"there is no display protocol {description.Protocol}: write one of {string.Join(", ", Protocols)}");
    }

    /// <summary>The protocols that displays can have, as in the settings.</summary>
    public static IReadOnlyList<string> Protocols { get; } = ["cd5220", "escpos-display", "hd44780"];

    /// <summary>Characters in a line.</summary>
    public int Columns => _settings.Columns;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Capabilities => [$"2x{Columns}"];

    /// <summary>Shows two lines as soon as it can. Never waits.</summary>
    public void Show(DisplayLines lines)
    {
        TaskCompletionSource changed;
        lock (_turn)
        {
            if (_wanted == lines)
                return;
            (_wanted, changed, _changed) = (lines, _changed, NewSignal());
        }

        changed.TrySetResult();
    }

    /// <summary>Shows letters that are not on every display, for a moment.</summary>
    public override Task<string> TestAsync(CancellationToken deadline) => AskAsync(
        async (link, token) =>
        {
            _shown = null;
            var test = new DisplayLines("0123456789 ABCDEFGHI", "€ é ë ï ö ü ñ abcdef");
            await link.WriteAsync(_dialect.Show(test), token);
            await Task.Delay(TestFor, Time, token);
            return $"sent to the display: {test.Upper} / {test.Lower}. It does not answer: look whether it stands there";
        },
        deadline);

    /// <inheritdoc/>
    protected override ValueTask<IDeviceLink> OpenLinkAsync(CancellationToken deadline) => _address.OpenAsync(deadline);

    /// <inheritdoc/>
    protected override async Task BeginAsync(IDeviceLink link, CancellationToken stop)
    {
        _shown = null;
        await SendAsync(link, _dialect.Begin(), stop);
        await ShowWantedAsync(link, Wanted().Lines);
        Become(DeviceHealth.Well);
    }

    /// <inheritdoc/>
    protected override async Task IdleAsync(IDeviceLink link, CancellationToken untilAsked)
    {
        while (true)
        {
            var (wanted, changed) = Wanted();
            if (_shown != wanted)
                await ShowWantedAsync(link, wanted);
            await ListenAsync(link, changed, untilAsked);
        }
    }

    // To its end, whoever asks: half a text would stand there.
    private async Task ShowWantedAsync(IDeviceLink link, DisplayLines wanted)
    {
        _shown = null;
        await SendAsync(link, _dialect.Show(wanted), CancellationToken.None);
        _shown = wanted;
        Statistics.Count(TextsShown);
    }

    private async Task SendAsync(IDeviceLink link, byte[] bytes, CancellationToken stop)
    {
        using var deadline = Within(WriteWithin, stop);
        try
        {
            await link.WriteAsync(bytes, deadline.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new IOException("the display takes no bytes");
        }
    }

    // A display says nothing; what is heard is that its link has gone.
    private static async Task ListenAsync(IDeviceLink link, Task changed, CancellationToken untilAsked)
    {
        byte[] said = new byte[64];
        while (!changed.IsCompleted)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(untilAsked);
            var hearing = link.ReadAsync(said, over.Token).AsTask();
            await Task.WhenAny(hearing, changed);
            await over.CancelAsync();
            try
            {
                if (await hearing == 0)
                    throw new IOException("the display closed the link");
            }
            catch (OperationCanceledException) when (!untilAsked.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private (DisplayLines Lines, Task Changed) Wanted()
    {
        lock (_turn)
            return (_wanted, _changed.Task);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
