using EdgePos.Devices;

namespace EdgePos.Provisioning;

/// <summary>
/// Prints what a machine in claim mode shows, on each receipt printer at its USB ports: nobody has said yet which one it is, so in words
/// that nearly all of them understand.
/// </summary>
internal sealed class CodeSlip(Machine machine)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Prints it; gives on how many.</summary>
    public async Task<int> PrintAsync(string code, string machineName, CancellationToken stop)
    {
        byte[] bytes = EscPosEncoder.Encode(Of(code, machineName), PrinterProfile.Find("compatible-58")!).Bytes;
        int printed = 0;
        foreach (string port in machine.In("/dev/usb", "lp*"))
        {
            try
            {
                await using var printer = new FileStream(machine.At(port), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
                using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
                late.CancelAfter(Deadline);
                // One that is out of paper takes nothing, and a thread that waits for it is left behind.
                await Task.Run(() => printer.Write(bytes), stop).WaitAsync(late.Token);
                printed++;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException
                || (fault is OperationCanceledException && !stop.IsCancellationRequested))
            {
                // The code is on the screen too.
            }
        }

        return printed;
    }

    private static PrintDocument Of(string code, string machineName) => new([
        new TextLine("EdgePos", Align.Centre, new TextStyle(Bold: true, Wide: true, Tall: true)),
        new TextLine("This box waits to be adopted.", Align.Centre),
        new TextLine("Deze kassa wacht op het hoofdkantoor.", Align.Centre),
        new FeedLines(1),
        new TextLine(code, Align.Centre, new TextStyle(Bold: true, Wide: true, Tall: true)),
        new FeedLines(1),
        new QrCode(code),
        new TextLine(machineName, Align.Centre),
        new TextLine("New code every ten minutes.", Align.Centre),
        new CutPaper(),
    ]);
}
