using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>Whose ledger it is, where it ends, and who vouches for how much of it.</summary>
internal sealed class HeadRun(string path, TextWriter output)
{
    /// <summary>Tells it.</summary>
    public int Run()
    {
        using var ledger = LedgerSnapshot.Open(path);
        var (owner, head) = (ledger.Owner(), ledger.Head());
        output.WriteLine($"box          {owner.Tenant}/{owner.Store}/{owner.Box}");
        output.WriteLine($"epoch        {Convert.ToHexStringLower(head.Epoch)}");
        output.WriteLine($"last entry   {head.Seq}");
        output.WriteLine($"hash         {Convert.ToHexStringLower(head.Hash)}");
        if (ledger.Entry(head.Seq) is { } last)
            output.WriteLine($"written      {EntryJson.TimeOf(last.Header.AtUs)}, clock {EntryJson.ClockOf(last.Header.Clock)}");
        output.WriteLine($"confirmed    {UpTo(ledger.Confirmed())}");
        output.WriteLine($"signed       {UpTo(ledger.SignedUpTo())}");
        return ExitCodes.Ok;

        string UpTo(long seq) => seq == 0 ? "nothing yet" : seq == head.Seq ? "all"
            : $"up to entry {seq}, {head.Seq - seq} after it are not";
    }
}
