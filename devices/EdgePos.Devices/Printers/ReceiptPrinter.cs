namespace EdgePos.Devices;

/// <summary>
/// A receipt printer, in whatever dialect. Before a job it is asked whether it can print, after a job for proof that it did; in
/// between it is listened to: paper, cover, knife, and the sensor of the drawer that is plugged into it.
/// </summary>
public sealed class ReceiptPrinter : DeviceDriver
{
    private const string NoAnswer = "the printer does not answer";

    // How long a job waits for a printer that is being opened, or opened again.
    private static readonly TimeSpan ReachWithin = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan PulseProof = TimeSpan.FromSeconds(3);

    private readonly LinkAddress _address;
    private readonly ReceiptPrinterSettings _settings;
    private readonly PrinterProfile _profile;
    private readonly int _firstJob;
    private volatile TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PrinterTalk? _talk;

    // False: the printer may hold the rest of an earlier job, whose proof must not be taken for that of the next one.
    private bool _isSettled;
    private bool _knifeWasStuck;
    private int _drawerLevel = -1;

    /// <summary>Nothing is opened before <see cref="DeviceDriver.RunAsync"/>.</summary>
    public ReceiptPrinter(
        DeviceDescription description, LinkAddress address, ReceiptPrinterSettings settings, DeviceSurroundings around)
        : base(description, around)
    {
        (_address, _settings, _profile) = (address, settings, settings.Profile);
        _firstJob = around.Random().Next(10_000);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Capabilities => PrinterCapabilities.Of(_profile);

    /// <summary>
    /// Level of the drawer's sensor, at pin 3 of its plug; null: not told yet. Which level means open depends on the drawer.
    /// </summary>
    public bool? DrawerLevel => Volatile.Read(ref _drawerLevel) switch { 0 => false, 1 => true, _ => null };

    /// <summary>The level changed, or was told for the first time. Called in the printer's loop: it must not wait.</summary>
    public event Action<bool>? DrawerLevelChanged;

    /// <summary>Prints a document and waits for the proof. Ends by itself: every wait has a deadline.</summary>
    public async Task<PrintResult> PrintAsync(PrintDocument document)
    {
        var job = PrinterDialects.Encode(document, _profile);
        string reason = "";
        // A link that broke while nothing was printed may show only when it is used: then once more on a new one.
        for (int attempt = 0; attempt < 2; attempt++)
        {
            if (!await IsReachedAsync())
                return new PrintResult(PrintOutcome.NotBegun, Health.Reason is { Length: > 0 } known ? known : NoAnswer);
            bool isBegun = false;
            try
            {
                return await AskAsync((_, stop) => PrintAsync(job, () => isBegun = true, stop), CancellationToken.None);
            }
            catch (DeviceFault fault)
            {
                if (isBegun)
                {
                    Statistics.Count("JobUnknownCount");
                    return new PrintResult(PrintOutcome.Unknown, fault.Reason);
                }

                reason = fault.Reason;
            }
        }

        return new PrintResult(PrintOutcome.NotBegun, reason);
    }

    /// <summary>Opens the drawer that is plugged into the printer.</summary>
    /// <exception cref="DeviceFault">It was not opened, or nobody knows.</exception>
    public Task KickDrawerAsync(DrawerPulse pulse, CancellationToken deadline) => AskAsync(
        async (_, stop) =>
        {
            await KickAsync(pulse, stop);
            Statistics.Count("DrawerPulseCount");
            return true;
        }, deadline);

    /// <inheritdoc/>
    public override async Task<string> TestAsync(CancellationToken deadline)
    {
        var result = await PrintAsync(TestPage.Of(Description.Name, _profile)).WaitAsync(deadline);
        return result.Outcome switch
        {
            PrintOutcome.Printed => "a test page was printed and cut: compare its accents, its code and its edges",
            PrintOutcome.NotBegun => throw new DeviceFault(DeviceFaultKind.Offline, Description.Name, result.Reason),
            PrintOutcome.Unknown => throw new DeviceFault(DeviceFaultKind.OutcomeUnknown, Description.Name, result.Reason),
        };
    }

    /// <inheritdoc/>
    protected override async ValueTask<IDeviceLink> OpenLinkAsync(CancellationToken deadline)
    {
        Lost();
        var link = await _address.OpenAsync(deadline);
        return _profile.AnswersStatus ? link : await NoLink.InsteadOfAsync(link);
    }

    /// <inheritdoc/>
    protected override async Task BeginAsync(IDeviceLink link, CancellationToken stop)
    {
        if (_profile.AnswersStatus)
        {
            _talk = PrinterDialects.Talk(link, _profile, Time, _firstJob);
            _isSettled = false;
            await LookAsync(stop);
        }
        else
        {
            Become(DeviceHealth.Well);
        }

        _reached.TrySetResult();
    }

    /// <inheritdoc/>
    protected override async Task IdleAsync(IDeviceLink link, CancellationToken untilAsked)
    {
        try
        {
            while (true)
            {
                if (_talk is not { } talk)
                {
                    await Task.Delay(_settings.LookEvery, Time, untilAsked);
                    await using var there = await _address.OpenAsync(untilAsked);
                }
                else if (!await talk.HearAsync(LookAfter(talk), untilAsked))
                {
                    // A question that was asked is heard out, also when somebody asks for something else meanwhile.
                    await LookAsync(CancellationToken.None);
                    untilAsked.ThrowIfCancellationRequested();
                }
                else
                {
                    Note(talk, waits: false);
                }
            }
        }
        catch (IOException)
        {
            Lost();
            throw;
        }
    }

    private TimeSpan LookAfter(PrinterTalk talk) =>
        talk.Status.Hindrance.Length > 0 ? _settings.AskHinderedEvery : talk.IsListening ? _settings.LookEvery : _settings.AskEvery;

    // Asks how it is; as soon as it can print it is brought into a known state, and told again to tell what changes.
    private async Task LookAsync(CancellationToken stop)
    {
        var talk = _talk!;
        if (!await talk.AskAsync(stop))
            throw new IOException(NoAnswer);
        Note(talk, waits: false);
        if (talk.Status.Hindrance.Length > 0)
            return;
        if (_isSettled)
        {
            await talk.SendInTimeAsync(talk.Listening, stop);
            return;
        }

        _isSettled = await talk.SettleAsync(stop);
        Note(talk, waits: false);
    }

    private async Task<PrintResult> PrintAsync(PrintBytes job, Action begins, CancellationToken stop)
    {
        try
        {
            if (!_profile.AnswersStatus)
            {
                await SendBlindAsync(job.Bytes, job.LongestTime, begins, stop);
            }
            else
            {
                var talk = _talk!;
                await LookAsync(stop);
                if (talk.Status.Hindrance is { Length: > 0 } hindrance)
                    return new PrintResult(PrintOutcome.NotBegun, hindrance);
                begins();
                await new PrintRun(talk, Time, _settings.HoldMax, () => Note(talk, waits: true)).PrintAsync(job, stop);
                Note(talk, waits: false);
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            Lost();
            throw;
        }

        Statistics.Count("ReceiptLinePrintedCount", job.Lines);
        Statistics.Count("PaperCutCount", job.Cuts);
        return new PrintResult(PrintOutcome.Printed, "");
    }

    private async Task KickAsync(DrawerPulse pulse, CancellationToken stop)
    {
        if (_talk is not { } talk)
        {
            await SendBlindAsync(PrinterDialects.Kick(_profile, pulse), PulseProof, () => { }, stop);
            return;
        }

        await LookAsync(stop);
        string hindrance = talk.Status.Hindrance;
        if (hindrance.Length > 0 && !_profile.OpensDrawerAtOnce)
            throw new DeviceFault(DeviceFaultKind.Refused, Description.Name, hindrance);
        await talk.SendInTimeAsync(talk.Kick(pulse, atOnce: hindrance.Length > 0), stop);
        if (hindrance.Length > 0)
            await LookAsync(stop);
        else
            await ProvePulseAsync(talk, stop);
    }

    private async Task ProvePulseAsync(PrinterTalk talk, CancellationToken stop)
    {
        using var enough = Within(PulseProof, stop);
        await talk.SendInTimeAsync(talk.ProofRequest(), stop);
        while (!talk.IsProven)
        {
            if (!await talk.HearAsync(talk.ProofSlice, enough.Token))
                await talk.AskAsync(enough.Token);
        }

        Note(talk, waits: false);
    }

    // A link that is never read would not show that the printer has gone: opened for each job, it shows at least then.
    private async Task SendBlindAsync(byte[] bytes, TimeSpan longest, Action begins, CancellationToken stop)
    {
        using var deadline = Within(longest, stop);
        await using var link = await _address.OpenAsync(deadline.Token);
        begins();
        await link.WriteAsync(bytes, deadline.Token);
    }

    private void Note(PrinterTalk talk, bool waits)
    {
        Become(talk.Status.Health(waits));
        if (talk.Status.KnifeError && !_knifeWasStuck)
            Statistics.Count("FailedPaperCutCount");
        _knifeWasStuck = talk.Status.KnifeError;
        int level = talk.Status.DrawerHigh ? 1 : 0;
        if (talk.KnowsDrawer && Interlocked.Exchange(ref _drawerLevel, level) != level)
            DrawerLevelChanged?.Invoke(level == 1);
    }

    private void Lost()
    {
        if (_reached.Task.IsCompleted)
            _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private async Task<bool> IsReachedAsync()
    {
        using var deadline = Within(ReachWithin, CancellationToken.None);
        try
        {
            await _reached.Task.WaitAsync(deadline.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
