namespace EdgePos.Devices;

/// <summary>What a label printer's driver is told.</summary>
/// <param name="Media">The labels in it.</param>
public sealed record LabelPrinterSettings(LabelMedia Media)
{
    /// <summary>The longest that labels wait in a printer that has run out in the middle of them.</summary>
    public TimeSpan HoldMax { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often it is asked how it is.</summary>
    public TimeSpan AskEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often it is asked while labels come out.</summary>
    public TimeSpan AskPrintingEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Labels sent at once: so many at most are unknown when the link breaks.</summary>
    public int Together { get; init; } = 10;
}

/// <summary>
/// A label printer that speaks ZPL II. Before labels it is asked whether it can print, after them until it holds none any more.
/// </summary>
public sealed class LabelPrinter(
    DeviceDescription description, LinkAddress address, LabelPrinterSettings settings, DeviceSurroundings around)
    : DeviceDriver(description, around)
{
    private const string NoAnswer = "the printer does not answer";

    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestLabel = TimeSpan.FromSeconds(10);

    // Many models say nothing at all to ~HS while they cannot print.
    private static readonly DeviceHealth Speechless = new(
        DeviceState.Error, "the printer says nothing of itself",
        "are labels and ribbon in it, and is the head shut? Else switch it off and on");

    private static readonly byte[] AskStatus = "~HS\r\n"u8.ToArray();
    private static readonly byte[] CancelAll = "~JA\r\n"u8.ToArray();

    private readonly byte[] _buffer = new byte[256];
    private ZplStatus _words = new();
    private LabelPrinterStatus? _last;
    private bool _isClear;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Capabilities => ["labels", "barcode", "status", "proof"];

    /// <summary>Labels sent at once: so many at most are unknown when the link breaks.</summary>
    public int Together => settings.Together;

    /// <summary>Prints labels and waits until the printer holds none of them any more. Ends by itself.</summary>
    public async Task<LabelResult> PrintAsync(IReadOnlyList<ShelfLabel> labels)
    {
        int printed = 0, sent = 0;
        try
        {
            return await AskAsync(
                async (link, stop) =>
                {
                    while (printed < labels.Count)
                    {
                        if (await HindranceAsync(link, stop) is { Length: > 0 } hindrance)
                            return new LabelResult(printed, 0, hindrance);
                        var some = labels.Skip(printed).Take(settings.Together).ToList();
                        sent = printed + some.Count;
                        byte[] zpl = [.. some.SelectMany(label => ZplEncoder.Encode(label, settings.Media))];
                        await SendAsync(link, zpl, LongestLabel * some.Count, stop);
                        await ProveAsync(link, some.Count, stop);
                        printed = sent;
                        Statistics.Count("LabelPrintedCount", some.Count);
                    }

                    return new LabelResult(printed, 0, "");
                }, CancellationToken.None);
        }
        catch (DeviceFault fault)
        {
            return new LabelResult(printed, sent - printed, fault.Reason);
        }
    }

    /// <inheritdoc/>
    public override async Task<string> TestAsync(CancellationToken deadline)
    {
        var label = new ShelfLabel("EdgePos é ü ł ñ ^~_", "€ 1,23", "€ 4,56 / kg", "4006381333931", Description.Name);
        var result = await PrintAsync([label]).WaitAsync(deadline);
        if (result.Printed == 1)
            return "a label was printed: compare its accents, its edges and its code";
        var kind = result.Unknown > 0 ? DeviceFaultKind.OutcomeUnknown : DeviceFaultKind.Refused;
        throw new DeviceFault(kind, Description.Name, result.Reason);
    }

    /// <inheritdoc/>
    protected override ValueTask<IDeviceLink> OpenLinkAsync(CancellationToken deadline) => address.OpenAsync(deadline);

    /// <inheritdoc/>
    protected override async Task BeginAsync(IDeviceLink link, CancellationToken stop)
    {
        (_words, _isClear) = (new ZplStatus(), false);
        await HindranceAsync(link, stop);
    }

    /// <inheritdoc/>
    protected override async Task IdleAsync(IDeviceLink link, CancellationToken untilAsked)
    {
        while (true)
        {
            if (await HearAsync(link, settings.AskEvery, untilAsked))
                continue;
            // A question that was asked is heard out, also when somebody asks for something else meanwhile.
            await HindranceAsync(link, CancellationToken.None);
            untilAsked.ThrowIfCancellationRequested();
        }
    }

    // Half a label of an earlier program would take the next one for its own, and whole ones would come out of turn.
    private async Task<string> HindranceAsync(IDeviceLink link, CancellationToken stop)
    {
        if (!_isClear)
        {
            await SendAsync(link, CancelAll, AnswerDeadline, stop);
            _isClear = true;
        }

        var status = await StatusAsync(link, stop);
        return status is null ? NoAnswer : status.Hindrance;
    }

    private async Task<LabelPrinterStatus?> StatusAsync(IDeviceLink link, CancellationToken stop)
    {
        while (await HearAsync(link, AtOnce, stop))
        {
            // What came twice or too late is no answer to what is asked now.
        }

        _last = null;
        await SendAsync(link, AskStatus, AnswerDeadline, stop);
        long asked = Time.GetTimestamp();
        while (_last is null && AnswerDeadline - Time.GetElapsedTime(asked) is { Ticks: > 0 } left)
            await HearAsync(link, left, stop);
        Become(_last is not { } told ? Speechless
            : told.Hindrance.Length > 0 ? new DeviceHealth(DeviceState.Error, told.Hindrance, told.Advice) : DeviceHealth.Well);
        return _last;
    }

    private async Task ProveAsync(IDeviceLink link, int labels, CancellationToken stop)
    {
        TimeSpan left = LongestLabel * labels, held = TimeSpan.Zero;
        int free = 0;
        while (true)
        {
            long begun = Time.GetTimestamp();
            var status = await StatusAsync(link, stop);
            bool isFree = status is { Held: 0, Hindrance.Length: 0 };
            // Said twice: the first time it may be an answer to a question of before the labels.
            free = isFree ? free + 1 : 0;
            if (free == 2)
                return;
            if (isFree)
                continue;
            await HearAsync(link, settings.AskPrintingEvery, stop);
            var spent = Time.GetElapsedTime(begun);
            if (status is { Hindrance.Length: 0 })
                left -= spent;
            else
                held += spent;
            if (left <= TimeSpan.Zero)
                throw new IOException("the printer did not say in time that it was through");
            if (held > settings.HoldMax)
                throw new IOException($"{status?.Hindrance ?? NoAnswer} in the middle, and it stayed so");
        }
    }

    private async Task SendAsync(IDeviceLink link, byte[] bytes, TimeSpan within, CancellationToken stop)
    {
        using var deadline = Within(within, stop);
        await link.WriteAsync(bytes, deadline.Token);
    }

    private async Task<bool> HearAsync(IDeviceLink link, TimeSpan within, CancellationToken stop)
    {
        if (await link.ReadWithinAsync(_buffer, within, Time, stop) is not { } count)
            return false;
        if (count == 0)
            throw new IOException("the printer closed the link");
        foreach (byte value in _buffer.AsSpan(0, count))
            _last = _words.Take(value) ?? _last;
        return true;
    }
}
