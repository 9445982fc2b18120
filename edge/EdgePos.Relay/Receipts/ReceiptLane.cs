using Microsoft.Extensions.Logging;

namespace EdgePos.Relay;

/// <summary>A message on the box's answer topic.</summary>
/// <param name="Payload">No more than an answer may have.</param>
/// <param name="Correlation">May be anything.</param>
internal sealed record ReceiptHeard(byte[] Payload, byte[] Correlation);

/// <summary>Questions about receipts on one connection, and their answers.</summary>
internal sealed class ReceiptLane(BrokerLink link, ReceiptQuestions questions, ILogger log)
{
    /// <summary>Runs until cancelled or the link ends.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (!link.HearsAnswers)
            return;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        questions.Open();
        Task[] ways = [AskAsync(ended.Token), HearAsync(ended.Token)];
        try
        {
            await await Task.WhenAny(ways);
        }
        catch (Exception fault) when (RelayLoop.IsTrouble(fault))
        {
            if (!stopping.IsCancellationRequested)
                Log.ReceiptLaneEnded(log, fault.Message);
        }
        finally
        {
            questions.Close();
            await ended.CancelAsync();
            await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // what ended it is told already
        }
    }

    private async Task AskAsync(CancellationToken stopping)
    {
        await foreach (var asked in questions.Asked.ReadAllAsync(stopping))
        {
            if (asked.Answer is { Task.IsCompleted: true })
                continue;
            if (!await link.AskReceiptAsync(asked, ReceiptQuestions.Deadline, stopping))
                asked.Answer?.TrySetResult(null); // the broker knows nobody who would answer
        }
    }

    private async Task HearAsync(CancellationToken stopping)
    {
        await foreach (var heard in link.Answers.ReadAllAsync(stopping))
            questions.Hear(heard.Payload, heard.Correlation);
    }
}
