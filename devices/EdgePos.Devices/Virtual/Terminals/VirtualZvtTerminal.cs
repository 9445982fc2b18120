using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EdgePos.Devices;

/// <summary>
/// A card terminal on a TCP port that speaks ZVT, like the real ones on 20007: one register at a time, a shopper with one
/// card, a host that says yes, and its own book of charges. With faults on demand, for training and for tests. A transaction
/// that has begun goes on to its end whether or not the register is still there.
/// </summary>
public sealed class VirtualZvtTerminal : IAsyncDisposable
{
    private const int NoCommand = -1;

    private static readonly TimeSpan RegisterAnswers = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RegisterStays = TimeSpan.FromHours(12);

    private readonly TcpListener _listener;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    private VirtualZvtTerminal(TcpListener listener, ChargeBook book, TimeProvider time)
    {
        (_listener, Book, _time) = (listener, book, time);
        _serving = ServeAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it did with money.</summary>
    public ChargeBook Book { get; }

    /// <summary>What is wrong with it.</summary>
    public TerminalFaults Faults { get; } = new();

    /// <summary>The shopper's card: digits.</summary>
    public string CardNumber { get; set; } = "4761739001010010";

    /// <summary>How many payments, refunds and reversals it was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Starts a terminal on loopback.</summary>
    /// <param name="port">Port; 0: any.</param>
    /// <param name="bookPath">File of its book, which survives it; null: none.</param>
    /// <param name="time">Its clock; null: the machine's.</param>
    /// <exception cref="SocketException">The port is in use.</exception>
    /// <exception cref="IOException">The book cannot be read.</exception>
    public static VirtualZvtTerminal Start(int port = 20007, string? bookPath = null, TimeProvider? time = null)
    {
        var book = new ChargeBook(bookPath);
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return new VirtualZvtTerminal(listener, book, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                using var register = await _listener.AcceptSocketAsync(_end.Token);
                register.NoDelay = true;
                if (Faults.IsOff)
                    register.Close(timeout: 0);
                else
                    await ServeAsync(new RegisterLink(register, Faults, _time, _end.Token));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was switched off for good.
        }
    }

    private async Task ServeAsync(RegisterLink link)
    {
        await link.SendBytesAsync(Faults.Banner);
        while (!link.IsGone && await link.HearAsync(RegisterStays) is { } message)
            await DoAsync(link, (message[0] << 8) | message[1], message[2..]);
    }

    private Task DoAsync(RegisterLink link, int command, byte[] data) => command switch
    {
        0x8000 or 0x8400 => Task.CompletedTask,
        _ when Faults.IsBusy => link.SendAsync(ZvtMessages.No(0x9C)),
        0x0600 => RegisterAsync(link, data),
        0x0601 => TransactAsync(link, "payment", AmountIn(data), NoCommand),
        0x0631 => TransactAsync(link, "refund", AmountIn(data.AsSpan(3)), NoCommand),
        0x0630 => TransactAsync(link, "reversal", 0, ReceiptIn(data.AsSpan(3))),
        0x0620 => RepeatReceiptAsync(link),
        0x0501 => TellAsync(link, ZvtMessages.Yes, ZvtMessages.Completion(0x00)),
        0x0670 => TellAsync(link, ZvtMessages.Yes, ZvtMessages.Doing(0xC9), ZvtMessages.Completion()),
        0x0650 => EndOfDayAsync(link),
        0x0602 => link.SendAsync(ZvtMessages.Yes),
        0x06B0 => link.SendAsync(ZvtMessages.No(0x83)), // nothing runs
        _ => link.SendAsync(ZvtMessages.No(0x83)),
    };

    // Password (3), config byte, currency (2) and more.
    private static Task RegisterAsync(RegisterLink link, byte[] data) => data.Length >= 6 && (data[4], data[5]) == (0x09, 0x78)
        ? TellAsync(link, ZvtMessages.Yes, ZvtMessages.Completion(0x19, 0x00, 0x29, 0x28, 0x00, 0x48, 0x69, 0x49, 0x09, 0x78))
        : link.SendAsync(ZvtMessages.No(0x6F));

    private async Task TransactAsync(RegisterLink link, string kind, long amountMinor, int receipt)
    {
        Asked++;
        var steps = new TerminalTransaction(link, Faults, _time);
        var original = receipt == NoCommand ? null : Book.Charges.LastOrDefault(charge => charge.Receipt == receipt);
        byte? refusal = receipt == NoCommand ? Faults.DeclinesWith : original is null ? RefusalOf(receipt) : null;
        await steps.RunAsync(refusal, () => Write(kind, original?.AmountMinor ?? amountMinor, original?.Trace ?? 0), Face(), Undo);
    }

    // B4: already reversed; B5: there is no such thing to reverse.
    private byte RefusalOf(int receipt) => Book.Entries.Any(entry => entry.Kind == "payment" && entry.Receipt == receipt)
        ? (byte)0xB4 : (byte)0xB5;

    private ChargeEntry Write(string kind, long amountMinor, int originalTrace)
    {
        int number = (Book.Last?.Trace ?? 469) + 1;
        long approved = kind == "payment" ? Math.Min(amountMinor, Faults.ApprovesOnlyMinor ?? amountMinor) : amountMinor;
        var entry = new ChargeEntry(kind, approved, number, number % 10_000, originalTrace, _time.GetLocalNow().DateTime);
        Book.Write(entry);
        return entry;
    }

    private void Undo(ChargeEntry entry) => Write("reversal", entry.AmountMinor, entry.Trace);

    private string Face() => Faults.SendsWholeCardNumber
        ? CardNumber
        : new string('E', CardNumber.Length - 4) + CardNumber[^4..];

    private async Task RepeatReceiptAsync(RegisterLink link)
    {
        if (Faults.ForgetsLastTransaction || Book.Last is not { } last)
            await TellAsync(link, ZvtMessages.Yes, ZvtMessages.Completion());
        else
            await TellAsync(link, ZvtMessages.Yes, ZvtMessages.Status(last, Face()), ZvtMessages.Completion());
    }

    private Task EndOfDayAsync(RegisterLink link)
    {
        var entries = Book.Entries;
        string total = entries.Where(entry => entry.Kind == "payment").Sum(entry => entry.AmountMinor)
            .ToString(CultureInfo.InvariantCulture);
        return TellAsync(link, ZvtMessages.Yes, ZvtMessages.Doing(0x0F),
            ZvtMessages.Block(3, ["Kassenschnitt", $"{entries.Count} Buchungen", $"Summe {total}"]), ZvtMessages.Completion());
    }

    private static async Task TellAsync(RegisterLink link, params byte[][] messages)
    {
        foreach (byte[] message in messages)
        {
            await link.SendAsync(message);
            if (message[0] != 0x80)
                await link.HearAsync(RegisterAnswers);
        }
    }

    private static long AmountIn(ReadOnlySpan<byte> fields) =>
        fields is [0x04, _, _, _, _, _, _, ..] ? ZvtMessages.Number(fields[1..7]) : 0;

    private static int ReceiptIn(ReadOnlySpan<byte> fields) => fields is [0x87, _, _, ..] ? (int)ZvtMessages.Number(fields[1..3]) : 0;
}
