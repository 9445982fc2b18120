using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Money = EdgePos.V1.Money;

namespace EdgePos.Tests.HeadOffice;

/// <summary>What head office says of receipts, what it holds for who takes something back, and what came back twice.</summary>
public abstract class ReceiptBooksTests(bool postgres) : BooksSuite(postgres)
{
    private const string Bought = "S1-1-5";
    private const long Hour = 3_600_000_000;

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly Dictionary<string, SentJournal> _journals = [];

    private ReceiptBooks Receipts => new(Books.Store, _time);

    [Fact]
    public void A_receipt_is_told_as_its_store_wrote_it_and_nobody_else_s_word_on_it_counts()
    {
        Sell("S2", Bought, ("FORGED", 1_000, 1));
        Assert.Equal(ReceiptFinding.NotFound, Look("S3").Finding);
        var sale = Sell("S1", Bought, ("SOAP", 3_000, 750), ("TEA", 1_000, 200));
        var answer = Look("S3");
        Assert.Equal((ReceiptFinding.Found, Bought), (answer.Finding, answer.ReceiptNumber));
        Assert.Equal(sale, SaleCompleted.Parser.ParseFrom(answer.Sale));
        Assert.Equal(ReceiptFinding.NotFound, Ask("S3", new ReceiptAsk { ReceiptNumber = "S1-1-6" })!.Finding);
        Assert.Equal(ReceiptFinding.Refused, Ask("S3", new ReceiptAsk { ReceiptNumber = "nonsense" })!.Finding);
        Assert.Equal(ReceiptFinding.NotFound, new ReceiptBooks(Books.Store, _time)
            .Answer(new BoxName("others", "S3", "box1"), new ReceiptAsk { ReceiptNumber = Bought, Epoch = EpochOf("S3") })!.Finding);
    }

    [Fact]
    public void What_one_store_holds_no_other_gets_until_it_is_released()
    {
        Sell("S1", Bought, ("SOAP", 3_000, 100));
        string hold = Till.NewId();
        Assert.Equal((ReceiptFinding.Found, 2_000L), Held("S2", hold, 2_000));
        Assert.Equal((ReceiptFinding.Found, 2_000L), Held("S2", hold, 2_000)); // the same again
        Assert.Equal((ReceiptFinding.NotLeft, 0L), Held("S3", Till.NewId(), 2_000));
        var others = Look("S3");
        Assert.Equal((1, 2_000L, 67L), (others.Returned[0].Line, others.Returned[0].Thousandths, others.Returned[0].Minor));
        Assert.Empty(Look("S2").Returned); // its own: its ledger knows
        Assert.Equal(ReceiptFinding.Refused, Held("S3", hold, 1_000).Finding); // somebody else's id
        Assert.Equal((ReceiptFinding.Found, 1_000L), Held("S3", Till.NewId(), 0)); // all that is left
        Assert.Equal(ReceiptFinding.NotLeft, Held("S1", Till.NewId(), 0).Finding);

        Release("S3", hold); // not theirs
        Assert.Equal(ReceiptFinding.NotLeft, Held("S4", Till.NewId(), 1_000).Finding);
        Release("S2", hold);
        Assert.Equal((ReceiptFinding.Found, 2_000L), Held("S4", Till.NewId(), 0));
    }

    [Fact]
    public void A_hold_is_settled_by_the_entry_that_names_it_and_counts_once()
    {
        Sell("S1", Bought, ("SOAP", 3_000, 300));
        string hold = Till.NewId();
        Held("S2", hold, 2_000);
        TakeBack("S2", "S2-1-1", ("SOAP", 2_000, 200), hold);
        Assert.Equal((2_000L, 200L), (Look("S3").Returned[0].Thousandths, Look("S3").Returned[0].Minor));
        Assert.Empty(Look("S2").Returned);
        Assert.Equal((ReceiptFinding.Found, 1_000L), Held("S2", Till.NewId(), 0, own: 2_000));
        Assert.Equal(ReceiptFinding.NotLeft, Held("S3", Till.NewId(), 0).Finding);
    }

    [Fact]
    public void A_hold_lasts_while_its_box_is_silent_and_is_over_when_its_journal_has_passed_it()
    {
        Sell("S1", Bought, ("SOAP", 1_000, 300));
        Held("S2", Till.NewId(), 1_000);
        _time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(ReceiptFinding.NotLeft, Held("S3", Till.NewId(), 1_000).Finding); // offline for a month, and it may have sold
        Write("S2", Hour - 1, new CashMoved());
        Assert.Equal(ReceiptFinding.NotLeft, Held("S3", Till.NewId(), 1_000).Finding);
        Write("S2", Hour + 1, new CashMoved());
        Assert.Equal(ReceiptFinding.Found, Held("S3", Till.NewId(), 1_000).Finding);
        _time.Advance(TimeSpan.FromDays(36));
        Assert.Equal(ReceiptFinding.Found, Held("S4", Till.NewId(), 1_000).Finding); // a box that never comes back
    }

