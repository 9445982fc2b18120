namespace EdgePos.Devices;

/// <summary>
/// One payment, refund or reversal at a virtual terminal, message by message. When the register goes away it goes on; when
/// the terminal dies what was booked stays.
/// </summary>
internal sealed class TerminalTransaction(RegisterLink link, TerminalFaults faults, TimeProvider time)
{
    private const byte InsertCard = 0x0A, AskingHost = 0x04, RemoveCard = 0x0B, BrokenOff = 0x6C, Reversing = 0x05;

    private static readonly TimeSpan RegisterAnswers = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private bool _isDead, _isBrokenOff;

    /// <summary>Runs it to its end.</summary>
    /// <param name="refusal">What it is refused with; null: it is approved.</param>
    /// <param name="book">Books it.</param>
    /// <param name="card">The card number as it is sent.</param>
    /// <param name="undo">Books the reversal of what was booked.</param>
    public async Task RunAsync(byte? refusal, Func<ChargeEntry> book, string card, Action<ChargeEntry> undo)
    {
        if (!await ComeToAsync(TerminalMoment.BeforeAcknowledging))
            return;
        await link.SendAsync(ZvtMessages.Yes);
        if (!await ComeToAsync(TerminalMoment.BeforeCard))
            return;
        await TellAsync(ZvtMessages.Doing(InsertCard));
        if (!await ComeToAsync(TerminalMoment.BeforeHost))
            return;
        await TellAsync(ZvtMessages.Doing(AskingHost));
        if (!await ComeToAsync(TerminalMoment.BeforeBooking))
            return;
        if (_isBrokenOff || refusal is not null)
            await FailAsync(refusal ?? BrokenOff);
        else
            await SucceedAsync(book(), card, undo);
    }

    private async Task FailAsync(byte code)
    {
        if (!await ComeToAsync(TerminalMoment.BeforeStatus))
            return;
        await TellAsync(ZvtMessages.Failed(code));
        if (!await ComeToAsync(TerminalMoment.BeforeCompletion))
            return;
        await TellAsync(ZvtMessages.Abort(code));
        await ComeToAsync(TerminalMoment.AfterCompletion);
    }

    private async Task SucceedAsync(ChargeEntry entry, string card, Action<ChargeEntry> undo)
    {
        if (!await ComeToAsync(TerminalMoment.BeforeStatus))
            return;
        if (!faults.LeavesOutStatus)
            await TellAsync(ZvtMessages.Status(entry, card));
        if (!await ComeToAsync(TerminalMoment.BeforeSlips))
            return;
        if (faults.TakesBackAfterStatus)
        {
            undo(entry);
            await TellAsync(ZvtMessages.Doing(Reversing));
            await TellAsync(ZvtMessages.Abort(0x66));
            return;
        }

        await PrintAsync(1, ["* * Händlerbeleg * *", .. Slip(entry, card)]);
        await PrintAsync(2, ["* * Kundenbeleg * *", .. Slip(entry, card)]);
        await TellAsync(ZvtMessages.Doing(RemoveCard));
        if (!await ComeToAsync(TerminalMoment.BeforeCompletion))
            return;
        await TellAsync(ZvtMessages.Completion());
        await ComeToAsync(TerminalMoment.AfterCompletion);
    }

    private static string[] Slip(ChargeEntry entry, string card) =>
    [
        entry.Kind, $"Nr. {card.Replace('E', '#')}", $"EUR {entry.AmountMinor / 100},{entry.AmountMinor % 100:D2}",
        $"Trace {entry.Trace} Beleg {entry.Receipt}", $"Genehmigung {ZvtMessages.AuthCode(entry)}",
    ];

    private async Task PrintAsync(byte kind, string[] lines)
    {
        if (!faults.PrintsByLines)
            await TellAsync(ZvtMessages.Block(kind, lines));
        for (int i = 0; faults.PrintsByLines && i < lines.Length; i++)
            await TellAsync(ZvtMessages.Line(lines[i], isLast: i == lines.Length - 1));
    }

    // The register has to answer what it is told; meanwhile it may ask to break off.
    private async Task TellAsync(byte[] message)
    {
        await link.SendAsync(message);
        for (int i = 0; i < 4 && !link.IsSilent && await link.HearAsync(RegisterAnswers) is { } answer; i++)
        {
            if (answer is not [0x06, 0xB0, ..])
                return;
            await BreakOffAsync();
        }
    }

    private Task BreakOffAsync()
    {
        _isBrokenOff = true;
        return link.SendAsync(ZvtMessages.Yes);
    }

    // False: it died here.
    private async Task<bool> ComeToAsync(TerminalMoment moment)
    {
        if (faults.WaitsAt == moment)
            await WaitAsync();
        if (faults.FallsSilentAt == moment)
            (faults.FallsSilentAt, link.IsSilent) = (null, true);
        if (!_isDead && faults.Dies(moment))
        {
            _isDead = true;
            link.Break();
        }

        return !_isDead;
    }

    // A shopper looks for a card: the register may have it broken off meanwhile, or go away.
    private async Task WaitAsync()
    {
        var goesOn = faults.WaitFrom();
        while (!goesOn.IsCompleted && !_isBrokenOff)
        {
            if (link.IsGone)
                await Task.WhenAny(goesOn, Task.Delay(Glance, time, link.End));
            else if (await link.HearAsync(Glance) is [0x06, 0xB0, ..])
                await BreakOffAsync();
            link.End.ThrowIfCancellationRequested();
        }
    }
}
