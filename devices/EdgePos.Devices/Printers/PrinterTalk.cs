namespace EdgePos.Devices;

/// <summary>
/// What is said over one link to a printer, and what is heard: the part of a driver that differs from dialect to dialect. It
/// belongs to the driver's loop, and ends with the link.
/// </summary>
internal abstract class PrinterTalk(IDeviceLink link, TimeProvider time)
{
    /// <summary>The longest that a printer takes to answer what it answers at once.</summary>
    protected static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(2);

    // What a printer still has to say of an earlier job it says in one go.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(2);
    private const int ChunksOfBacklogMax = 100;

    private readonly byte[] _buffer = new byte[256];

    /// <summary>As it last said it is.</summary>
    public PrinterStatus Status { get; protected set; } = new();

    /// <summary>True once it has said how the drawer's sensor is.</summary>
    public bool KnowsDrawer { get; protected set; }

    /// <summary>How long a job's proof is waited for before it is asked how it is.</summary>
    public virtual TimeSpan ProofSlice => TimeSpan.FromSeconds(1);

    /// <summary>It tells by itself what changes; else it must be asked.</summary>
    public abstract bool IsListening { get; }

    /// <summary>Asks how it is. It must not be in the middle of a command.</summary>
    /// <returns>False: it did not say so in time.</returns>
    /// <exception cref="IOException">The link broke.</exception>
    public abstract Task<bool> AskAsync(CancellationToken stop);

    /// <summary>
    /// Brings it into a known state: it holds nothing of an earlier job, nothing that it has still to say will be taken for
    /// an answer, and it tells by itself what changes, where it can. Asked while it can print.
    /// </summary>
    /// <returns>False: it cannot print any more, and would only fill up with what it is sent.</returns>
    /// <exception cref="IOException">It cannot be brought there, or the link broke.</exception>
    public abstract Task<bool> SettleAsync(CancellationToken stop);

    /// <summary>What is sent behind a job to have its proof, and to have it tell what changes all the same.</summary>
    public abstract byte[] ProofRequest();

    /// <summary>What has it tell by itself what changes, again: it may have been off in between. Nothing where it never does.</summary>
    public abstract byte[] Listening { get; }

    /// <summary>The proof that was last requested has come.</summary>
    public abstract bool IsProven { get; }

    /// <summary>Opens the drawer.</summary>
    /// <param name="atOnce">It cannot print now: by the command that does not queue.</param>
    public abstract byte[] Kick(DrawerPulse pulse, bool atOnce);

    /// <summary>Sends.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken deadline) => link.WriteAsync(bytes, deadline);

    /// <summary>Sends something short, which a printer that is well takes at once.</summary>
    /// <exception cref="IOException">It does not take it, or the link broke.</exception>
    public async Task SendInTimeAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        using var deadline = Deadline.After(AnswerDeadline, time, stop);
        try
        {
            await link.WriteAsync(bytes, deadline.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new IOException("the printer takes nothing");
        }
    }

    /// <summary>Passes over what came twice or too late: it answers nothing that is asked from now on.</summary>
    public async Task DropLateAsync(CancellationToken stop)
    {
        for (int i = 0; i < ChunksOfBacklogMax && await HearAsync(AtOnce, stop); i++)
        {
        }
    }

    /// <summary>Hears what has come, or what comes within a time.</summary>
    /// <returns>False: nothing came.</returns>
    /// <exception cref="IOException">The link broke.</exception>
    public async Task<bool> HearAsync(TimeSpan within, CancellationToken stop)
    {
        if (await link.ReadWithinAsync(_buffer, within, time, stop) is not { } count)
            return false;
        if (count == 0)
            throw new IOException("the printer closed the link");
        Take(_buffer.AsSpan(0, count));
        return true;
    }

    /// <summary>Takes what was heard, in any portions.</summary>
    protected abstract void Take(ReadOnlySpan<byte> bytes);

    /// <summary>Listens until something is so.</summary>
    /// <returns>False: it did not become so in time.</returns>
    protected async Task<bool> HearUntilAsync(Func<bool> isSo, TimeSpan within, CancellationToken stop)
    {
        long begun = time.GetTimestamp();
        while (!isSo())
        {
            var left = within - time.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero || !await HearAsync(left, stop))
                return isSo();
        }

        return true;
    }

    /// <summary>Asks whether it cannot print any more.</summary>
    protected async Task<bool> IsHinderedAsync(CancellationToken stop) => await AskAsync(stop) && Status.Hindrance.Length > 0;

    /// <summary>Lets it say what it still has to say.</summary>
    protected async Task HearOutAsync(CancellationToken stop)
    {
        for (int i = 0; i < ChunksOfBacklogMax; i++)
        {
            if (!await HearAsync(Quiet, stop))
                return;
        }

        throw new IOException("the printer sends without end");
    }
}

/// <summary>A pulse for a drawer's lock.</summary>
/// <param name="Pin">2 or 5 of the printer's socket: the first and the second drawer.</param>
/// <param name="On">2 ms to 510 ms.</param>
/// <param name="Off">Rest after it, at least as long, 510 ms at most.</param>
public readonly record struct DrawerPulse(int Pin, TimeSpan On, TimeSpan Off);
