namespace EdgePos.Devices;

/// <summary>
/// Toledo 8217, 9600 7E1. Source: PSC, Magellan 8500 Service Manual, "8217 Mettler Toledo", Command Descriptions and Scale Status
/// Byte Bit Definitions: W asks, STX WW.WWW CR is kilograms, STX WW.WW CR pounds, an N after the weight means net; STX ? status CR
/// is no weight. At least 200 ms between two commands.
/// </summary>
internal sealed class Toledo8217 : ScaleDialect
{
    private const int KilogramDecimals = 3;
    private const byte Moves = 0x01, OverCapacity = 0x02, BelowZero = 0x04, NoZero = 0x08, AtZero = 0x10, AlwaysSet = 0x40;

    public override IReadOnlyList<ScaleCommand> Commands { get; } = [ScaleCommand.Zero, ScaleCommand.Tare, ScaleCommand.ClearTare];

    public override async Task<ScaleReading> ReadAsync(ScaleLine line, WeighRequest request, CancellationToken stop) =>
        Read(await line.AskAsync("W"u8.ToArray(), EndsWith(Cr), stop));

    public override async Task<bool> DoAsync(ScaleLine line, ScaleCommand command, CancellationToken stop)
    {
        byte[] question = command switch
        {
            ScaleCommand.Zero => "Z"u8.ToArray(),
            ScaleCommand.Tare => "T\r"u8.ToArray(),
            ScaleCommand.ClearTare => "C"u8.ToArray(),
        };
        byte[] answer = await line.AskAsync(question, EndsWith(Cr), stop);
        if (answer is not [Stx, (byte)'?', var status, Cr] || !IsStatus(status))
            return false;
        return command switch
        {
            ScaleCommand.Zero => (status & (Moves | AtZero)) == AtZero,
            ScaleCommand.Tare => (status & (Moves | OverCapacity | BelowZero)) == 0,
            ScaleCommand.ClearTare => (status & Moves) == 0,
        };
    }

    internal static ScaleReading Read(byte[] answer)
    {
        if (answer.Length == 0)
            return Nothing;
        if (answer is [Stx, (byte)'?', var status, Cr] && IsStatus(status))
            return ReadStatus(status);
        if (answer is not [Stx, .., Cr] || Text(answer.AsSpan(1, answer.Length - 2)) is not { } text)
            return ScaleReading.NoSense(answer);
        bool isNet = text is [.., 'N'];
        string number = isNet ? text[..^1] : text;
        int point = number.IndexOf('.', StringComparison.Ordinal);
        // The unit is not sent: it is told by the place of the point.
        string unit = point >= 0 && number.Length - point - 1 == KilogramDecimals ? "kg" : "lb";
        return WeightText.TryRead(number, unit, out var reading) ? reading with { IsNet = isNet } : ScaleReading.NoSense(answer);
    }

    private static bool IsStatus(byte status) => (status & 0xC0) == AlwaysSet;

    private static ScaleReading ReadStatus(byte status) => status switch
    {
        _ when (status & OverCapacity) != 0 => ScaleReading.No(WeighHindrance.Overload),
        _ when (status & Moves) != 0 => ScaleReading.No(WeighHindrance.InMotion),
        _ when (status & BelowZero) != 0 => ScaleReading.No(WeighHindrance.BelowZero),
        _ when (status & NoZero) != 0 => ScaleReading.No(WeighHindrance.Failed, "it has not found its zero since it was switched on"),
        _ when (status & AtZero) != 0 => ScaleReading.No(WeighHindrance.Zero),
        _ => ScaleReading.No(WeighHindrance.Silent),
    };
}
