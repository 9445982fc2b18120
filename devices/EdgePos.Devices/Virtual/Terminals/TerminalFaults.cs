namespace EdgePos.Devices;

/// <summary>What is wrong with a virtual terminal, its host, its cable or its shopper. May be set while it runs.</summary>
public sealed class TerminalFaults
{
    private volatile TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Dies here, once: the link breaks and what was not booked is lost. It is on again at once.</summary>
    public TerminalMoment? DiesAt { get; set; }

    /// <summary>Every new link is broken at once, as where the terminal is switched off.</summary>
    public bool IsOff { get; set; }

    /// <summary>From here on the register hears nothing any more, once: the link stays and the transaction goes on.</summary>
    public TerminalMoment? FallsSilentAt { get; set; }

    /// <summary>Waits here until <see cref="GoOn"/>, as a shopper who looks for a card, or a host that takes its time.</summary>
    public TerminalMoment? WaitsAt { get; set; }

    /// <summary>The cable is cut when so many bytes were sent to the register, once; the transaction goes on.</summary>
    public long? CutsCableAfterSent { get; set; }

    /// <summary>The cable is cut when so many bytes came from the register, once.</summary>
    public long? CutsCableAfterHeard { get; set; }

    /// <summary>Waits so long before each message.</summary>
    public TimeSpan Pace { get; set; }

    /// <summary>Sent when a register connects, before anything else.</summary>
    public byte[] Banner { get; set; } = [];

    /// <summary>Sent before each message.</summary>
    public byte[] Noise { get; set; } = [];

    /// <summary>Every message comes twice.</summary>
    public bool RepeatsMessages { get; set; }

    /// <summary>Answers every command with "please wait".</summary>
    public bool IsBusy { get; set; }

    /// <summary>Knows nothing of its last transaction: repeat receipt (06 20) is answered with a bare completion.</summary>
    public bool ForgetsLastTransaction { get; set; }

    /// <summary>The host declines with this code; null: it approves.</summary>
    public byte? DeclinesWith { get; set; }

    /// <summary>The host approves no more than this; null: all that is asked.</summary>
    public long? ApprovesOnlyMinor { get; set; }

    /// <summary>Books, and then says at the end only that it is over, without status information.</summary>
    public bool LeavesOutStatus { get; set; }

    /// <summary>Books, tells, and then reverses by itself and aborts.</summary>
    public bool TakesBackAfterStatus { get; set; }

    /// <summary>Sends the whole card number wherever it sends one, as terminals that are set up badly do.</summary>
    public bool SendsWholeCardNumber { get; set; }

    /// <summary>Sends slips line by line (06 D1), as older terminals do.</summary>
    public bool PrintsByLines { get; set; }

    /// <summary>Ends when the terminal has come to where it waits.</summary>
    public Task Waits => _waits.Task;

    /// <summary>Lets it go on from where it waits; it will not wait there again.</summary>
    public void GoOn()
    {
        WaitsAt = null;
        _goesOn.TrySetResult();
        _goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The terminal has come here. True: it dies now.</summary>
    internal bool Dies(TerminalMoment moment)
    {
        if (DiesAt != moment)
            return false;
        DiesAt = null;
        return true;
    }

    /// <summary>Says that the terminal waits, and what ends it.</summary>
    internal Task WaitFrom()
    {
        var goesOn = _goesOn.Task;
        _waits.TrySetResult();
        return goesOn;
    }
}
