using System.Text.Json;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Provisioning;

/// <summary>
/// What is true of the shop, counted from three sides that do not know of each other: the answers that the register wrote
/// down, the ledger's file, and head office's books.
/// </summary>
/// <param name="Sales">Sales in the journal.</param>
/// <param name="Entries">Entries of the journal, each checked against the chain.</param>
/// <param name="Confirmed">Entries that head office has confirmed.</param>
/// <param name="Lost">Sales answered or in the journal that head office does not have, or has with another total.</param>
/// <param name="Doubled">Receipt numbers or commands that stand more than once in the journal or in head office's books.</param>
/// <param name="Wrong">What else does not agree; empty: nothing.</param>
internal sealed record Facts(long Sales, long Entries, long Confirmed, long Lost, long Doubled, string Wrong)
{
    private sealed record Sold(string Receipt, string Command, long TotalMinor, string Currency);

    /// <summary>True where the facts are as they must be.</summary>
    public bool AreRight => Confirmed == Entries && Lost == 0 && Doubled == 0 && Wrong.Length == 0;

    /// <inheritdoc/>
    public override string ToString() =>
        $"sales {Sales}, entries {Entries}, confirmed {Confirmed}, lost {Lost}, doubled {Doubled}" + (Wrong.Length > 0 ? $"; {Wrong}" : "");

    /// <summary>Counts.</summary>
    /// <param name="answered">The register's file of answers.</param>
    public static Facts Count(LedgerReader ledger, IReadOnlyList<CommittedSale> committed, StreamRow? stream, string answered)
    {
        var head = ledger.Head();
        var journal = Walk(ledger, head, out string wrong);
        var books = committed.Select(sale => (sale.ReceiptNumber, sale.Total.Minor)).ToHashSet();
        var promised = Answered(answered).Concat(journal.Select(sale => (sale.Receipt, sale.TotalMinor))).Distinct();
        if (stream is null || stream.Seq != head.Seq || stream.Hash != Convert.ToHexStringLower(head.Hash))
            wrong += $"head office's last hash is not that of entry {head.Seq}; ";
        foreach (var sum in journal.GroupBy(sale => sale.Currency))
        {
            if (stream?.Totals.FirstOrDefault(total => total.Currency == sum.Key)?.Minor != sum.Sum(sale => sale.TotalMinor))
                wrong += $"head office's total in {sum.Key} is not the journal's; ";
        }

        return new Facts(
            journal.Count, head.Seq, ledger.Confirmed(),
            Lost: promised.Count(sale => !books.Contains(sale)),
            Doubled: Surplus(committed.Select(sale => sale.ReceiptNumber)) + Surplus(committed.Select(sale => sale.CommandId))
                + Surplus(journal.Select(sale => sale.Receipt)) + Surplus(journal.Select(sale => sale.Command)),
            wrong);
    }

    private static List<Sold> Walk(LedgerReader ledger, JournalHead head, out string wrong)
    {
        wrong = "";
        var sales = new List<Sold>();
        byte[] previous = EntryHash.Genesis(head.Epoch);
        long seq = 0;
        while (seq < head.Seq)
        {
            var entries = ledger.Entries(seq, maxEntries: 500, maxBytes: 4 * 1024 * 1024);
            foreach (var entry in entries.TakeWhile(entry => entry.Header.Seq <= head.Seq))
            {
                previous = EntryHash.Of(previous, entry.Header, entry.Body);
                if (entry.Header.Seq != ++seq || !previous.AsSpan().SequenceEqual(entry.Hash))
                {
                    wrong = $"the chain breaks at entry {entry.Header.Seq}; ";
                    return sales;
                }

                if (entry.Header.Kind != SaleCompleted.Descriptor.FullName)
                    continue;
                var sale = SaleCompleted.Parser.ParseFrom(entry.Body);
                sales.Add(new Sold(sale.ReceiptNumber, sale.CommandId, sale.Total.Minor, sale.Total.Currency));
            }
        }

        return sales;
    }

    private static IEnumerable<(string Receipt, long TotalMinor)> Answered(string path)
    {
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            using var answer = JsonDocument.Parse(line);
            var sale = answer.RootElement;
            yield return (sale.GetProperty("receiptNumber").GetString()!, sale.GetProperty("totalMinor").GetInt64());
        }
    }

    private static long Surplus(IEnumerable<string> keys)
    {
        var all = keys.ToList();
        return all.Count - all.Distinct().Count();
    }
}
