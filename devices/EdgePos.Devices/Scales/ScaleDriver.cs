using EdgePos.Store;

namespace EdgePos.Devices;

/// <summary>
/// A scale: the one owner of its line. A weighing is what the scale said after it was asked, at rest and in its range, and it is given
/// once; anything else is a reason why there is none, never a weight of before.
/// </summary>
public sealed class ScaleDriver : DeviceDriver
{
    /// <summary>Count of weighings that were given.</summary>
    public const string GoodWeightReads = "GoodWeightReadCount";

    // So long between two looks for whether goods that were weighed are still there.
    private static readonly TimeSpan LookForEmptyEvery = TimeSpan.FromMilliseconds(400);

    private readonly LinkAddress _address;
    private readonly ScaleSettings _settings;
    private readonly ScaleDialect _dialect;
    private readonly Lock _turn = new();
    private TaskCompletionSource _watchChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isWatched;
    private ScaleLine _line = null!; // of the link that is open: set before anything is asked
    private GoodsOnScale _goods;
    private WeightChanged? _told;
    private long _lastId;
    private bool _isLate; // it did not answer: it may do so later still, when the line is open again

    /// <summary>Nothing runs before RunAsync.</summary>
    /// <exception cref="ArgumentException">There is no such protocol.</exception>
    public ScaleDriver(DeviceDescription description, LinkAddress address, ScaleSettings settings, DeviceSurroundings around)
        : base(description, around)
    {
        (_address, _settings) = (address, settings);
        _dialect = ScaleDialect.Find(description.Protocol, settings, around.Random())
            ?? throw new ArgumentException(
                $"there is no scale protocol {description.Protocol}: write one of {string.Join(", ", Protocols)}");
    }

