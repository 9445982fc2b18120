namespace EdgePos.Devices;

/// <summary>What became of a job.</summary>
public enum PrintOutcome
{
    /// <summary>The printer said that it is through.</summary>
    Printed,

    /// <summary>No byte of the job left: it may be tried again.</summary>
    NotBegun,

    /// <summary>Bytes left and no proof came back: it may or may not be on paper.</summary>
    Unknown,
}

/// <summary>What became of a job, and why, in words for staff.</summary>
public sealed record PrintResult(PrintOutcome Outcome, string Reason);

/// <summary>
/// A receipt printer: the one owner of its link. Before a job it asks whether the printer can print, after a job for proof
/// that it did. One call at a time.
/// </summary>
/// <param name="address">Where the printer is.</param>
/// <param name="profile">What kind it is.</param>
/// <param name="time">The clock for deadlines.</param>
public sealed class ReceiptPrinter(LinkAddress address, PrinterProfile profile, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan JobDeadline = TimeSpan.FromSeconds(15);

    // A slow printer does 50 mm/s, about 12 lines or 400 bytes; a job gets three times that.
    private static readonly TimeSpan DeadlinePerKilobyte = TimeSpan.FromSeconds(8);

    // What a printer still has to say of an earlier job it says in one go.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private IDeviceLink? _link;

    // False: the printer may hold the rest of an earlier job, whose proof must not be taken for that of the next one.
    private bool _settled;

    /// <summary>Prints a document and waits for the proof. Ends by itself: every wait has a deadline.</summary>
    public async Task<PrintResult> PrintAsync(PrintDocument document)
    {
        var job = EscPosEncoder.Encode(document, profile);
        if (await HindranceAsync() is { Length: > 0 } hindrance)
            return new PrintResult(PrintOutcome.NotBegun, hindrance);

        using var deadline = Deadline(JobDeadline + (DeadlinePerKilobyte * (job.Bytes.Length / 1024.0)));
        try
        {
            await _link!.WriteAsync(job.Bytes, deadline.Token);
            if (profile.AnswersStatus)
            {
                await ProveAsync(deadline.Token);
            }
            else
            {
                await CloseAsync(); // a link that is never read would not show that the printer has gone
            }

            return new PrintResult(PrintOutcome.Printed, "");
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            await CloseAsync();
            return new PrintResult(PrintOutcome.Unknown, fault is IOException
                ? $"the link broke in the middle: {fault.Message}"
                : "the printer did not say in time that it was through");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();

    // A connection that the printer closed while nothing was printed shows only when it is used: try a new one before giving up.
    private async Task<string> HindranceAsync()
    {
        string reason = "";
        for (int attempt = _link is null ? 1 : 0; attempt < 2; attempt++)
        {
            try
            {
                await OpenAsync();
                if (!profile.AnswersStatus)
                    return "";
                string hindrance = (await AskAsync()).Hindrance;
                if (hindrance.Length == 0 && !_settled)
                    await SettleAsync();
                return hindrance;
            }
            catch (IOException fault)
            {
                reason = fault.Message;
            }
            catch (OperationCanceledException)
            {
                reason = $"the printer at {address} does not answer";
            }

            await CloseAsync();
        }

        return reason;
    }

    private async Task OpenAsync()
    {
        if (_link is not null)
            return;
        using var deadline = Deadline(ConnectDeadline);
        _link = await address.OpenAsync(deadline.Token);
    }

    private async Task<PrinterStatus> AskAsync()
    {
        using var deadline = Deadline(AnswerDeadline);
        byte[] answers = new byte[3];
        byte[] questions = [1, 2, 4];
        for (int i = 0; i < questions.Length; i++)
        {
            await _link!.WriteAsync(EscPosStatus.AskNow(questions[i]), deadline.Token);
            answers[i] = await ReadAsync(EscPosStatus.IsAnswerNow, deadline.Token);
        }

        return EscPosStatus.Of(answers[0], answers[1], answers[2]);
    }

    // Asks what queues behind all that the printer holds: its answer proves that the printer is through.
    private async Task ProveAsync(CancellationToken deadline)
    {
        await _link!.WriteAsync(EscPosStatus.AskAfterJob, deadline);
        await ReadAsync(EscPosStatus.IsAnswerAfterJob, deadline);
    }

    // Waits until the printer is through with what it holds, and hears it out. Half a command may swallow the first question.
    private async Task SettleAsync()
    {
        using var first = Deadline(AnswerDeadline);
        try
        {
            await ProveAsync(first.Token);
        }
        catch (OperationCanceledException)
        {
            using var second = Deadline(AnswerDeadline);
            await ProveAsync(second.Token);
        }

        await HearOutAsync();
        _settled = true;
    }

    private async Task HearOutAsync()
    {
        using var enough = Deadline(AnswerDeadline);
        while (!enough.IsCancellationRequested)
        {
            using var quiet = Deadline(Quiet);
            try
            {
                await ReadAsync(_ => true, quiet.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }

        throw new IOException("the printer sends without end");
    }

    // Passes over bytes that answer something else: a late answer, the four bytes of a status that nobody asked for.
    private async Task<byte> ReadAsync(Func<byte, bool> isAnswer, CancellationToken deadline)
    {
        byte[] one = new byte[1];
        int unasked = 0;
        while (await _link!.ReadAsync(one, deadline) > 0)
        {
            if (unasked > 0)
                unasked--;
            else if (EscPosStatus.BeginsUnasked(one[0]))
                unasked = EscPosStatus.UnaskedBytes - 1;
            else if (isAnswer(one[0]))
                return one[0];
        }

        throw new IOException("the printer closed the link");
    }

    private CancellationTokenSource Deadline(TimeSpan limit) => new(limit, time);

    private async Task CloseAsync()
    {
        if (_link is { } link)
            await link.DisposeAsync();
        (_link, _settled) = (null, false);
    }
}
