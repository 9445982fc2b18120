using System.Security.Cryptography;
using CsCheck;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Xunit;
using Money = EdgePos.V1.Money;

namespace EdgePos.Tests.HeadOffice;

/// <summary>What head office commits, asks again for, or refuses.</summary>
public sealed class BooksTests : IDisposable
{
    private static readonly BoxName Box = new("demo", "S1", "box1");

    private readonly TempFolder _folder = new();
    private readonly Books _books;

    public BooksTests() => _books = Books.Open(_folder.Path, TimeProvider.System);

    public void Dispose()
    {
        _books.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_batch_is_committed_with_its_sales_totals_and_stock()
    {
        var journal = new Journal(3);
        Assert.Equal(journal.Committed(3), _books.Commit(Box, journal.Batch(1, 3)), Same);
        Assert.Equal((3L, 3L, 600L, -3000L), (Count("entries"), Count("sales"), Number("SELECT minor FROM totals"),
            Number("SELECT on_hand FROM stock")));
    }

    [Fact]
    public void The_same_batch_again_changes_nothing_and_is_confirmed_again()
    {
        var journal = new Journal(3);
        _books.Commit(Box, journal.Batch(1, 3));
        Assert.IsType<Verdict.Duplicate>(_books.Commit(Box, journal.Batch(1, 3)));
        Assert.IsType<Verdict.Duplicate>(_books.Commit(Box, journal.Batch(2, 2)));
        Assert.Equal((3L, 600L), (Count("entries"), Number("SELECT minor FROM totals")));
    }

    [Fact]
    public void Of_a_batch_that_overlaps_only_the_new_entries_are_committed()
    {
        var journal = new Journal(5);
        _books.Commit(Box, journal.Batch(1, 3));
        Assert.Equal(journal.Committed(5), _books.Commit(Box, journal.Batch(2, 5)), Same);
        Assert.Equal((5L, 1500L), (Count("entries"), Number("SELECT minor FROM totals")));
    }

    [Fact]
    public void A_gap_is_asked_for_and_nothing_is_stored()
    {
        var journal = new Journal(5);
        _books.Commit(Box, journal.Batch(1, 2));
        Assert.Equal(2, Assert.IsType<Verdict.Gap>(_books.Commit(Box, journal.Batch(4, 5))).Seq);
        Assert.Equal(2, Count("entries"));
    }

    [Fact]
    public void Another_history_is_a_fork_and_nothing_is_stored()
    {
        byte[] epoch = RandomNumberGenerator.GetBytes(16);
        Journal ours = new(3, epoch), cloned = new(6, epoch, price: 999);
        _books.Commit(Box, ours.Batch(1, 3));
        Assert.IsType<Verdict.Forked>(_books.Commit(Box, cloned.Batch(4, 6)));
        Assert.IsType<Verdict.Forked>(_books.Commit(Box, cloned.Batch(2, 6)));
        Assert.IsType<Verdict.Forked>(_books.Commit(Box, cloned.Batch(1, 6)));
        Assert.Equal((3L, 600L), (Count("entries"), Number("SELECT minor FROM totals")));
    }

    [Fact]
    public void A_new_epoch_is_a_stream_of_its_own()
    {
        _books.Commit(Box, new Journal(2).Batch(1, 2));
        Assert.IsType<Verdict.Committed>(_books.Commit(Box, new Journal(4).Batch(1, 4)));
        Assert.Equal((2L, 6L), (Count("streams"), Count("entries")));
    }

    [Fact]
    public void What_is_not_understood_is_kept_raw_and_does_not_hold_up_the_rest()
    {
        var journal = new Journal(3, kinds: ["edgepos.headoffice.v9.Unheard"]);
        Assert.IsType<Verdict.Committed>(_books.Commit(Box, journal.Batch(1, 3)));
        Assert.Equal((3L, 2L, 1L), (Count("entries"), Count("sales"), Count("quarantine")));
    }

    [Fact]
    public void Sums_that_no_column_holds_go_to_quarantine_and_do_not_hold_up_the_rest()
    {
        var journal = new Journal(3, price: long.MaxValue / 4);
        Assert.IsType<Verdict.Committed>(_books.Commit(Box, journal.Batch(1, 3)));
        Assert.Equal((3L, 2L, 1L), (Count("entries"), Count("sales"), Count("quarantine")));
        Assert.Equal((3 * (long.MaxValue / 4), -2000L), (Number("SELECT minor FROM totals"), Number("SELECT on_hand FROM stock")));
    }

    [Fact]
    public void Books_that_lost_what_they_had_confirmed_ask_for_it()
    {
        var journal = new Journal(3);
        _books.Commit(Box, journal.Batch(1, 2));
        var state = new BoxState { Online = true, Epoch = ByteString.CopyFrom(journal.Epoch), HeadSeq = 3, ConfirmedSeq = 2 };
        Assert.Null(_books.Note(Box, state));
        state.ConfirmedSeq = 3;
        Assert.Equal(2, _books.Note(Box, state)?.Seq);
        Assert.Equal(0, _books.Note(new BoxName("demo", "S1", "box2"), state)?.Seq);
        state.Online = false;
        Assert.Null(_books.Note(Box, state));
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
        var journal = new Journal(3);
        var batch = journal.Batch(1, 3);
        damage(batch);
        var verdict = _books.Commit(Box, batch);
        Assert.True(verdict is Verdict.Damaged { Seq: 0, Why.Length: > 0 }, $"{what}: {verdict}");
        Assert.Equal(0, Count("entries"));
        Assert.Equal(journal.Committed(3), _books.Commit(Box, journal.Batch(1, 3)), Same);
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
            lock (_books)
                Assert.IsNotType<Verdict.Committed>(_books.Commit(Box, batch));
        }, iter: 300, threads: 1);

