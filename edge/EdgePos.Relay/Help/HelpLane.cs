using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace EdgePos.Relay;

/// <summary>
/// Remote help on one connection: a request at a time, and its answer in small parts, each with the broker before the next, so
/// that the journal has the line between them.
/// </summary>
internal sealed class HelpLane(BrokerLink link, JournalOutbox outbox, HelpHearing hearing, TimeProvider time, ILogger log)
{
    private const int PartBytes = 32 * 1024;
    private const int SmallestPartBytes = 1024;

    // On a line with a cap a part takes no more than an eighth of what a batch may.
    private const int BatchToPart = 8;

    // Somebody floods the topic: the box has better things to do than to look at certificates.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    // A request that the broker holds back is worth nothing after that, also on a box whose clock is not set.
    private static readonly TimeSpan NonceLife = TimeSpan.FromHours(1);

    /// <summary>Runs until cancelled or the link ends.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (link.HelpNonce.Length > 0)
            {
                if (await ReadAsync(stopping) is { } asked)
                    await HearAsync(asked, stopping);
                else
                    await RenewAsync(stopping);
            }
        }
        catch (Exception fault) when (RelayLoop.IsTrouble(fault))
        {
            if (!stopping.IsCancellationRequested)
                Log.HelpLaneEnded(log, fault.Message);
        }
    }

    private async Task HearAsync(HelpAsked asked, CancellationToken stopping)
    {
        var heard = await hearing.HearAsync(asked, link.HelpNonce, () => RenewAsync(stopping), stopping);
        try
        {
            if (heard.Result is { } result)
                await AnswerAsync(asked, heard.Request?.Id ?? "", result, stopping);
        }
        finally
        {
            if (heard.Done)
                hearing.Answered(heard.Request!);
        }

        if (heard.Result is null)
            await Task.Delay(Breath, time, stopping);
    }

    private async Task AnswerAsync(HelpAsked asked, string id, HelpResult result, CancellationToken stopping)
    {
        byte[] content = result.ToByteArray();
        if (content.Length > HelpSignature.MaxResultBytes)
        {
            var refused = new HelpRefused { Code = HelpRefusal.Failed, Why = $"the answer has {content.Length} bytes" };
            content = new HelpResult { Refused = refused }.ToByteArray();
        }

        int size = Math.Max(SmallestPartBytes, Math.Min(PartBytes, Math.Min(link.Pace.BatchBytes / BatchToPart, link.MaximumPacketBytes)));
        int parts = Math.Max(1, (content.Length + size - 1) / size);
        for (int part = 0; part < parts; part++)
        {
            int begin = part * size;
            var answer = new HelpAnswer
            {
                Id = id,
                Part = part,
                Parts = parts,
                Content = ByteString.CopyFrom(content, begin, Math.Min(size, content.Length - begin)),
            };
            await link.AnswerAsync(asked, answer, stopping);
        }
    }

    private Task RenewAsync(CancellationToken stopping) =>
        link.TellNonceAsync(hearing.NewNonce(), outbox.Head(), outbox.Confirmed(), stopping);

    private async Task<HelpAsked?> ReadAsync(CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(NonceLife, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, late.Token);
        try
        {
            return await link.Commands.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return null;
        }
    }
}
