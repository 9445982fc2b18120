namespace EdgePos.Devices;

/// <summary>
/// A talk in Star Line mode. The printer counts each ETB that it has come to when all before it is printed: that is the proof.
/// Source: Star Micronics, "STAR Line Mode Command Specifications": ESC ACK SOH, ETB, ESC RS E, ESC RS a.
/// </summary>
internal sealed class StarTalk(IDeviceLink link, TimeProvider time) : PrinterTalk(link, time)
{
    private const byte Esc = 0x1B, Ack = 0x06, Soh = 0x01, Etb = 0x17, Rs = 0x1E, Bel = 0x07, Sub = 0x1A;
    private const int Counts = 32;

    private static readonly byte[] Ask = [Esc, Ack, Soh];
    private static readonly byte[] TellNothing = [Esc, Rs, (byte)'a', 0];
    private static readonly byte[] CountFromZero = [Esc, Rs, (byte)'E', 0];

    // What ends a bar code that stopped in the middle, raster mode, and all settings.
    private static readonly byte[] EndAll = [Rs, Esc, (byte)'*', (byte)'r', (byte)'B', Esc, (byte)'@'];

    // A row of a picture, a QR code: the most that a command of ours can leave open.
    private static readonly int[] Padding = [128, 1024, 4096];

    private readonly StarStatus _words = new();
    private int _counter, _wanted;
    private bool _isTold;

    /// <inheritdoc/>
    public override bool IsListening => false;

    /// <inheritdoc/>
    public override TimeSpan ProofSlice => TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public override byte[] Listening => [];

    /// <inheritdoc/>
    public override bool IsProven => _counter == _wanted;

    /// <summary>Sets the length of the pulse, in units of 10 ms, and opens the first drawer or the second.</summary>
    public static byte[] Pulse(DrawerPulse pulse) =>
        [Esc, Bel, TenMs(pulse.On), TenMs(pulse.Off), pulse.Pin == 5 ? Sub : Bel];

    /// <inheritdoc/>
    public override async Task<bool> AskAsync(CancellationToken stop)
    {
        await DropLateAsync(stop);
        _isTold = false;
        await SendInTimeAsync(Ask, stop);
        return await HearUntilAsync(() => _isTold, AnswerDeadline, stop);
    }

    /// <inheritdoc/>
    public override async Task<bool> SettleAsync(CancellationToken stop)
    {
        await HearOutAsync(stop);
        foreach (int zeros in Padding)
        {
            // Half a command takes what follows for its own: zeros until it has enough. Outside of commands they do nothing.
            await SendInTimeAsync(new byte[zeros], stop);
            await SendInTimeAsync((byte[])[.. EndAll, .. TellNothing, .. CountFromZero], stop);
            // Counted on to where no job of an earlier program would bring it.
            int count = ((_counter + (Counts / 2)) % Counts) is > 0 and int far ? far : (Counts / 2) - 1;
            await SendInTimeAsync(Enumerable.Repeat(Etb, count).ToArray(), stop);
            _wanted = count;
            if (await CountsAsync(stop))
                return true;
            if (await IsHinderedAsync(stop))
                return false;
        }

        throw new IOException("the printer does not come to an end with what it was sent before: switch it off and on");
    }

    /// <inheritdoc/>
    public override byte[] ProofRequest()
    {
        _wanted = (_counter + 1) % Counts;
        return [Etb];
    }

    /// <inheritdoc/>
    public override byte[] Kick(DrawerPulse pulse, bool atOnce) => Pulse(pulse);

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (_words.Take(value) is { } word)
                (Status, _counter, _isTold, KnowsDrawer) = (word.Status, word.Counter, true, true);
        }
    }

    private async Task<bool> CountsAsync(CancellationToken stop)
    {
        for (int tries = 0; tries < AnswerDeadline / ProofSlice; tries++)
        {
            if (!await AskAsync(stop))
                return false;
            if (IsProven || await HearUntilAsync(() => IsProven, ProofSlice, stop))
                return true;
        }

        return false;
    }

    private static byte TenMs(TimeSpan time) => (byte)Math.Clamp(time.TotalMilliseconds / 10, 1, 127);
}
