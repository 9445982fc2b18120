namespace EdgePos.Devices;

/// <summary>
/// ADAM scales, 4800 8N1. Source: Adam Equipment, AZextra User Manual, RS-232 (label format 3, with its unit): P CR LF is answered as
/// the print key would, a line with weight and unit; Z and T work like their keys and have no answer. The scale says nothing, and
/// beeps, when it is empty, moves, or shows what it has printed before: so a silence is no zero, and an answer is always a new
/// weighing. For the same reason it is not looked at in between.
/// </summary>
internal sealed class Adam : ScaleDialect
{
    public override bool CanBeWatched => false;

    public override bool IsSilentWhenEmpty => true;

    public override IReadOnlyList<ScaleCommand> Commands { get; } = [ScaleCommand.Zero, ScaleCommand.Tare];

    public override async Task<ScaleReading> ReadAsync(ScaleLine line, WeighRequest request, CancellationToken stop) =>
        Read(await line.AskAsync("P\r\n"u8.ToArray(), EndsWith(Lf), stop));

    // A look would print: all that can be seen is whether the line is there.
    public override Task<ScaleReading> LookAsync(ScaleLine line, CancellationToken stop) =>
        Task.FromResult(ScaleReading.No(WeighHindrance.Silent));

    public override async Task<bool> DoAsync(ScaleLine line, ScaleCommand command, CancellationToken stop)
    {
        await line.TellAsync(command == ScaleCommand.Zero ? "Z\r\n"u8.ToArray() : "T\r\n"u8.ToArray(), stop);
        return true;
    }

    internal static ScaleReading Read(byte[] answer)
    {
        if (answer.Length == 0)
            return ScaleReading.No(WeighHindrance.Silent);
        if (answer is not [.., Cr, Lf] || Text(answer.AsSpan(0, answer.Length - 2)) is not { } text)
            return ScaleReading.NoSense(answer);
        int unit = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        return WeightText.TryRead(text.AsSpan(0, unit), text.AsSpan(unit), out var reading)
            ? reading with { IsNew = reading.Hindrance is null }
            : ScaleReading.NoSense(answer);
    }
}
