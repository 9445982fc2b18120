using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>The one place where verdicts become messages to a box.</summary>
internal sealed class Answers(BrokerClient client, TimeProvider time, ILogger log)
{
    /// <summary>Answers what was judged of one stream, in its order. Confirmations are cumulative: the last one says it all.</summary>
    /// <param name="credit">Batches that the box may have in flight; 0: no wish.</param>
    public Task SendAsync(
        BoxName box, ByteString epoch, IReadOnlyList<Verdict> verdicts, CancellationToken broken, int credit = 0)
    {
        var sent = new List<Task>();
        if (verdicts.LastOrDefault(verdict => verdict is Verdict.Committed or Verdict.Duplicate) is { } confirmed)
            sent.Add(ConfirmAsync(box, epoch, confirmed, credit, broken));
        foreach (var verdict in verdicts)
        {
            switch (verdict)
            {
                case Verdict.Committed or Verdict.Duplicate:
                    break;
                case Verdict.Gap:
                    sent.Add(AskAgainAsync(box, epoch, verdict, ResendReason.Gap, "", broken));
                    break;
                case Verdict.Damaged damaged:
                    Log.Damaged(log, box.Store, box.Box, damaged.Why);
                    sent.Add(AskAgainAsync(box, epoch, verdict, ResendReason.Damaged, damaged.Why, broken));
                    break;
                case Verdict.Forked forked:
                    Log.Forked(log, box.Store, box.Box, forked.Why);
                    sent.Add(AskAgainAsync(box, epoch, verdict, ResendReason.Forked, forked.Why, broken));
                    break;
                default:
                    throw new InvariantBroken($"a verdict {verdict.GetType().Name}");
            }
        }

        return Task.WhenAll(sent);
    }

    private Task ConfirmAsync(BoxName box, ByteString epoch, Verdict verdict, int credit, CancellationToken broken) =>
        client.PublishAsync(Topics.Confirmed(box.Tenant, box.Store, box.Box), new Confirmed
        {
            Epoch = epoch,
            Seq = verdict.Seq,
            Hash = ByteString.CopyFrom(verdict.Hash),
            Credit = credit,
            ServerTimeUs = time.NowUs(),
        }, retain: true, broken);

    private Task AskAgainAsync(
        BoxName box, ByteString epoch, Verdict verdict, ResendReason reason, string detail, CancellationToken broken) =>
        client.PublishAsync(Topics.Resend(box.Tenant, box.Store, box.Box),
            new Resend { Epoch = epoch, FromSeq = verdict.Seq + 1, Reason = reason, Detail = detail }, retain: false, broken);
}
