namespace EdgePos.Devices;

/// <summary>What a receipt printer's driver is told.</summary>
/// <param name="Profile">What kind it is.</param>
public sealed record ReceiptPrinterSettings(PrinterProfile Profile)
{
    /// <summary>The longest that a job waits in a printer that is out of paper or has its cover open in the middle of it.</summary>
    public TimeSpan HoldMax { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a printer that tells by itself is asked whether it is still there.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often one that tells nothing by itself is asked how it is.</summary>
    public TimeSpan AskEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often one is asked that cannot print: staff want to see that it is well again.</summary>
    public TimeSpan AskHinderedEvery { get; init; } = TimeSpan.FromSeconds(2);
}
