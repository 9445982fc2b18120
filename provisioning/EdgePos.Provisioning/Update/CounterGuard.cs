using EdgePos.V1;

namespace EdgePos.Provisioning;

/// <summary>Keeps a person from stopping the daemon while money is on its way.</summary>
internal sealed class CounterGuard(Uri gateway, int register, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Asks the daemon. One that is not there is in nobody's way.</summary>
    /// <exception cref="ToolFault">A card payment is under way, or nobody knows how one ended.</exception>
    public async Task RequireNoPaymentAsync(CancellationToken stop)
    {
        try
        {
            var listed = await new RemoteCall("the box", gateway, Deadline, time, register).RunAsync((channel, options) =>
                new Payments.PaymentsClient(channel).ListPaymentsAsync(new ListPaymentsRequest(), options).ResponseAsync, stop);
            int open = listed.Payments.Count(payment => payment.State is PaymentState.Running or PaymentState.Unknown);
            if (open > 0)
            {
                throw new ToolFault(ExitCodes.TryLater, $"{Shown.Count(open, "card payment is", "card payments are")} under way, or nobody "
                    + "knows the end: say at a register what became of it, then again (edgeposctl status)");
            }
        }
        catch (ToolFault gone) when (gone.ExitCode == ExitCodes.Unavailable)
        {
            // It does not run: it has no payment under way, and an update may be what it needs.
        }
    }
}
