using EdgePos.Store;

namespace EdgePos.Devices;

/// <summary>
/// A card terminal as a device of the box. It is spoken with only while something is asked of it; in between the box looks now and
/// then whether anything answers at its address, and asks nothing.
/// </summary>
/// <param name="address">Where to look.</param>
/// <param name="dialect">What it speaks.</param>
public sealed class CardTerminal(
    DeviceDescription description, LinkAddress address, ICardTerminal dialect, Currency currency, DeviceSurroundings around)
    : DeviceDriver(description, around), IAsyncDisposable
{
    private const string Stopping = "the box is stopping";

    private static readonly TimeSpan KnockDeadline = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan KnockEvery = TimeSpan.FromMinutes(5);
    private static readonly Backoff KnockAgain = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    private readonly Random _random = around.Random();
    private int _unanswered;
    private bool _wasAsked; // within the loop only

    /// <inheritdoc/>
    public override IReadOnlyList<string> Capabilities => ["payment", "refund", "reversal", "recovery", "end-of-day"];

    /// <summary>Carries out a payment, a refund or a reversal; see <see cref="ICardTerminal.CarryOutAsync"/>.</summary>
    public async Task<CardResult> CarryOutAsync(CardRequest request, Action<CardProgress> tell)
    {
        var result = await InTurnAsync(
            () => dialect.CarryOutAsync(request, progress =>
            {
                Tell(new TerminalSaid(progress.Text));
                tell(progress);
            }), fault => CardResult.Without(OutcomeOf(fault), currency, fault.Reason));
        Statistics.Count(result.Outcome switch
        {
            CardOutcome.Approved => "ApprovedCount",
            CardOutcome.Declined => "DeclinedCount",
            CardOutcome.Aborted => "AbortedCount",
            CardOutcome.Unknown => "UnknownCount",
        });
        return result;
    }

    /// <summary>Asks what became of a request; see <see cref="ICardTerminal.RecoverAsync"/>.</summary>
    public Task<CardResult> RecoverAsync(CardRequest request) => InTurnAsync(
        () => dialect.RecoverAsync(request), fault => CardResult.Without(CardOutcome.Unknown, currency, fault.Reason));

    /// <summary>The last transaction that the terminal knows of; null where it cannot be reached or says of none.</summary>
    public Task<CardMark?> LastTransactionAsync() => InTurnAsync(dialect.LastTransactionAsync, _ => null);

    /// <summary>Whether the terminal can be asked for something.</summary>
    public Task<bool> IsReachableAsync() => InTurnAsync(dialect.IsReachableAsync, _ => false);

    /// <summary>Wishes that the running transaction ends, out of turn.</summary>
    public Task AbortAsync() => dialect.AbortAsync();

    /// <summary>Closes the terminal's day.</summary>
    public Task<TerminalReport> EndOfDayAsync() => InTurnAsync(
        dialect.EndOfDayAsync, fault => new TerminalReport(false, fault.Reason, []));

    /// <inheritdoc/>
    public override async Task<string> TestAsync(CancellationToken deadline)
    {
        var report = await InTurnAsync(dialect.TestAsync, fault => new TerminalReport(false, fault.Reason, [])).WaitAsync(deadline);
        return report.Done ? "the terminal answers and reaches its host"
            : throw new DeviceFault(DeviceFaultKind.Refused, Description.Name, report.Reason);
    }

    /// <inheritdoc/>
    protected override ValueTask<IDeviceLink> OpenLinkAsync(CancellationToken deadline) => new(new NoLink());

    /// <inheritdoc/>
    protected override Task BeginAsync(IDeviceLink link, CancellationToken stop) => KnockAsync(stop);

    /// <inheritdoc/>
    protected override async Task IdleAsync(IDeviceLink link, CancellationToken untilAsked)
    {
        while (true)
        {
            // What was asked may have failed: how it is now is looked at once.
            if (!_wasAsked)
                await Task.Delay(_unanswered == 0 ? KnockEvery : KnockAgain.Wait(_unanswered, _random), Time, untilAsked);
            _wasAsked = false;
            await KnockAsync(untilAsked);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => dialect.DisposeAsync();

    private static CardOutcome OutcomeOf(DeviceFault fault) =>
        fault.Kind == DeviceFaultKind.OutcomeUnknown ? CardOutcome.Unknown : CardOutcome.Aborted;

    // A dialect ends by itself; one that is still at it when the box stops is asked about at the next start.
    private async Task<T> InTurnAsync<T>(Func<Task<T>> ask, Func<DeviceFault, T> without)
    {
        try
        {
            return await AskAsync(
                async (_, stop) =>
                {
                    _wasAsked = true;
                    try
                    {
                        return await ask().WaitAsync(stop);
                    }
                    catch (OperationCanceledException)
                    {
                        throw new DeviceFault(DeviceFaultKind.OutcomeUnknown, Description.Name, Stopping);
                    }
                }, CancellationToken.None);
        }
        catch (DeviceFault fault)
        {
            return without(fault);
        }
    }

    // A connection that says nothing troubles no terminal.
    private async Task KnockAsync(CancellationToken stop)
    {
        string problem = "";
        using var deadline = Within(KnockDeadline, stop);
        try
        {
            await using var link = await address.OpenAsync(deadline.Token);
        }
        catch (IOException fault)
        {
            problem = fault.Message;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            problem = $"nothing answers at {address}";
        }

        _unanswered = problem.Length == 0 ? 0 : _unanswered + 1;
        if (_unanswered == 0)
        {
            Become(DeviceHealth.Well);
            return;
        }

        Statistics.Count(DeviceStatistics.CommunicationErrors);
        Become(new DeviceHealth(DeviceState.Offline, problem,
            "is it switched on, and in the shop's network? A payment tries it all the same"));
    }
}
