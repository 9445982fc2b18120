namespace EdgePos.Devices;

/// <summary>
/// A card terminal that speaks ZVT over TCP, usually on port 20007. Each call opens its own connection, registers, does one
/// thing and closes: so nothing that is left of an earlier call is taken for the answer to this one, and a terminal that
/// takes one register at a time is not held.
/// </summary>
/// <param name="address">Where the terminal is.</param>
/// <param name="settings">What it must be told.</param>
/// <param name="time">The clock for deadlines.</param>
public sealed class ZvtTerminal(LinkAddress address, ZvtSettings settings, TimeProvider time) : ICardTerminal
{
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(3);

    private volatile ZvtDialogue? _running;

    /// <inheritdoc/>
    public Task<CardResult> CarryOutAsync(CardRequest request, Action<CardProgress> tell) => ConnectedAsync(async link =>
    {
        // Without a number the terminal would take whichever it likes.
        if (request.Deal == CardDeal.Reversal && request.Original is not { Receipt.Length: > 0 })
            return CardResult.Without(CardOutcome.Aborted, settings.Currency, "the terminal gave no receipt number to reverse by");
        if (await HindranceAsync(link) is { Length: > 0 } hindrance)
            return CardResult.Without(CardOutcome.Aborted, settings.Currency, hindrance);
        var dialogue = new ZvtDialogue(link, time);
        _running = dialogue;
        await dialogue.RunAsync(CommandOf(request), tell);
        return ZvtResults.Of(request, dialogue, settings.CurrencyNumber);
    }, fault => CardResult.Without(CardOutcome.Aborted, settings.Currency, fault));

    /// <inheritdoc/>
    public Task<CardResult> RecoverAsync(CardRequest request) => ConnectedAsync(async link =>
    {
        if (await HindranceAsync(link) is { Length: > 0 } hindrance)
            return Unknown(hindrance);
        if (await IsBusyAsync(link))
            return Unknown("the terminal is busy");
        var dialogue = new ZvtDialogue(link, time);
        await dialogue.RunAsync(ZvtCommands.RepeatReceipt(settings.Password));
        return ZvtRecovery.Judge(request, dialogue, settings.CurrencyNumber);
    }, Unknown);

    /// <inheritdoc/>
    public Task<CardMark?> LastTransactionAsync() => ConnectedAsync<CardMark?>(async link =>
    {
        if (await HindranceAsync(link) is { Length: > 0 })
            return null;
        var dialogue = new ZvtDialogue(link, time);
        await dialogue.RunAsync(ZvtCommands.RepeatReceipt(settings.Password));
        return dialogue.Statuses is [.., var last] && !last.Mark.IsEmpty ? last.Mark : null;
    }, _ => null);

    /// <inheritdoc/>
    public Task<bool> IsReachableAsync() => ConnectedAsync(
        async link => await HindranceAsync(link) is { Length: 0 } && !await IsBusyAsync(link), _ => false);

    /// <inheritdoc/>
    public Task AbortAsync() => _running?.BreakOffAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public Task<TerminalReport> EndOfDayAsync() => ReportAsync(ZvtCommands.EndOfDay(settings.Password));

    /// <inheritdoc/>
    public Task<TerminalReport> TestAsync() => ReportAsync(ZvtCommands.Diagnosis());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask; // each call closes its own link; what runs is asked about later

    private Task<TerminalReport> ReportAsync(Apdu command) => ConnectedAsync(async link =>
    {
        if (await HindranceAsync(link) is { Length: > 0 } hindrance)
            return new TerminalReport(false, hindrance, []);
        var dialogue = new ZvtDialogue(link, time);
        await dialogue.RunAsync(command);
        bool done = dialogue.End == ZvtEnd.Completed && !dialogue.Statuses.Any(status => status.ResultCode is > 0);
        string reason = done ? "" : ZvtResults.ReasonOf(dialogue);
        return new TerminalReport(done, reason, [.. dialogue.Slips.Merchant, .. dialogue.Slips.Cardholder, .. dialogue.Slips.Other]);
    }, fault => new TerminalReport(false, fault, []));

    private async Task<T> ConnectedAsync<T>(Func<ZvtLink, Task<T>> call, Func<string, T> withoutLink)
    {
        try
        {
            using var deadline = new CancellationTokenSource(ConnectDeadline, time);
            var opened = await OpenAsync(deadline.Token);
            if (opened.Link is not { } wire)
                return withoutLink(opened.Fault);
            await using var link = new ZvtLink(wire, time);
            return await call(link);
        }
        finally
        {
            _running = null;
        }
    }

    private async Task<(IDeviceLink? Link, string Fault)> OpenAsync(CancellationToken deadline)
    {
        try
        {
            return (await address.OpenAsync(deadline), "");
        }
        catch (IOException fault)
        {
            return (null, fault.Message);
        }
        catch (OperationCanceledException)
        {
            return (null, $"nothing answers at {address}");
        }
    }

    // Registers; what comes back hinders the call. Nothing that moves money has been sent yet.
    private async Task<string> HindranceAsync(ZvtLink link)
    {
        var dialogue = new ZvtDialogue(link, time);
        await dialogue.RunAsync(ZvtCommands.Registration(settings.Password, settings.CurrencyNumber));
        return dialogue.End == ZvtEnd.Completed ? "" : ZvtResults.ReasonOf(dialogue);
    }

    // A terminal that does not know this question is not busy; one that does answers with its status at the end.
    private async Task<bool> IsBusyAsync(ZvtLink link)
    {
        var dialogue = new ZvtDialogue(link, time);
        await dialogue.RunAsync(ZvtCommands.StatusEnquiry(settings.Password));
        return dialogue.End switch
        {
            ZvtEnd.Refused => dialogue.Code == ZvtCodes.PleaseWait,
            ZvtEnd.Completed => ZvtResults.StatusByteOf(dialogue.Completion) == ZvtCodes.PleaseWait,
            ZvtEnd.Aborted or ZvtEnd.Broken => true,
        };
    }

    private Apdu CommandOf(CardRequest request) => request.Deal switch
    {
        CardDeal.Payment => ZvtCommands.Authorisation(request.Amount.Minor, settings.CurrencyNumber),
        CardDeal.Refund => ZvtCommands.Refund(settings.Password, request.Amount.Minor, settings.CurrencyNumber),
        CardDeal.Reversal => ZvtCommands.Reversal(settings.Password, request.Original?.Receipt ?? ""),
    };

    private CardResult Unknown(string reason) => CardResult.Without(CardOutcome.Unknown, settings.Currency, reason);
}
