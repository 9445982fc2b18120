namespace EdgePos.Devices;

/// <summary>
/// A drawer: it is pulsed in its turn and rests in between, its sensor is watched, and every opening is told, also one by its
/// key or by force.
/// </summary>
public abstract class DrawerDriver : DeviceDriver, ICashDrawer
{
    /// <summary>Pulses after which its sensor showed it open; without a sensor, pulses.</summary>
    public const string GoodOpens = "DrawerGoodOpenCount";

    /// <summary>Pulses after which its sensor did not show it open.</summary>
    public const string FailedOpens = "DrawerFailedOpenCount";

    // A drawer that opens does so in a few tenths of a second. Edges can be missed while a chip is opened, and in a chatter: so its
    // level is looked at now and then.
    private static readonly TimeSpan MovesWithin = TimeSpan.FromSeconds(1), LookEvery = TimeSpan.FromSeconds(1);

    private readonly DrawerWatch _watch;
    private Debounce? _debounce; // null: the sensor is not seen
    private TimeSpan? _pulsedAt;
    private TimeSpan? _opensBy; // a drawer that was shut and was pulsed

    private protected DrawerDriver(DeviceDescription description, DrawerSettings settings, DeviceSurroundings around)
        : base(description, around)
    {
        settings.Check();
        (Settings, _watch) = (settings, new DrawerWatch(settings));
    }

    /// <inheritdoc/>
    public bool? IsOpen => Health.State == DeviceState.Online ? _watch.IsOpen : null;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Capabilities => HasSensor && Settings.OpenLevel is not null ? ["status"] : [];

    private protected DrawerSettings Settings { get; }

    private protected TimeSpan Now => Time.GetElapsedTime(0);

    /// <summary>True where a sensor is connected.</summary>
    private protected abstract bool HasSensor { get; }

    /// <inheritdoc/>
    public Task OpenAsync(CancellationToken deadline) => AskAsync(
        async (link, token) =>
        {
            await KickAsync(link, token);
            return true;
        }, deadline);

    /// <summary>
    /// Finds out which level of the sensor is "open": the drawer has to be shut before. Write what it found into the settings.
    /// </summary>
    /// <exception cref="DeviceFault">It was not pulsed, or nobody knows.</exception>
    public Task<DrawerPolarity> LearnAsync(CancellationToken deadline) => AskAsync(
        async (link, token) =>
        {
            bool? shut = LevelNow(link);
            await KickAsync(link, token);
            await Task.Delay(MovesWithin, Time, token);
            return DrawerPolarity.Of(shut, LevelNow(link));
        }, deadline);

    /// <summary>Opens it, and says whether its sensor saw that.</summary>
    public override Task<string> TestAsync(CancellationToken deadline) => AskAsync(
        async (link, token) =>
        {
            bool? before = LevelNow(link);
            await KickAsync(link, token);
            await Task.Delay(MovesWithin, Time, token);
            return (before, LevelNow(link), Settings.OpenLevel) switch
            {
                (_, { } level, { } open) => level == open
                    ? "pulsed: its sensor says that it stands open" : "pulsed: its sensor says that it is shut",
                ({ } was, { } level, null) => DrawerPolarity.Of(was, level).Advice,
                _ => "pulsed: it has no sensor, look whether it has opened",
            };
        }, deadline);

    /// <summary>Drives the solenoid for <see cref="DrawerSettings.Pulse"/>, and no longer, whatever happens.</summary>
    private protected abstract Task PulseAsync(IDeviceLink link, CancellationToken deadline);

    /// <summary>The sensor's level; null: there is none.</summary>
    private protected abstract bool? LevelNow(IDeviceLink link);

    /// <summary>Takes the edges that came since the last call, each by <see cref="Edge"/>, and begins to wait for the next.</summary>
    private protected abstract void Catch(IDeviceLink link);

    /// <summary>Waits for a change since the last <see cref="Catch"/>.</summary>
    private protected abstract Task ChangedAsync(IDeviceLink link, CancellationToken until);

    /// <inheritdoc/>
    protected override Task BeginAsync(IDeviceLink link, CancellationToken stop)
    {
        Lose();
        Become(DeviceHealth.Well);
        Look(link);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task IdleAsync(IDeviceLink link, CancellationToken untilAsked)
    {
        while (true)
        {
            Look(link);
            using var next = Within(NextTurn(), untilAsked);
            try
            {
                await ChangedAsync(link, next.Token);
            }
            catch (OperationCanceledException) when (!untilAsked.IsCancellationRequested)
            {
                // Nothing changed: something is due.
            }
        }
    }

    /// <summary>An edge of the sensor, or its level, with its time.</summary>
    private protected void Edge(bool level, TimeSpan at)
    {
        _debounce ??= new Debounce(Settings.Debounce, level);
        bool isNews = _debounce.Edge(level, at) || _watch.IsOpen is null;
        if (!isNews || _watch.Level(_debounce.Level, at) is not { } moved)
            return;
        Become(Health with { Warning = "" });
        Tell(moved);
    }

    private async Task KickAsync(IDeviceLink link, CancellationToken token)
    {
        if (_pulsedAt is { } last && Now - last < Settings.Rest)
            await Task.Delay(Settings.Rest - (Now - last), Time, token);
        bool wasShut = IsOpen == false;
        _watch.Pulsed(Now);
        try
        {
            await PulseAsync(link, token);
        }
        catch (DeviceFault fault) when (fault.Kind != DeviceFaultKind.OutcomeUnknown)
        {
            _watch.Pulsed(null);
            throw;
        }
        finally
        {
            _pulsedAt = Now;
        }

        _opensBy = wasShut ? Now + MovesWithin : null;
        if (!wasShut)
            Statistics.Count(GoodOpens);
    }

    private void Look(IDeviceLink link)
    {
        Catch(link);
        if (LevelNow(link) is { } level)
            Edge(level, Now);
        else
            Lose();
        if (_watch.Look(Now) is { } left)
            Tell(left);
        if (_opensBy is { } by && (_watch.IsOpen != false || Now >= by))
            Judge();
    }

    private void Judge()
    {
        _opensBy = null;
        bool isShut = _watch.IsOpen == false;
        Statistics.Count(isShut ? FailedOpens : GoodOpens);
        if (isShut)
            Become(Health with { Warning = "it was told to open and its sensor says that it is shut: is it locked, or its cable loose?" });
    }

    private void Lose()
    {
        _debounce = null;
        _watch.Lost();
    }

    private TimeSpan NextTurn()
    {
        var now = Now;
        var due = now + LookEvery;
        foreach (var at in new[] { _debounce?.CountsAt, _watch.NextLook, _opensBy })
        {
            if (at is { } one && one < due)
                due = one;
        }

        return due > now ? due - now : TimeSpan.FromMilliseconds(1);
    }
}