    /// <summary>The protocols that scales can have, as in the settings.</summary>
    public static IReadOnlyList<string> Protocols { get; } = ["toledo-8217", "nci", "cas", "cas-stream", "mt-sics", "adam", "dialog06"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Capabilities =>
    [
        .. _dialect.Commands.Select(command => command switch
        {
            ScaleCommand.Zero => "zero",
            ScaleCommand.Tare => "tare",
            ScaleCommand.ClearTare => "clear-tare",
        }),
        .. _dialect.CanBeWatched ? ["watch"] : Array.Empty<string>(),
        .. _dialect is Dialog06 ? ["price"] : Array.Empty<string>(),
    ];

    /// <summary>
    /// True while somebody watches: then the scale is looked at a few times a second, and <see cref="WeightChanged"/> is told. Without
    /// effect for a scale that cannot be watched.
    /// </summary>
    public bool IsWatched
    {
        get
        {
            lock (_turn)
                return _isWatched;
        }

        set
        {
            TaskCompletionSource changed;
            lock (_turn)
            {
                if (_isWatched == value)
                    return;
                (_isWatched, changed) = (value, _watchChanged);
                _watchChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            changed.TrySetResult();
        }
    }

    /// <summary>Weighs: waits for rest, no longer than the settings and the asker say.</summary>
    /// <returns>A weighing that nobody was given before, or why there is none.</returns>
    public async Task<WeighOutcome> WeighAsync(WeighRequest request, CancellationToken deadline)
    {
        try
        {
            return await AskAsync((_, token) => WeighInTurnAsync(request, deadline, token), deadline);
        }
        catch (DeviceFault fault)
        {
            var why = fault.Kind == DeviceFaultKind.Busy ? WeighHindrance.Busy : WeighHindrance.Offline;
            return WeighOutcome.Of(Hindrances.Of(why, fault.Reason));
        }
    }

    /// <summary>Sets the empty scale to zero.</summary>
    /// <exception cref="DeviceFault">It did not do it, or cannot.</exception>
    public Task ZeroAsync(CancellationToken deadline) => DoAsync(ScaleCommand.Zero, deadline);

    /// <summary>Takes what lies on the scale as packing.</summary>
    /// <exception cref="DeviceFault">It did not do it, or cannot.</exception>
    public Task TareAsync(CancellationToken deadline) => DoAsync(ScaleCommand.Tare, deadline);

    /// <summary>Forgets the packing.</summary>
    /// <exception cref="DeviceFault">It did not do it, or cannot.</exception>
    public Task ClearTareAsync(CancellationToken deadline) => DoAsync(ScaleCommand.ClearTare, deadline);

    /// <inheritdoc/>
    public override Task<string> TestAsync(CancellationToken deadline) => AskAsync(
        async (_, token) =>
        {
            var reading = await LookAsync(token);
            return reading.Hindrance is { } why
                ? $"the scale answers: {Hindrances.Of(why, reading.Detail).Sentence}"
                : $"the scale shows {reading.Grams / 1000}.{reading.Grams % 1000:000} kg";
        },
        deadline);

    /// <inheritdoc/>
    protected override ValueTask<IDeviceLink> OpenLinkAsync(CancellationToken deadline) => _address.OpenAsync(deadline);

    /// <inheritdoc/>
    protected override async Task BeginAsync(IDeviceLink link, CancellationToken stop)
    {
        _line = new ScaleLine(link, Time, _settings.AnswerWithin);
        if (_isLate && !_dialect.SendsByItself)
            await _line.HearOutAsync(ScaleLine.Latest, stop);
        _isLate = false;
        if (_dialect.IsSilentWhenEmpty)
            Become(DeviceHealth.Well);
        else
            await LookAsync(stop);
    }

    /// <inheritdoc/>
    protected override async Task IdleAsync(IDeviceLink link, CancellationToken untilAsked)
    {
        while (true)
        {
            if (_dialect.SendsByItself)
            {
                await LookAsync(untilAsked);
                continue;
            }

            Task changed;
            TimeSpan? wait;
            lock (_turn)
                (changed, wait) = (_watchChanged.Task, LookAfter());
            if (await IsQuietAsync(wait ?? Timeout.InfiniteTimeSpan, changed, untilAsked))
                await LookAsync(CancellationToken.None); // to its end: half a look would be thrown away with its answer
        }
    }

    // Listens, so that a link that breaks is seen, for so long or until it matters no more. True: the time has passed.
    private async Task<bool> IsQuietAsync(TimeSpan wait, Task changed, CancellationToken untilAsked)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(untilAsked);
        using var look = Deadline.After(wait, Time, over.Token);
        var listening = _line.ListenAsync(look.Token);
        await Task.WhenAny(listening, changed);
        await over.CancelAsync();
        try
        {
            await listening;
        }
        catch (OperationCanceledException) when (!untilAsked.IsCancellationRequested)
        {
            // It is time to look, or to wait for another time.
        }

        return !changed.IsCompleted;
    }

    // Null: nobody wants to know.
    private TimeSpan? LookAfter() =>
        !_dialect.CanBeWatched ? null
        : _isWatched ? _settings.LookEvery
        : _goods.GivenGrams is not null ? LookForEmptyEvery
        : null;

    private async Task<ScaleReading> LookAsync(CancellationToken stop) => Noted(await _dialect.LookAsync(_line, stop));

    private async Task<WeighOutcome> WeighInTurnAsync(WeighRequest request, CancellationToken asker, CancellationToken stop)
    {
        if (request.TareGrams < 0)
            return WeighOutcome.Of(Hindrances.Of(WeighHindrance.TareRefused));
        long begin = Time.GetTimestamp();
        try
        {
            while (true)
            {
                var reading = Noted(await _dialect.ReadAsync(_line, request, stop));
                if (WeighingRules.Hinders(_goods, reading, request, _settings) is not { } why)
                    return WeighOutcome.Of(Give(reading, request));
                if (why != WeighHindrance.InMotion)
                    return WeighOutcome.Of(Hindrances.Of(why, reading.Detail));
                if (Time.GetElapsedTime(begin) >= _settings.SettleWithin)
                    return WeighOutcome.Of(Hindrances.Of(WeighHindrance.NotSettled));
                await Task.Delay(_settings.LookEvery, Time, stop);
            }
        }
        catch (OperationCanceledException) when (asker.IsCancellationRequested)
        {
            // Its patience is over, not that of the line.
            return WeighOutcome.Of(Hindrances.Of(WeighHindrance.NotSettled));
        }
    }

    private Weighing Give(ScaleReading reading, WeighRequest request)
    {
        var now = Time.GetUtcNow();
        // By the clock, so that the ids of a program that was started again do not begin anew.
        _lastId = Math.Max(_lastId + 1, now.ToUs());
        if (!reading.IsNew)
            _goods = new GoodsOnScale(reading.Grams);
        Statistics.Count(GoodWeightReads);
        return WeighingRules.Give(_lastId, reading, request, now);
    }

    private async Task DoAsync(ScaleCommand command, CancellationToken deadline)
    {
        if (!_dialect.Commands.Contains(command))
            throw Refused($"the protocol {Description.Protocol} has no such command");
        await AskAsync(
            async (_, token) =>
            {
                // Taken as packing, or set to zero, goods that were weighed would look like an empty scale.
                if (_goods.GivenGrams is not null)
                    await LookAsync(token);
                if (_goods.GivenGrams is not null)
                    throw Refused("goods that were weighed lie on it: take them off first");
                if (!await _dialect.DoAsync(_line, command, token))
                    throw Refused("the scale did not do it: is it at rest, and in its range?");
                return true;
            },
            deadline);
    }

    private DeviceFault Refused(string why) => new(DeviceFaultKind.Refused, Description.Name, why);

    private ScaleReading Noted(ScaleReading reading)
    {
        if (reading.Hindrance == WeighHindrance.Offline)
        {
            _isLate = true;
            throw new IOException("the scale does not answer");
        }

        _goods = WeighingRules.Saw(_goods, reading, _settings);
        Become(HealthOf(reading));
        if (IsWatched)
            TellChange(reading);
        return reading;
    }

    private void TellChange(ScaleReading reading)
    {
        var seen = reading.Hindrance is { } why
            ? new WeightChanged(null, Hindrances.Of(why).Sentence)
            : new WeightChanged(reading.Grams, "");
        if (_told == seen)
            return;
        _told = seen;
        Tell(seen);
    }

    private static DeviceHealth HealthOf(ScaleReading reading)
    {
        if (reading.Hindrance is not (WeighHindrance.NoSense or WeighHindrance.WrongUnit or WeighHindrance.Failed or WeighHindrance.Overload
            or WeighHindrance.KeyRefused))
            return DeviceHealth.Well;
        var none = Hindrances.Of(reading.Hindrance.Value, reading.Detail);
        return new DeviceHealth(DeviceState.Error, none.Sentence, none.Advice);
    }
}
