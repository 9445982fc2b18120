namespace EdgePos.Devices;

/// <summary>
/// NCI, also called SCP-01, of Weigh-Tronix and many others; 9600 7E1. Source: Weigh-Tronix, SCP-01 (NCI standard, and 3825) Serial
/// Communications Protocol, 8408-14788-01: W CR is answered LF xxxx.xxuu CR LF hh... CR ETX, S CR and Z CR with LF hh... CR ETX.
/// Scales that speak SCP-02 write an S before the status and leave the weight out where there is none; both are read.
/// </summary>
internal sealed class Nci : ScaleDialect
{
    private const byte Moves = 0x01, AtZero = 0x02, FaultsOfFirst = 0x0C;
    private const byte UnderCapacity = 0x01, OverCapacity = 0x02, FaultsOfSecond = 0x0C, OneMore = 0x40;
    private const byte IsNet = 0x04, NoZero = 0x08;
    private const byte AlwaysSet = 0x30;

    public override IReadOnlyList<ScaleCommand> Commands { get; } = [ScaleCommand.Zero];

    public override async Task<ScaleReading> ReadAsync(ScaleLine line, WeighRequest request, CancellationToken stop) =>
        Read(await line.AskAsync("W\r"u8.ToArray(), EndsWith(Etx), stop));

    public override async Task<bool> DoAsync(ScaleLine line, ScaleCommand command, CancellationToken stop)
    {
        byte[] answer = await line.AskAsync("Z\r"u8.ToArray(), EndsWith(Etx), stop);
        return Lines(answer) is [var status] && Status(status) is { Length: >= 2 } bytes && (bytes[0] & (AtZero | Moves)) == AtZero;
    }

    internal static ScaleReading Read(byte[] answer)
    {
        if (answer.Length == 0)
            return Nothing;
        if (Lines(answer) is not { Length: 1 or 2 } lines)
            return ScaleReading.NoSense(answer);
        if (lines is ["?"])
            return ScaleReading.No(WeighHindrance.Failed, "it does not know the question");
        if (Status(lines[^1]) is not { } status)
            return ScaleReading.NoSense(answer);
        if (Hindrance(status) is { } why)
            return ScaleReading.No(why);
        if (lines.Length == 1)
            return ScaleReading.No((status[0] & AtZero) != 0 ? WeighHindrance.Zero : WeighHindrance.Silent);
        int unit = lines[0].AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        return WeightText.TryRead(lines[0].AsSpan(0, unit), lines[0].AsSpan(unit), out var reading)
            ? reading with { IsNet = status.Length > 2 && (status[2] & IsNet) != 0 }
            : ScaleReading.NoSense(answer);
    }

    // LF line CR LF line CR ETX
    private static string[]? Lines(byte[] answer) =>
        answer is [Lf, .., Cr, Etx] && Text(answer.AsSpan(1, answer.Length - 3)) is { } text ? text.Split("\r\n") : null;

    private static byte[]? Status(string line)
    {
        byte[] status = System.Text.Encoding.ASCII.GetBytes(line is ['S', ..] ? line[1..] : line);
        if (status.Length < 2 || (status[0] & OneMore) != 0)
            return null;
        for (int i = 0; i < status.Length; i++)
        {
            bool isLast = i == status.Length - 1;
            if ((status[i] & AlwaysSet) != AlwaysSet || (i > 0 && ((status[i] & OneMore) == 0) != isLast))
                return null;
        }

        return status;
    }

    private static WeighHindrance? Hindrance(byte[] status) =>
        (status[0] & FaultsOfFirst) != 0 || (status[1] & FaultsOfSecond) != 0 || (status.Length > 2 && (status[2] & NoZero) != 0)
            ? WeighHindrance.Failed
        : (status[1] & OverCapacity) != 0 ? WeighHindrance.Overload
        : (status[0] & Moves) != 0 ? WeighHindrance.InMotion
        : (status[1] & UnderCapacity) != 0 ? WeighHindrance.BelowZero
        : null;
}
