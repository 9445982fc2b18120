using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>What head office holds of a ledger: the last entry that it has committed, and its hash.</summary>
internal sealed class HeadOfficeMark(Uri address, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Asks for the stream of this ledger. Before the ledger is read: head office never has more than the box.</summary>
    /// <exception cref="ToolFault">It does not answer, or has nothing of this ledger.</exception>
    public async Task<JournalMark> AskAsync(string path, CancellationToken stop)
    {
        BoxIdentity owner;
        string epoch;
        using (var ledger = LedgerSnapshot.Open(path))
            (owner, epoch) = (ledger.Owner(), Convert.ToHexStringLower(ledger.Head().Epoch));
        var answer = await new RemoteCall("head office", address, Deadline, time)
            .RunAsync((channel, options) =>
                new Reports.ReportsClient(channel).ListStreamsAsync(new ListStreamsRequest(), options).ResponseAsync, stop);
        var stream = answer.Streams.FirstOrDefault(row =>
            (row.Tenant, row.Store, row.Box, row.Epoch) == (owner.Tenant, owner.Store, owner.Box, epoch));
        if (stream is { Hash.Length: 64 })
            return new JournalMark(stream.Seq, Convert.FromHexString(stream.Hash));
        throw new ToolFault(ExitCodes.NotAsItMustBe,
            $"head office has committed nothing of the ledger {epoch} of {owner.Tenant}/{owner.Store}/{owner.Box}: "
            + "there is nothing to compare with; verify it without --head-office");
    }
}
