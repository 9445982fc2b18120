using System.Security.Cryptography;
using CsCheck;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>What head office commits, asks again for, or refuses.</summary>
public abstract class BooksTests(bool postgres) : BooksSuite(postgres)
{
    [Fact]
    public void A_batch_is_committed_with_its_sales_totals_and_stock()
    {
        var journal = SentJournal.OfSales(3);
        Assert.Equal(Committed(journal, 3), Books.Commit(Box, journal.Batch(1, 3)), Same);
        Assert.Equal((3L, 3L, 600L, -3000L), (Count("entries"), Count("sales"), Number("SELECT minor FROM totals"),
            Number("SELECT moved FROM stock")));
    }

    [Fact]
    public void The_same_batch_again_changes_nothing_and_is_confirmed_again()
    {
        var journal = SentJournal.OfSales(3);
        Books.Commit(Box, journal.Batch(1, 3));
        Assert.IsType<Verdict.Duplicate>(Books.Commit(Box, journal.Batch(1, 3)));
        Assert.IsType<Verdict.Duplicate>(Books.Commit(Box, journal.Batch(2, 2)));
        Assert.Equal((3L, 600L), (Count("entries"), Number("SELECT minor FROM totals")));
    }

    [Fact]
    public void Of_a_batch_that_overlaps_only_the_new_entries_are_committed()
    {
        var journal = SentJournal.OfSales(5);
        Books.Commit(Box, journal.Batch(1, 3));
        Assert.Equal(Committed(journal, 5), Books.Commit(Box, journal.Batch(2, 5)), Same);
        Assert.Equal((5L, 1500L), (Count("entries"), Number("SELECT minor FROM totals")));
    }

    [Fact]
    public void A_gap_is_asked_for_and_nothing_is_stored()
    {
        var journal = SentJournal.OfSales(5);
        Books.Commit(Box, journal.Batch(1, 2));
        Assert.Equal(2, Assert.IsType<Verdict.Gap>(Books.Commit(Box, journal.Batch(4, 5))).Seq);
        Assert.Equal(2, Count("entries"));
    }

    [Fact]
    public void Another_history_is_a_fork_and_nothing_is_stored()
    {
        byte[] epoch = RandomNumberGenerator.GetBytes(16);
        SentJournal ours = SentJournal.OfSales(3, epoch), cloned = SentJournal.OfSales(6, epoch, price: 999);
        Books.Commit(Box, ours.Batch(1, 3));
        Assert.IsType<Verdict.Forked>(Books.Commit(Box, cloned.Batch(4, 6)));
        Assert.IsType<Verdict.Forked>(Books.Commit(Box, cloned.Batch(2, 6)));
        Assert.IsType<Verdict.Forked>(Books.Commit(Box, cloned.Batch(1, 6)));
        Assert.Equal((3L, 600L), (Count("entries"), Number("SELECT minor FROM totals")));
    }

    [Fact]
    public void A_new_epoch_is_a_stream_of_its_own()
    {
        Books.Commit(Box, SentJournal.OfSales(2).Batch(1, 2));
        Assert.IsType<Verdict.Committed>(Books.Commit(Box, SentJournal.OfSales(4).Batch(1, 4)));
        Assert.Equal((2L, 6L), (Count("streams"), Count("entries")));
    }

    [Fact]
    public void What_is_not_understood_is_kept_raw_and_does_not_hold_up_the_rest()
    {
        var journal = SentJournal.OfSales(3, kinds: ["edgepos.headoffice.v9.Unheard"]);
        Assert.IsType<Verdict.Committed>(Books.Commit(Box, journal.Batch(1, 3)));
        Assert.Equal((3L, 2L, 1L), (Count("entries"), Count("sales"), Count("quarantine")));
    }

    [Fact]
    public void Every_kind_of_fact_that_a_box_writes_is_understood()
    {
        var journal = SentJournal.OfSales(1);
        foreach (string kind in EdgePos.Ledger.FactKinds.Answered.Except([SaleCompleted.Descriptor.FullName]))
            journal.Add(kind, ByteString.Empty);
        foreach (var fact in new IMessage[] { new LedgerBegun(), new BoxKeyAdded(), new DrawerOpened(), new RegisterPaired() })
            journal.Add(fact);
        Assert.IsType<Verdict.Committed>(Books.Commit(Box, journal.Whole()));
        Assert.Empty(Rows("SELECT reason FROM quarantine", row => row.GetString(0)));
    }

    [Fact]
    public void Sums_that_no_column_holds_go_to_quarantine_and_do_not_hold_up_the_rest()
    {
        var journal = SentJournal.OfSales(3, price: long.MaxValue / 4);
        Assert.IsType<Verdict.Committed>(Books.Commit(Box, journal.Batch(1, 3)));
        Assert.Equal((3L, 2L, 1L), (Count("entries"), Count("sales"), Count("quarantine")));
        Assert.Equal((3 * (long.MaxValue / 4), -2000L), (Number("SELECT minor FROM totals"), Number("SELECT moved FROM stock")));
    }

