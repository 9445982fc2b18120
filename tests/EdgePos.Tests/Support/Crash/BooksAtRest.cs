using System.Collections.Concurrent;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EdgePos.Tests;

/// <summary>
/// What a ledger holds while its daemon is dead, read on from where it was read last. Each new sale must be whole: its
/// entry, its number, its receipt, its answer and its stock; and what was answered must be among them.
/// </summary>
internal sealed class BooksAtRest(string path)
{
    private readonly ConcurrentDictionary<string, string> _sold = [];
    private readonly Dictionary<string, byte[]> _unanswered = [];
    private readonly Dictionary<int, long> _numbers = [];
    private readonly Dictionary<string, long> _stock = [];
    private readonly Dictionary<int, long> _reports = [];
    private readonly Dictionary<long, (long Sales, long Minor)> _tills = [];
    private byte[]? _hash;
    private long _seq;

    /// <summary>Sales in the ledger.</summary>
    public int Sold => _sold.Count;

    /// <summary>Sales in the ledger of which no register has been told yet.</summary>
    public int Unanswered => _unanswered.Count;

    /// <summary>The receipt number that a basket has; null where it is no sale. For any thread.</summary>
    public string? NumberOf(string basketId) => _sold.GetValueOrDefault(basketId);

    /// <summary>Reads what is new. What was answered before this is asked for must be there with the very same bytes.</summary>
    /// <returns>How many sales were found of which no register has been told yet.</returns>
    public int Read(ConcurrentQueue<AnsweredSale> answered)
    {
        var answers = new List<AnsweredSale>();
        while (answered.TryDequeue(out var answer))
            answers.Add(answer);
        int before = _unanswered.Count, told = answers.Count(answer => _unanswered.ContainsKey(answer.BasketId));
        try
        {
            ReadJournal(new LedgerReader(path));
        }
        finally
        {
            // The daemon must find the files as its end left them: held by nobody.
            SqliteConnection.ClearAllPools();
        }

        foreach (var answer in answers)
        {
            Assert.True(_unanswered.Remove(answer.BasketId, out byte[]? kept),
                $"{answer.Receipt.ReceiptNumber} was answered and is not in the ledger, or was answered twice");
            // Kept with its fields as they became known, sent in their order: the same message, byte for byte.
            Assert.Equal(Receipt.Parser.ParseFrom(kept).ToByteArray(), answer.Receipt.ToByteArray());
        }

        return _unanswered.Count - (before - told);
    }

    private void ReadJournal(LedgerReader reader)
    {
        var head = reader.Head();
        _hash ??= EntryHash.Genesis(head.Epoch);
        while (reader.Entries(_seq, 1000, long.MaxValue) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                Assert.Equal(++_seq, entry.Header.Seq);
                _hash = EntryHash.Of(_hash, entry.Header, entry.Body);
                Assert.Equal(_hash, entry.Hash);
                if (entry.Header.Kind == SaleCompleted.Descriptor.FullName)
                    ReadSale(reader, entry.Header, SaleCompleted.Parser.ParseFrom(entry.Body));
                if (entry.Header.Kind == TillClosed.Descriptor.FullName)
                    ReadClose(entry.Header, TillClosed.Parser.ParseFrom(entry.Body));
            }
        }

        Assert.Equal((_seq, Convert.ToHexString(_hash)), (head.Seq, Convert.ToHexString(head.Hash)));
        Assert.All(_stock, sku => Assert.Equal(sku.Value, reader.OnHand(sku.Key)));
    }

    private void ReadClose(EntryHeader header, TillClosed closed)
    {
        Assert.Equal(_reports[header.Register] = _reports.GetValueOrDefault(header.Register) + 1, closed.ZNumber);
        Assert.Equal(_tills.GetValueOrDefault(closed.TillOpenedSeq), (closed.Totals.Sales, closed.Totals.SalesTotal.Minor));
    }

    private void ReadSale(LedgerReader reader, EntryHeader header, SaleCompleted sale)
    {
        long number = _numbers[header.Register] = _numbers.GetValueOrDefault(header.Register) + 1;
        Assert.Equal($"S1-{header.Register}-{number}", sale.ReceiptNumber);
        Assert.True(_sold.TryAdd(sale.BasketId, sale.ReceiptNumber), $"basket {sale.BasketId} was sold twice");
        Assert.Equal(sale.Total.Minor, sale.Lines.Sum(line => line.Amount.Minor));
        var (sales, minor) = _tills.GetValueOrDefault(sale.TillOpenedSeq);
        _tills[sale.TillOpenedSeq] = (sales + 1, minor + sale.Total.Minor);
        foreach (var line in sale.Lines)
            _stock[line.Sku] = _stock.GetValueOrDefault(line.Sku) - line.QuantityThousandths;

        var answer = reader.FindAnswer(header.Register, Guid.Parse(sale.CommandId));
        Assert.True(answer is not null, $"{sale.ReceiptNumber} is in the ledger without its answer");
        var receipt = Receipt.Parser.ParseFrom(answer.Value.Response);
        Assert.Equal((sale.ReceiptNumber, sale.BasketId, header.Seq, header.Register, header.AtUs, sale.Total),
            (receipt.ReceiptNumber, receipt.BasketId, receipt.JournalSeq, receipt.Register, receipt.AtUs, receipt.Total));
        Assert.Equal(sale.Lines.Select(line => (line.Sku, line.QuantityThousandths, line.Amount.Minor)),
            receipt.Lines.Select(line => (line.Sku, line.QuantityThousandths, line.Amount.Minor)));
        Assert.Equal(receipt, reader.FindReceipt(new ReceiptNumber("S1", header.Register, number)));
        _unanswered.Add(sale.BasketId, answer.Value.Response);
    }
}
