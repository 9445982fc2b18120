using EdgePos.Ledger;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>
/// What somebody can do to a ledger who has its file and not the box's key, and what betrays it. The ledger: entry 1
/// begins it, 2 to 10 are sales, 8 is signed, 5 is confirmed by head office.
/// </summary>
[Collection(nameof(Alone))]
public sealed class TamperTests : IDisposable
{
    private readonly TempFolder _folder = new(inMemory: true);

    private string Path => _folder.File("ledger.db");

    public void Dispose() => _folder.Dispose();

    private sealed record Deed(string Name, Action<Forger> Do, long Entry, string Betrayed);

    private static readonly Deed[] Deeds =
    [
        new("a sale deleted", f => f.Run("DELETE FROM journal WHERE seq = 4"), 4, "is missing"),
        new("three entries deleted", f => f.Run("DELETE FROM journal WHERE seq IN (4, 5, 6)"), 4, "those up to 6 are missing"),
        new("the beginning deleted", f => f.Run("DELETE FROM journal WHERE seq < 4"), 1, "those up to 3 are missing"),
        new("two sales swapped", f => f.Run("UPDATE journal SET seq = -seq WHERE seq IN (4, 5)")
            .Run("UPDATE journal SET seq = 9 + seq WHERE seq < 0"), 4, "is not what its hash says"),
        new("a sale moved before the first", f => f.Run("UPDATE journal SET seq = 0 WHERE seq = 4"), 1, "should come after entry 0"),
        new("a total changed", f => f.ChangeTotal(3, 1), 3, "is not what its hash says"),
        new("a total changed, and the rest chained anew", f => f.ChangeTotal(3, 1).Rehash(3), 3, "the journal says"),
        new("... and the receipt changed", f => Cheapen(f), 3, "is not what the answer to command"),
        new("... and the answer", f => Cheapen(f).Answer(3), 5, "with another hash"),
        new("... and the confirmed mark", f => Confirm(Cheapen(f).Answer(3)), 8, "another hash than the one that was signed"),
        new("... and the checkpoint", f => Confirm(Cheapen(f).Answer(3))
            .Run("UPDATE checkpoints SET hash = (SELECT hash FROM journal WHERE seq = 8)"), 8, "signature is not the box's"),
        new("... which was signed with a key of one's own", f => SignMyself(Confirm(Cheapen(f).Answer(3))), 1, "signing_keys has"),
        new("a time set back, and the rest chained anew",
            f => f.Run("UPDATE journal SET at_us = at_us - 3600000000 WHERE seq = 10").Rehash(10), 10, "has an earlier time"),
        new("a sale appended, chained as it must be", f => f.Append(), 11, "receipts lacks"),
        new("something behind a text's end", f => f.Run("UPDATE journal SET employee = 'x' || char(0) || 'y' WHERE seq = 6"),
            6, "is not what its hash says"),
        new("a text that is none", f => f.Run("UPDATE journal SET employee = cast(x'ff' AS TEXT) WHERE seq = 6"), 6, "bytes"),
        new("a body that is none", f => f.Run("UPDATE journal SET body = x'ff' WHERE seq = 10").Rehash(10), 10, "parsing"),

        new("a receipt's total changed", f => f.Run("UPDATE receipts SET total_minor = 1 WHERE seq = 6"), 6, "the journal says"),
        new("a receipt taken away", f => f.Run("DELETE FROM receipts WHERE seq = 6"), 6, "receipts lacks"),
        new("a receipt too many", f => f.Run("INSERT INTO receipts VALUES (1, 99, zeroblob(16), 6, 1, 'EUR')"), 6, "which no entry says"),
        new("stock stolen", f => f.Run("UPDATE stock SET on_hand = on_hand - 1000 WHERE sku = 'SKU-1'"), 10, "stock has"),
        new("numbers that go on after others", f => f.Run("INSERT INTO receipt_bases VALUES (7, 500)"), 1, "receipt_bases has"),

        new("a customer changed", f => f.Run("UPDATE customers SET details = x'0a0141' WHERE seq = 4"), 4, "customer whose details"),
        new("a customer taken away", f => f.Run("DELETE FROM customers WHERE seq = 4"), 4, "customers lacks"),
        new("a customer put to another sale", f => f.Run("UPDATE customers SET seq = 5"), 4, "customers lacks"),

        new("an answer changed", f => f.Run("UPDATE answers SET response = x'00' WHERE id = 4"), 0, "is damaged"),
        new("an answer's digest changed, and its sum taken away",
            f => f.Run("UPDATE answers SET request_digest = zeroblob(32), sum = x'' WHERE id = 4"), 0, "is damaged"),
        new("an answer changed, with its sum", f => f.Answer(5, receipt => receipt.Total.Minor = 1), 5, "is not what the answer"),
        new("an answer of no sale", f => f.Answer(5, receipt => receipt.JournalSeq = 99), 99, "is not there"),
        new("an answer taken away", f => f.Run("DELETE FROM answers WHERE id = 4"), 5, "whose answer is missing"),
        new("the last answer taken away", f => f.Run("DELETE FROM answers WHERE id = 9"), 10, "whose answer is missing"),
        new("an answer's number moved", f => f.Run("UPDATE answers SET id = 99 WHERE id = 9"), 0, "answers 9 to 98 are missing"),

        new("another owner", f => f.Run("UPDATE identity SET store = 'S2'"), 1, "begins the ledger of demo/S1/box1"),
        new("another owner behind a text's end", f => f.Run("UPDATE identity SET store = store || char(0) || 'x'"), 1, "begins the ledger"),
        new("another age", f => f.Run("UPDATE identity SET created_us = created_us - 1"), 1, "begins the ledger"),
        new("another epoch", f => f.Run("UPDATE identity SET epoch = zeroblob(16)"), 1, "is not what its hash says"),
        new("another number of the only row", f => f.Run(
            "UPDATE identity SET only_row = 5"), 0, "identity has not the one row"),
        new("a mark moved on", f => f.Run("UPDATE confirmed SET seq = 6"), 6, "with another hash"),
        new("a mark beyond the end", f => f.Run("UPDATE confirmed SET seq = 99"), 99, "its end was cut off"),
        new("a mark without proof", f => f.Run("UPDATE confirmed SET seq = 9, hash = x''"), 9, "not with which hash"),

        new("a table too many", f => f.Run("CREATE TABLE mine (x)"), 0, "table mine"),
        new("a trigger too many", f => f.Run("CREATE TRIGGER mine AFTER INSERT ON journal BEGIN DELETE FROM stock; END"), 0, "mine"),
        new("a view too many", f => f.Run("CREATE VIEW stock_too AS SELECT * FROM stock"), 0, "view stock_too"),
        new("an index of another table's", f => f.Run("UPDATE sqlite_master SET tbl_name = 'stock' WHERE type = 'index' AND sql IS NULL"),
            0, "index "),
        new("an index of tills made one of stock",
            f => f.Run("UPDATE sqlite_master SET tbl_name = 'stock' WHERE name = 'till_sessions_by_z'"),
            0, "malformed database schema (till_sessions_by_z)"),
        new("another schema version", f => f.Run("UPDATE schema_version SET sha256 = x'00' WHERE version = 2"), 0, "version 2"),

        new("the end cut off, the answers left", f => f.CutAfter(8), 9, "is not there"),
        new("the end cut off, the receipts left", f => f.Run("DELETE FROM journal WHERE seq > 8")
            .Run("DELETE FROM answers WHERE id > 7"), 9, "which no entry says"),
        new("the end cut off, the checkpoint left", f => CutAllAfter(f, 6), 8, "was signed, and the journal ends at 6"),
        new("the end cut off, the confirmed mark left",
            f => CutAllAfter(f, 4).Run("DELETE FROM checkpoints"), 5, "confirmed by head office, the file says, and the journal ends at 4"),
    ];

