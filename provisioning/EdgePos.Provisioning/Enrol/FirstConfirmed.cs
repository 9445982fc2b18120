using EdgePos.V1;

namespace EdgePos.Provisioning;

/// <summary>Waits until the box runs and head office has all that is in its journal: then the way there and back is proven.</summary>
/// <param name="gateway">Address of the box.</param>
/// <param name="register">Number under which the box knows who asked.</param>
internal sealed class FirstConfirmed(Uri gateway, int register, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5), Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Waits; false: not within two minutes, and why is told.</summary>
    public async Task<bool> WaitAsync(CancellationToken stop)
    {
        string last = "the daemon does not answer: journalctl -u edgepos -n 50";
        for (long begun = time.GetTimestamp(); time.GetElapsedTime(begun) < Longest; await Task.Delay(Pause, time, stop))
        {
            try
            {
                var box = await new RemoteCall("the box", gateway, Deadline, time, register).RunAsync(
                    (channel, options) => new Box.BoxClient(channel).GetStatusAsync(new GetStatusRequest(), options).ResponseAsync, stop);
                if (box.HeadOffice == LinkState.Up && box.JournalSeq > 0 && box.ConfirmedSeq == box.JournalSeq)
                {
                    output.WriteLine($"head office has committed this box's journal up to entry {box.ConfirmedSeq}");
                    foreach (var hindrance in box.CannotSell)
                        output.WriteLine($"cannot sell yet: {hindrance.Reason} -> {hindrance.Advice}");
                    return true;
                }

                last = box.HeadOffice switch
                {
                    LinkState.Up => $"connected; {box.JournalSeq - box.ConfirmedSeq} entries wait to be committed",
                    LinkState.Waiting => "the broker answers, head office does not: does its program run?",
                    _ => $"no link to head office: {box.HeadOfficeReason}",
                };
            }
            catch (ToolFault notYet) when (notYet.ExitCode == ExitCodes.Unavailable)
            {
                last = notYet.Message;
            }
        }

        output.WriteLine($"not proven yet: {last}. The box goes on trying; look again with edgeposctl status");
        return false;
    }
}
