namespace EdgePos.Devices;

/// <summary>
/// MT-SICS, 9600 8N1. Source: Mettler-Toledo, Reference Manual MT-SICS (11780711): SI is answered at once, S S value unit at rest,
/// S D moving, S I not now, S + overload, S - underload; ES, ET and EL are errors. Commands end with CR LF. The weight is net; TA
/// says what was taken off. S itself would hold the line until the scale rests, so it is not used.
/// </summary>
internal sealed class MtSics : ScaleDialect
{
    public override IReadOnlyList<ScaleCommand> Commands { get; } = [ScaleCommand.Zero, ScaleCommand.Tare, ScaleCommand.ClearTare];

    public override async Task<ScaleReading> ReadAsync(ScaleLine line, WeighRequest request, CancellationToken stop)
    {
        var reading = Read(await line.AskAsync("SI\r\n"u8.ToArray(), EndsWith(Lf), stop));
        if (reading.Hindrance is not null || request.TareGrams == 0)
            return reading;
        var tare = Read(await line.AskAsync("TA\r\n"u8.ToArray(), EndsWith(Lf), stop), "TA", "A");
        return tare.Hindrance is null ? reading with { IsNet = tare.Grams > 0, TareGrams = tare.Grams } : reading;
    }

    public override async Task<bool> DoAsync(ScaleLine line, ScaleCommand command, CancellationToken stop)
    {
        (byte[] question, string done) = command switch
        {
            ScaleCommand.Zero => ("Z\r\n"u8.ToArray(), "Z A"),
            ScaleCommand.Tare => ("T\r\n"u8.ToArray(), "T S "),
            ScaleCommand.ClearTare => ("TAC\r\n"u8.ToArray(), "TAC A"),
        };
        byte[] answer = await line.AskAsync(question, EndsWith(Lf), stop);
        return Text(answer) is { } text && text.StartsWith(done, StringComparison.Ordinal);
    }

    internal static ScaleReading Read(byte[] answer) => Read(answer, "S", "S");

    private static ScaleReading Read(byte[] answer, string name, string good)
    {
        if (answer.Length == 0)
            return Nothing;
        if (answer is not [.., Cr, Lf] || Text(answer) is not { } text)
            return ScaleReading.NoSense(answer);
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words switch
        {
            ["ES" or "ET" or "EL"] => ScaleReading.No(WeighHindrance.Failed, words[0]),
            [var first, ..] when first != name => ScaleReading.NoSense(answer),
            [_, "D", ..] or [_, "I"] => ScaleReading.No(WeighHindrance.InMotion),
            [_, "+"] => ScaleReading.No(WeighHindrance.Overload),
            [_, "-"] => ScaleReading.No(WeighHindrance.BelowZero),
            [_, var state, var number, var unit] when state == good && WeightText.TryRead(number, unit, out var reading) => reading,
            _ => ScaleReading.NoSense(answer),
        };
    }
}