    [Fact]
    public void Books_that_lost_what_they_had_confirmed_ask_for_it()
    {
        var journal = SentJournal.OfSales(3);
        Books.Commit(Box, journal.Batch(1, 2));
        var state = new BoxState { Online = true, Epoch = ByteString.CopyFrom(journal.Epoch), HeadSeq = 3, ConfirmedSeq = 2 };
        Assert.Null(Books.Note(Box, state));
        state.ConfirmedSeq = 3;
        Assert.Equal(2, Books.Note(Box, state)?.Seq);
        Assert.Equal(0, Books.Note(new BoxName("demo", "S1", "box2"), state)?.Seq);
        state.Online = false;
        Assert.Null(Books.Note(Box, state));
    }

    public static TheoryData<string, Action<Batch>> Damages() => new()
    {
        { "a changed body", batch => batch.Entries[1].Body = ByteString.CopyFromUtf8("other") },
        { "a changed time", batch => batch.Entries[0].AtUs++ },
        { "a missing entry", batch => batch.Entries.RemoveAt(1) },
        { "two entries swapped", batch => (batch.Entries[0], batch.Entries[1]) = (batch.Entries[1], batch.Entries[0]) },
        { "a wrong last hash", batch => batch.HashLast = ByteString.CopyFrom(new byte[32]) },
        { "a short hash", batch => batch.HashBefore = ByteString.CopyFrom(new byte[31]) },
        { "no entries", batch => batch.Entries.Clear() },
        { "backwards", batch => (batch.First, batch.Last) = (3, 1) },
        { "an entry 0", batch => batch.First = 0 },
        { "packed nonsense", batch => batch.Compressed = ByteString.CopyFromUtf8("nonsense") },
        { "a bomb", batch => batch.Compressed = ByteString.CopyFrom(Bomb()) },
    };

    [Theory, MemberData(nameof(Damages))]
    public void A_damaged_batch_is_asked_for_again_and_nothing_is_stored(string what, Action<Batch> damage)
    {
        var journal = SentJournal.OfSales(3);
        var batch = journal.Batch(1, 3);
        damage(batch);
        var verdict = Books.Commit(Box, batch);
        Assert.True(verdict is Verdict.Damaged { Seq: 0, Why.Length: > 0 }, $"{what}: {verdict}");
        Assert.Equal(0, Count("entries"));
        Assert.Equal(Committed(journal, 3), Books.Commit(Box, journal.Batch(1, 3)), Same);
    }

    [Fact]
    public void No_bytes_whatsoever_upset_the_books() => Gen.Byte.Array[0, 300].Sample(
        bytes =>
        {
            var batch = new Batch
            {
                Epoch = ByteString.CopyFrom(bytes.Length % 2 == 0 ? new byte[16] : bytes),
                First = 1,
                Last = 1,
                HashBefore = ByteString.CopyFrom(new byte[32]),
                HashLast = ByteString.CopyFrom(new byte[32]),
                Compressed = ByteString.CopyFrom(bytes),
            };
            Assert.IsNotType<Verdict.Committed>(Books.Commit(Box, batch));
        }, iter: 300, threads: 1);

    [Fact]
    public void Card_payments_that_an_older_program_put_into_quarantine_are_taken_out_of_it()
    {
        var journal = new SentJournal().Add(new PaymentRequested(), kind: "edgepos.headoffice.v9.Unheard").Add(new PaymentRequested());
        Books.Commit(Box, journal.Whole());
        using (var older = Books.Store.OpenToWrite())
        {
            older.Run("INSERT INTO quarantine SELECT stream, seq, 'unknown' FROM entries WHERE seq = 2");
            older.Run("UPDATE streams SET quarantined = 2");
        }

        TakeAwaySince("payments_known");
        Reopen();
        Assert.Equal([1L], Rows("SELECT seq FROM quarantine", row => row.GetInt64(0)));
        Assert.Equal(1, Number("SELECT quarantined FROM streams"));
    }

    [Fact]
    public void However_a_journal_is_cut_resent_and_shuffled_it_ends_up_once() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).Array[1, 60].Sample(
            pieces =>
            {
                var journal = SentJournal.OfSales(40);
                var box = new BoxName("demo", "S1", Convert.ToHexString(journal.Epoch));
                foreach (var (a, b) in pieces)
                    Books.Commit(box, journal.Batch(Math.Min(a, b), Math.Max(a, b)));
                Assert.Equal(40, Books.Commit(box, journal.Batch(1, 40)).Seq);
                Assert.Equal(journal.Total, Number($"SELECT minor FROM totals JOIN streams USING (stream) WHERE box = '{box.Box}'"));
            }, iter: 20, threads: 1);

    private static Verdict Committed(SentJournal journal, int seq) => new Verdict.Committed(seq, journal.HashAt(seq));

    private static bool Same(Verdict a, Verdict b) => a.GetType() == b.GetType() && a.Seq == b.Seq && a.Hash.SequenceEqual(b.Hash);

    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var brotli = new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(new byte[BatchReading.MaxUnfoldedBytes + 1]);
        return packed.ToArray();
    }
}

public sealed class SqliteBooksTests() : BooksTests(postgres: false);

public sealed class PostgresBooksTests() : BooksTests(postgres: true);
