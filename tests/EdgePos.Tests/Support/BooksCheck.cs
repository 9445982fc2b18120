using System.Text.Json;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests;

/// <summary>Head office, the journal and what registers were answered must tell one story.</summary>
internal static class BooksCheck
{
    /// <summary>Everything that the journal has is at head office, once, with the same hash at the head; gives the sales.</summary>
    public static async Task<IReadOnlyList<CommittedSale>> HeadOfficeHoldsExactlyTheJournal(
        Daemon daemon, Reports.ReportsClient reports)
    {
        await daemon.UntilConfirmedAsync();
        var reader = new LedgerReader(daemon.LedgerFile);
        var head = reader.Head();
        var journal = SalesOf(reader);
        Assert.Equal(journal.Count, Sales.VerifyChain(reader));
        Assert.Equal(journal.Count, Sales.AssertSound(daemon.LedgerFile).Sales);

        var stream = Assert.Single((await reports.ListStreamsAsync(new ListStreamsRequest(), Patiently())).Streams);
        Assert.Equal((head.Seq, Convert.ToHexStringLower(head.Hash), head.Seq, 0L),
            (stream.Seq, stream.Hash, stream.Entries, stream.Quarantined));
        var sums = journal.GroupBy(sale => sale.Total.Currency).Select(same => (same.Key, same.Sum(sale => sale.Total.Minor)));
        Assert.Equal(sums.Order(), stream.Totals.Select(total => (total.Currency, total.Minor)).Order());

        var committed = await reports.ListSales(new ListSalesRequest(), Patiently()).ResponseStream.ReadAllAsync().ToListAsync();
        Assert.Equal(journal.Select(sale => (sale.ReceiptNumber, sale.CommandId, sale.Total.Minor)),
            committed.Select(sale => (sale.ReceiptNumber, sale.CommandId, sale.Total.Minor)));
        return committed;
    }

    /// <summary>Every sale that a register wrote down is in the journal once, with its total, and numbers have no gaps.</summary>
    public static void EveryAnswerIsThereOnce(Daemon daemon, string receiptsFile)
    {
        var journal = SalesOf(new LedgerReader(daemon.LedgerFile));
        Assert.Equal(journal.Count, journal.Select(sale => sale.CommandId).Distinct().Count());
        Assert.Equal(journal.Count, journal.Select(sale => sale.BasketId).Distinct().Count());
        var sales = journal.ToDictionary(sale => sale.ReceiptNumber);
        foreach (string line in File.ReadLines(receiptsFile))
        {
            using var answered = JsonDocument.Parse(line);
            var sale = sales[answered.RootElement.GetProperty("receiptNumber").GetString()!];
            Assert.Equal(answered.RootElement.GetProperty("commandId").GetString(), sale.CommandId);
            Assert.Equal(answered.RootElement.GetProperty("totalMinor").GetInt64(), sale.Total.Minor);
        }

        foreach (var register in journal.Select(sale => Parse(sale.ReceiptNumber)).GroupBy(number => number.Register))
            Assert.Equal(Enumerable.Range(1, register.Count()).Select(n => (long)n), register.Select(number => number.Number));
    }

    /// <summary>All sales of a journal in their order.</summary>
    public static List<SaleCompleted> SalesOf(LedgerReader reader)
    {
        var sales = new List<SaleCompleted>();
        for (long seq = 0; reader.Entries(seq, 1000, long.MaxValue) is { Count: > 0 } entries; seq = entries[^1].Header.Seq)
            sales.AddRange(entries.Select(entry => FactKinds.Read(entry.Header.Kind, entry.Body)).OfType<SaleCompleted>());
        return sales;
    }

    /// <summary>Waits for head office to have so many entries.</summary>
    public static async Task UntilHeadOfficeHasAsync(Reports.ReportsClient reports, long entries)
    {
        using var late = new CancellationTokenSource(Daemon.Patience);
        while (true)
        {
            var streams = (await reports.ListStreamsAsync(new ListStreamsRequest(), Patiently())).Streams;
            if (streams.Sum(stream => stream.Entries) == entries)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, late.Token);
        }
    }

    // Head office may be starting.
    private static CallOptions Patiently() =>
        new CallOptions(deadline: (TimeProvider.System.GetUtcNow() + Daemon.Patience).UtcDateTime).WithWaitForReady();

    private static ReceiptNumber Parse(string text)
    {
        Assert.True(ReceiptNumber.TryParse(text, out var number));
        return number;
    }
}
