using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Xunit;
using Money = EdgePos.V1.Money;

namespace EdgePos.Tests.HeadOffice;

/// <summary>Entries that no box of ours makes. None of them may hold up a stream, and all are kept to the letter.</summary>
public abstract class OddBooksTests(bool postgres) : BooksSuite(postgres)
{
    private static readonly string Long = new('x', 5000);

    [Fact]
    public void Text_that_no_column_holds_is_kept_in_its_entry_and_named_in_quarantine()
    {
        var journal = new SentJournal()
            .Add("nul\0kind\u2400", ByteString.CopyFromUtf8("a\0b"), employee: "\0")
            .Add(Sale("SOAP", receipt: "S1\0-1"))
            .Add(Sale("SO\0AP"))
            .Add(Sale(Long))
            .Add(Sale("SOAP", currency: "E\0R"))
            .Add(Sale("SOAP"), employee: "7\0")
            .Add(new StockReceived { Moves = { new StockMove { Sku = Long, QuantityThousandths = 1 } } })
            .Add(Sale("SOAP"), employee: "\u24000");
        Assert.IsType<Verdict.Committed>(Books.Commit(Box, journal.Whole()));
        Assert.Equal((8L, 1L, 7L), (Count("entries"), Count("sales"), Count("quarantine")));
        AssertKept(journal);
    }

    [Fact]
    public void Times_from_before_the_first_to_after_the_last_month_are_kept()
    {
        long now = TimeProvider.System.NowUs(), month = 31L * 86_400_000_000;
        var journal = new SentJournal();
        long[] times =
        [
            long.MinValue, -1, 0, 1, now - (200 * month), now - month, now, now + month, now + (3 * month), long.MaxValue,
        ];
        foreach (long at in times)
            journal.Add(Sale("SOAP"), atUs: at);
        Assert.IsType<Verdict.Committed>(Books.Commit(Box, journal.Whole()));
        Assert.Equal((10L, 10L, 10L), (Count("entries"), Count("sales"), Count("sale_lines")));
        AssertKept(journal);
    }

    [Fact]
    public void A_line_has_its_part_of_a_tax_that_was_rounded_once_and_the_lines_add_up_to_the_sale()
    {
        var sale = Sale("A", total: 300);
        sale.Lines.Clear();
        foreach (string sku in new[] { "A", "B", "C" })
            sale.Lines.Add(new SaleLine { Sku = sku, Amount = Eur(100), TaxRatePpm = 210_000, QuantityThousandths = 1000 });
        sale.Taxes.Add(new TaxRow { RatePpm = 210_000, Tax = Eur(52) });
        Books.Commit(Box, new SentJournal().Add(sale).Whole());
        Assert.Equal((52L, 248L), (Number("SELECT CAST(sum(tax_minor) AS bigint) FROM sale_lines"),
            Number("SELECT CAST(sum(net_minor) AS bigint) FROM sale_lines")));
        Assert.Equal(52, Number("SELECT tax_minor FROM sales"));
    }

    [Fact]
    public void Numbers_beyond_all_columns_go_to_quarantine()
    {
        var taxed = Sale("A");
        taxed.Taxes.Add(new TaxRow { Tax = Eur(long.MaxValue) });
        taxed.Taxes.Add(new TaxRow { Tax = Eur(1) });
        var lines = Sale("A");
        lines.Lines.Add(new SaleLine
        {
            Sku = "A",
            Amount = Eur(long.MinValue),
            TaxRatePpm = long.MaxValue,
            QuantityThousandths = long.MinValue,
        });
        var rates = Sale("A");
        rates.Lines[0].Amount = Eur(long.MaxValue);
        rates.Lines[0].TaxRatePpm = long.MaxValue;
        rates.Lines[0].Taxes.Add(new TaxPart { RatePpm = long.MaxValue, SharePpm = long.MaxValue });
        var journal = new SentJournal().Add(taxed).Add(lines).Add(rates).Add(Sale("A"));
        Assert.IsType<Verdict.Committed>(Books.Commit(Box, journal.Whole()));
        Assert.Equal((4L, 1L), (Count("entries"), Count("sales")));
    }

    [Fact]
    public void Several_batches_of_a_stream_are_judged_in_their_order_and_committed_together()
    {
        var journal = SentJournal.OfSales(9);
        var other = SentJournal.OfSales(9, journal.Epoch, price: 7);
        Batch[] run =
        [
            journal.Batch(1, 3), journal.Batch(4, 5), journal.Batch(2, 4), other.Batch(6, 7), journal.Batch(8, 9), journal.Batch(5, 7),
        ];
        var verdicts = Books.Commit(Box, [.. run.Select(Books.Read)]);
        Assert.Equal(["Committed 3", "Committed 5", "Duplicate 5", "Forked 5", "Gap 5", "Committed 7"],
            verdicts.Select(verdict => $"{verdict.GetType().Name} {verdict.Seq}"));
        Assert.Equal((7L, 2800L), (Count("entries"), Number("SELECT minor FROM totals")));
        Assert.Contains("another hash", Rows("SELECT forked FROM streams", row => row.GetString(0))[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Books_that_are_opened_again_go_on()
    {
        var journal = SentJournal.OfSales(6);
        Books.Commit(Box, journal.Batch(1, 4));
        Reopen();
        Assert.IsType<Verdict.Committed>(Books.Commit(Box, journal.Batch(4, 6)));
        Assert.Equal((6L, 2100L, -6000L), (Count("entries"), Number("SELECT minor FROM totals"), Number("SELECT moved FROM stock")));
    }

    private static SaleCompleted Sale(string sku, string receipt = "S1-1-1", string currency = "EUR", long total = 5) => new()
    {
        ReceiptNumber = receipt,
        Total = new Money { Minor = total, Currency = currency },
        Lines = { new SaleLine { Sku = sku, QuantityThousandths = 1000 } },
    };

    private static Money Eur(long minor) => new() { Minor = minor, Currency = "EUR" };

    private void AssertKept(SentJournal journal)
    {
        using var connection = Books.Store.OpenToRead();
        long stream = connection.Query("SELECT stream FROM streams", row => row.GetInt64(0)).Single();
        var kept = connection.EntriesAfter(stream, 0, 1000).ToList();
        Assert.Equal(journal.Entries.Select(sent => sent.Entry), kept.Select(read => read.Entry));
        Assert.Equal(journal.Entries.Select(sent => Convert.ToHexString(sent.Hash)), kept.Select(read => Convert.ToHexString(read.Hash)));
    }
}

public sealed class SqliteOddBooksTests() : OddBooksTests(postgres: false);

public sealed class PostgresOddBooksTests() : OddBooksTests(postgres: true);