    public static TheoryData<string> Names() => new(Deeds.Select(deed => deed.Name));

    [Theory, MemberData(nameof(Names))]
    public async Task What_somebody_did_is_found_and_its_entry_is_named(string name)
    {
        await TamperedLedger.WriteAsync(Path);
        Sales.AssertSound(Path);
        var deed = Deeds.Single(deed => deed.Name == name);
        using (var forger = new Forger(Path))
            deed.Do(forger);
        AssertFirst(Check(), deed.Entry, deed.Betrayed);
    }

    [Theory]
    [InlineData("journal_is_never_updated")]
    [InlineData("checkpoints_are_never_deleted")]
    public async Task A_dropped_trigger_is_named(string trigger)
    {
        await TamperedLedger.WriteAsync(Path);
        TamperedLedger.Run(Path, $"DROP TRIGGER {trigger}");
        AssertFirst(Check(), 0, $"trigger {trigger} is missing");
    }

    [Fact]
    public async Task A_checkpoint_that_must_be_there_and_is_not_is_named()
    {
        await TamperedLedger.WriteAsync(Path, sales: 260);
        Assert.Equal(2, Sales.AssertSound(Path).Checkpoints);
        using (var forger = new Forger(Path))
            forger.Run("DELETE FROM checkpoints WHERE seq = 256");
        AssertFirst(Check(), 256, "should be signed and is not");
    }

