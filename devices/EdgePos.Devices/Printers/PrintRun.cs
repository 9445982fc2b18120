namespace EdgePos.Devices;

/// <summary>
/// One job on its way through a printer. Its time runs only while the printer can print: one that is out of paper keeps what it
/// was sent and goes on where it stopped, and is waited for, for a while.
/// </summary>
/// <param name="holdMax">The longest that it is waited for.</param>
/// <param name="look">Called whenever the printer may have said something new.</param>
internal sealed class PrintRun(PrinterTalk talk, TimeProvider time, TimeSpan holdMax, Action look)
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    private TimeSpan _left, _held;

    /// <summary>Sends the job and waits for its proof.</summary>
    /// <exception cref="IOException">There is none: it may or may not be on paper.</exception>
    public async Task PrintAsync(PrintBytes job, CancellationToken stop)
    {
        (_left, _held) = (job.LongestTime, TimeSpan.Zero);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sending = talk.SendAsync(job.Bytes, end.Token).AsTask();
        try
        {
            await ListenWhileAsync(sending, stop);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAny(sending);
        }

        await talk.DropLateAsync(stop);
        await talk.SendInTimeAsync(talk.ProofRequest(), stop);
        await ProveAsync(stop);
    }

    // A job that is more than the printer's buffer holds is taken as fast as it prints. It may tell meanwhile that it cannot.
    private async Task ListenWhileAsync(Task sending, CancellationToken stop)
    {
        using var sent = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var noted = sending.ContinueWith(
            _ => sent.Cancel(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!sending.IsCompleted)
        {
            try
            {
                await SpendAsync(() => talk.HearAsync(Slice, sent.Token));
            }
            catch (OperationCanceledException) when (sending.IsCompleted)
            {
                break;
            }
        }

        await noted;
        await sending;
    }

    private async Task ProveAsync(CancellationToken stop)
    {
        while (!talk.IsProven)
        {
            bool isHeard = await SpendAsync(() => talk.HearAsync(talk.ProofSlice, stop));
            if (!isHeard)
                await SpendAsync(() => talk.AskAsync(stop));
        }
    }

    private async Task<bool> SpendAsync(Func<Task<bool>> hear)
    {
        long begun = time.GetTimestamp();
        bool isHeard = await hear();
        var spent = time.GetElapsedTime(begun);
        look();
        string hindrance = talk.Status.Hindrance;
        if (hindrance.Length > 0)
            _held += spent;
        else
            _left -= spent;
        if (talk.IsProven)
            return true;
        if (_left <= TimeSpan.Zero)
            throw new IOException("the printer did not say in time that it was through");
        if (_held > holdMax)
            throw new IOException($"{hindrance} in the middle, and it stayed so for {holdMax.TotalMinutes:0} minutes");
        return isHeard;
    }
}