    [Fact]
    public async Task Of_many_who_want_the_last_piece_at_once_one_gets_it()
    {
        Sell("S1", Bought, ("SOAP", 1_000, 300));
        var findings = await Task.WhenAll(Enumerable.Range(2, 8).Select(n => Task.Run(() => Held($"S{n}", Till.NewId(), 1_000).Finding)));
        Assert.Equal(1, findings.Count(finding => finding == ReceiptFinding.Found));
        Assert.Equal(7, findings.Count(finding => finding == ReceiptFinding.NotLeft));
    }

    [Fact]
    public void A_box_does_not_hold_without_end_and_odd_questions_hold_nothing()
    {
        Sell("S1", Bought, ("SOAP", 9_000_000, 300));
        for (int i = 0; i < ReceiptBooks.HoldsMax; i++)
            Assert.Equal(ReceiptFinding.Found, Held("S2", Till.NewId(), 1).Finding);
        Assert.Equal(ReceiptFinding.Refused, Held("S2", Till.NewId(), 1).Finding);
        foreach (var odd in new[]
        {
            new HoldReturn { HoldId = "no id", Line = 1 }, new HoldReturn { HoldId = Till.NewId(), Line = 0 },
            new HoldReturn { HoldId = Till.NewId(), Line = 1, QuantityThousandths = -1 },
            new HoldReturn { HoldId = Till.NewId(), Line = 1, OwnThousandths = long.MinValue },
        })
        {
            Assert.Equal(ReceiptFinding.Refused, Ask("S3", new ReceiptAsk { ReceiptNumber = Bought, Hold = odd })!.Finding);
        }

        Assert.Equal(ReceiptFinding.NotFound,
            Ask("S3", new ReceiptAsk { ReceiptNumber = Bought, Hold = new HoldReturn { HoldId = Till.NewId(), Line = 9 } })!.Finding);
        Assert.Equal(ReceiptBooks.HoldsMax, Count("return_holds"));
    }

    [Fact]
    public void What_came_back_in_other_stores_is_shown_and_what_came_back_twice_is_named()
    {
        Sell("S1", Bought, ("SOAP", 3_000, 300), ("TEA", 1_000, 200));
        Sell("S1", "S1-1-6", ("SOAP", 1_000, 100));
        TakeBack("S1", "S1-1-7", ("SOAP", 1_000, 100), "", of: "S1-1-6"); // in its own store, by its own ledger: nobody's business
        TakeBack("S2", "S2-1-1", ("SOAP", 1_000, 100), Till.NewId(), at: 5);
        Assert.Equal([(Bought, ReturnedState.Good)], Wrong(new()));
        TakeBack("S3", "S3-1-1", ("SOAP", 3_000, 299), "", line: 0, at: 6); // scanned while head office was away
        TakeBack("S3", "S3-1-2", ("SOAP", 1_000, 99), "", line: 0, of: "S9-9-9", at: 7);
        Assert.Equal([("S9-9-9", ReturnedState.UnknownReceipt), (Bought, ReturnedState.TooMuch)], Wrong(new() { OnlyWrong = true }));

        var twice = Report(new()).Single(row => row.ReceiptNumber == Bought);
        Assert.Equal([("SOAP", 3_000L, 4_000L)], twice.Items.Select(item => (item.Sku, item.SoldThousandths, item.ReturnedThousandths)));
        Assert.Equal([("S2", "S2-1-1", 5L, 1_000L, 100L, false), ("S3", "S3-1-1", 6, 3_000, 299, true)],
            twice.Places.Select(at => (at.Store, at.ReceiptNumber, at.AtUs, at.Thousandths, at.Refund.Minor, at.Claimed)));
        Assert.Equal([Bought], Wrong(new() { Store = "S1" }).Select(row => row.Receipt));
        Assert.Equal([Bought], Wrong(new() { Store = "S2" }).Select(row => row.Receipt));
        Assert.Equal(["S9-9-9"], Wrong(new() { FromUs = 7 }).Select(row => row.Receipt));
        Assert.Equal(["S9-9-9"], Wrong(new() { Limit = 1 }).Select(row => row.Receipt));
    }

    [Fact]
    public void What_was_taken_while_nobody_could_be_asked_counts_for_everybody_who_asks_afterwards()
    {
        Sell("S1", Bought, ("SOAP", 1_000, 100), ("TEA", 1_000, 200), ("SOAP", 2_000, 200));
        TakeBack("S2", "S2-1-1", ("SOAP", 2_000, 240), "", line: 0);
        TakeBack("S2", "S2-1-2", ("JAM", 1_000, 50), "", line: 0); // never on it
        foreach (string store in new[] { "S1", "S2", "S3" })
        {
            Assert.Equal([(1, 1_000L, 100L), (3, 1_000, 140)],
                Look(store).Returned.Select(row => (row.Line, row.Thousandths, row.Minor)));
        }

        Assert.Equal(ReceiptFinding.NotLeft, Held("S3", Till.NewId(), 1_000).Finding);
        TakeBack("S4", "S4-1-1", ("SOAP", 5_000, 500), "", line: 0, at: 3);
        Assert.Equal([(1, 1_000L, 100L), (3, 2_000, 200)], Look("S3").Returned.Select(row => (row.Line, row.Thousandths, row.Minor)));
    }