    /// <summary>The one thing that no file can prove about itself, and why head office's mark is part of the proof.</summary>
    [Fact]
    public async Task An_end_cut_off_with_all_its_traces_is_found_against_head_offices_mark_and_by_nothing_else()
    {
        await TamperedLedger.WriteAsync(Path);
        var mark = new JournalMark(10, new LedgerReader(Path).HashAt(10)!);
        Sales.AssertSound(Path, mark);
        using (var forger = new Forger(Path))
            CutAllAfter(forger, 8);
        Sales.AssertSound(Path);
        AssertFirst(Check(mark), 10, "and the journal ends at 8: its end was cut off");
    }

    [Fact]
    public async Task A_whole_ledger_made_anew_is_found_against_head_offices_mark()
    {
        await TamperedLedger.WriteAsync(Path);
        var mark = new JournalMark(6, new LedgerReader(Path).HashAt(6)!);
        string other = _folder.File("other.db");
        await TamperedLedger.WriteAsync(other);
        Sales.AssertSound(other);
        AssertFirst(LedgerCheck.Run(other, mark, null, CancellationToken.None), 6, "with another hash");
    }

    private static Forger Cheapen(Forger f) => f.ChangeTotal(3, 1).Rehash(3).Run("UPDATE receipts SET total_minor = 1 WHERE seq = 3");

    private static Forger Confirm(Forger f) => f.Run("UPDATE confirmed SET hash = (SELECT hash FROM journal WHERE seq = 5)");

    private static Forger CutAllAfter(Forger f, long seq) => f.CutAfter(seq).Run($"DELETE FROM answers WHERE id > {seq - 1}");

    private static Forger SignMyself(Forger f)
    {
        using var mine = BoxKey.Make();
        byte[] epoch = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        byte[] hash = f.Entry(8).Hash;
        return f.Run("UPDATE signing_keys SET public_key = $key", ("$key", mine.PublicKey))
            .Run("UPDATE checkpoints SET hash = $hash, signature = $signature",
                ("$hash", hash), ("$signature", mine.Sign(SignedCheckpoint.Statement(epoch, 8, hash))));
    }

    private CheckResult Check(JournalMark? mark = null) => LedgerCheck.Run(Path, mark, null, CancellationToken.None);

    private static void AssertFirst(CheckResult result, long entry, string says)
    {
        string all = string.Join("\n", result.Findings);
        Assert.True(!result.IsSound, "nothing was found");
        Assert.True(result.Findings[0].Seq == entry, all);
        Assert.True(result.Findings[0].What.Contains(says, StringComparison.Ordinal)
            || result.Findings.Any(finding => finding.Seq == entry && finding.What.Contains(says, StringComparison.Ordinal)), all);
    }
}