    [Fact]
    public void However_a_journal_is_cut_resent_and_shuffled_it_ends_up_once() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).Array[1, 60].Sample(
            pieces =>
            {
                var journal = new Journal(40);
                var box = new BoxName("demo", "S1", Convert.ToHexString(journal.Epoch));
                foreach (var (a, b) in pieces)
                    _books.Commit(box, journal.Batch(Math.Min(a, b), Math.Max(a, b)));
                Assert.Equal(journal.Committed(40).Seq, _books.Commit(box, journal.Batch(1, 40)).Seq);
                Assert.Equal(journal.Total, Number($"SELECT minor FROM totals JOIN streams USING (stream) WHERE box = '{box.Box}'"));
            }, iter: 20, threads: 1);

    private static bool Same(Verdict a, Verdict b) => a.GetType() == b.GetType() && a.Seq == b.Seq && a.Hash.SequenceEqual(b.Hash);

    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var brotli = new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(new byte[BatchReading.MaxUnfoldedBytes + 1]);
        return packed.ToArray();
    }

    private long Count(string table) => Number($"SELECT count(*) FROM {table}");

    private long Number(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Books.PathIn(_folder.Path)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A journal as a box would have it: entry n sells one thing for n times the price.</summary>
    private sealed class Journal
    {
        private readonly List<(Entry Entry, byte[] Hash)> _entries = [];

        public Journal(int length, byte[]? epoch = null, long price = 100, string[]? kinds = null)
        {
            Epoch = epoch ?? RandomNumberGenerator.GetBytes(16);
            byte[] hash = EntryHash.Genesis(Epoch);
            for (int seq = 1; seq <= length; seq++)
            {
                var sale = new SaleCompleted { ReceiptNumber = $"S1-1-{seq}", CommandId = $"{seq}", Total = Eur(seq * price) };
                sale.Lines.Add(new SaleLine { Sku = "SOAP", QuantityThousandths = 1000 });
                var entry = new Entry
                {
                    Seq = seq,
                    AtUs = 1000 + seq,
                    Clock = ClockQuality.Trusted,
                    Kind = kinds?.ElementAtOrDefault(seq - 1) ?? SaleCompleted.Descriptor.FullName,
                    Register = 1,
                    Body = sale.ToByteString(),
                };
                hash = EntryHash.Of(hash, new EntryHeader(seq, entry.AtUs, (int)entry.Clock, entry.Kind, 1, ""), entry.Body.Span);
                _entries.Add((entry, hash));
                Total += sale.Total.Minor;
            }
        }

        public byte[] Epoch { get; }

        public long Total { get; }

        public Verdict Committed(int seq) => new Verdict.Committed(seq, _entries[seq - 1].Hash);

        public Batch Batch(int first, int last)
        {
            var batch = new Batch
            {
                Epoch = ByteString.CopyFrom(Epoch),
                First = first,
                Last = last,
                HashBefore = ByteString.CopyFrom(first == 1 ? EntryHash.Genesis(Epoch) : _entries[first - 2].Hash),
                HashLast = ByteString.CopyFrom(_entries[last - 1].Hash),
            };
            batch.Entries.AddRange(_entries[(first - 1)..last].Select(pair => pair.Entry.Clone()));
            return batch;
        }

        private static Money Eur(long minor) => new() { Minor = minor, Currency = "EUR" };
    }
}