    [Fact]
    public void Books_that_did_not_keep_returns_get_them_from_their_entries_when_they_are_opened()
    {
        Sell("S1", Bought, ("SOAP", 3_000, 300));
        TakeBack("S2", "S2-1-1", ("SOAP", 1_000, 100), "");
        using (var connection = Books.Store.OpenToWrite())
        {
            connection.Run("DELETE FROM returned");
            connection.Run("INSERT INTO catching_up VALUES (1)");
        }

        Assert.Contains("returns: lines, quantity and refund: the table says 0 0 0, the entries 1 1000 100", Verify(),
            StringComparison.Ordinal);
        Reopen();
        Assert.Equal(1_000, Look("S3").Returned[0].Thousandths);
        Assert.Equal("2 streams, all sound", Verify());
    }

    private ReceiptAnswer Look(string store) => Ask(store, new ReceiptAsk { ReceiptNumber = Bought })!;

    private (ReceiptFinding Finding, long Held) Held(string store, string hold, long quantity, long own = 0)
    {
        var asked = new HoldReturn { HoldId = hold, Line = 1, QuantityThousandths = quantity, OwnThousandths = own, UntilUs = Hour };
        var answer = Ask(store, new ReceiptAsk { ReceiptNumber = Bought, Hold = asked })!;
        return (answer.Finding, answer.HeldThousandths);
    }

    private void Release(string store, string hold) => Assert.Null(
        Ask(store, new ReceiptAsk { ReceiptNumber = Bought, Release = new ReleaseReturn { HoldId = hold } }));

    private ReceiptAnswer? Ask(string store, ReceiptAsk ask)
    {
        ask.Epoch = EpochOf(store);
        return Receipts.Answer(new BoxName("demo", store, "box1"), ask);
    }

    private SaleCompleted Sell(string store, string receipt, params (string Sku, long Quantity, long Minor)[] goods)
    {
        var sale = new SaleCompleted { ReceiptNumber = receipt, Total = Eur(goods.Sum(one => one.Minor)) };
        sale.Lines.AddRange(goods.Select((one, i) => LineOf(i + 1, one.Sku, one.Quantity, one.Minor)));
        Write(store, 1, sale);
        return sale;
    }

    private void TakeBack(string store, string receipt, (string Sku, long Quantity, long Minor) goods, string hold, int line = 1,
        string of = Bought, long at = 2)
    {
        var back = LineOf(1, goods.Sku, -goods.Quantity, -goods.Minor);
        back.ReturnOf = line > 0 ? new ReturnOf { ReceiptNumber = of, Line = line } : new ReturnOf { ClaimedReceipt = of };
        if (hold.Length > 0)
            back.ReturnOf.Hold = new ReturnHold { HoldId = hold };
        Write(store, at, new SaleCompleted { ReceiptNumber = receipt, Total = Eur(-goods.Minor), Lines = { back } });
    }

    private void Write(string store, long at, IMessage fact)
    {
        var journal = JournalOf(store);
        journal.Add(fact, atUs: at);
        Assert.IsType<Verdict.Committed>(
            Books.Commit(new BoxName("demo", store, "box1"), journal.Batch(journal.Count, journal.Count)));
    }

    private ByteString EpochOf(string store) => ByteString.CopyFrom(JournalOf(store).Epoch);

    private SentJournal JournalOf(string store)
    {
        lock (_journals)
            return _journals.TryGetValue(store, out var journal) ? journal : _journals[store] = new SentJournal();
    }

    private List<ReturnedReceipt> Report(ListReturnsRequest request)
    {
        using var connection = Books.Store.OpenToRead();
        return [.. ReturnReport.Rows(connection, "demo", request)];
    }

    private List<(string Receipt, ReturnedState State)> Wrong(ListReturnsRequest request) =>
        [.. Report(request).Select(row => (row.ReceiptNumber, row.State))];

    private string Verify()
    {
        using var output = new StringWriter();
        new VerifyRun(Books, output).Run(CancellationToken.None);
        return output.ToString().Trim();
    }

    private static SaleLine LineOf(int number, string sku, long quantity, long minor) => new()
    {
        Line = number,
        Sku = sku,
        QuantityThousandths = quantity,
        Unit = Unit.Each,
        UnitPrice = Eur(100),
        Amount = Eur(minor),
    };

    private static Money Eur(long minor) => new() { Minor = minor, Currency = "EUR" };
}

public sealed class SqliteReceiptBooksTests() : ReceiptBooksTests(postgres: false);

public sealed class PostgresReceiptBooksTests() : ReceiptBooksTests(postgres: true);
