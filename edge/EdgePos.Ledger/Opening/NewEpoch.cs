using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What became of a ledger that was ended, and of the one that was begun.</summary>
/// <param name="Aside">Where the old file is now; null: there was none.</param>
/// <param name="Epoch">Epoch of the new ledger, hex.</param>
/// <param name="Before">What could be read of the old one, as it stands in the first entry of the new one.</param>
public sealed record EpochBegun(string? Aside, string Epoch, LedgerBefore Before);

/// <summary>An old ledger that is one of a backup, proven: what is taken over besides, and what the box may have given since.</summary>
/// <param name="Receipts">So many receipt numbers at each register.</param>
/// <param name="ZReports">So many numbers of Z reports at each register.</param>
/// <param name="Registers">These belong to the box without being paired again.</param>
public sealed record OfBackup(long Receipts, long ZReports, IReadOnlyList<RegisterRow> Registers);

/// <summary>
/// Ends a ledger that is damaged or lost, or that a backup brought back, and begins another, so that the shop sells on. Receipt numbers go
/// on beyond all that may have been given, Z reports beyond those that can be read; stock on hand, what is on gift cards, and which coupons
/// and vouchers were taken are taken over; all of it as far as the old file and the counter's can be read. Tills have to be opened anew;
/// reservations and counts of stock that were open lapse, and have to be made anew, and what was prepared of orders has to be prepared
/// anew; registers are paired again, but those of a backup, which was proven, belong to the box as before; the time clock begins with "in";
/// card payments that were not settled are named, for staff. Old receipts, with what had come back of them, and what the old one had not
/// yet sent stay in the file that was set aside.
/// </summary>
public static class NewEpoch
{
    // A number that is so far beyond those of the journal is damage: an index has no hash to prove itself.
    private const long Farthest = 1_000_000;

    // Of a busy register in a month without a link.
    private const long UnsentMost = 20_000, UnsentReports = 50;

    /// <summary>Begins a new ledger. The daemon must not be running.</summary>
    /// <param name="path">The file, ledger.db.</param>
    /// <param name="counterPath">The file counter.db beside it, which knows the last receipts too.</param>
    /// <param name="receiptsAfter">All registers go on after this number; needed where the old ledger cannot be read to its end.</param>
    /// <param name="reason">Why, in words; head office gets it.</param>
    /// <param name="backup">Where the old ledger is one of a backup; null: it is the box's own.</param>
    /// <exception cref="LedgerFault">The folder does not let it, or a number is needed; nothing was changed.</exception>
    public static EpochBegun Begin(
        string path, string counterPath, LedgerSetup setup, long? receiptsAfter, string reason, OfBackup? backup = null)
    {
        var before = new LedgerBefore { Reason = reason };
        var (numbers, reports) = (new SortedDictionary<int, long>(), new SortedDictionary<int, long>());
        bool whole = ReadOld(path, before, numbers, reports);
        if (File.Exists(counterPath))
            ReadCounter(counterPath, numbers);
        if (!whole && receiptsAfter is null)
        {
            throw new LedgerFault(FaultKind.CannotOpen, "begin", path, "the old ledger cannot be read to its end, so a receipt number "
                + "could be given twice; take the highest number from the last receipts or from head office: --receipts-after NUMBER");
        }

        foreach (int register in numbers.Keys.Union([EveryProjection.AnyRegister]).ToList())
        {
            if (receiptsAfter is { } after)
                Raise(numbers, register, after);
            else if (backup is not null)
                numbers[register] = numbers.GetValueOrDefault(register) + backup.Receipts;
        }

        foreach (int register in backup is null ? [] : numbers.Keys.Union(reports.Keys).Except([EveryProjection.AnyRegister]).ToList())
            reports[register] = reports.GetValueOrDefault(register) + backup!.ZReports;

        before.Receipts.AddRange(numbers.Select(last => new ReceiptMark { Register = last.Key, Last = last.Value }));
        before.ZReports.AddRange(reports.Select(last => new ZReportMark { Register = last.Key, Last = last.Value }));
        string? aside = SetAside.Move(path, backup is null ? "damaged" : "of-backup");
        using var connection = Database.OpenWriter(path, Durability.Full);
        return Database.Guard(path, () =>
        {
            var clock = new LedgerClock(setup.Time, setup.ClockIsSet);
            LedgerOpening.Migrations.Apply(connection, path, setup.Time.GetUtcNow().ToUs());
            byte[] epoch = LedgerOpening.Begin(connection, setup, clock, before);
            if (backup is not null)
                Pair(connection, setup, clock, backup.Registers);
            new EpochMark(path).Write(epoch);
            return new EpochBegun(aside, Convert.ToHexStringLower(epoch), before);
        });
    }

    /// <summary>
    /// Begins the ledger of a machine that takes another's place with nothing of it in hand, after what head office knows of it.
    /// </summary>
    /// <param name="known">
    /// What head office knows. What the other machine had not sent yet nobody knows: receipt numbers go on far beyond.
    /// </param>
    /// <exception cref="LedgerFault">There is a ledger, or the folder does not let it; nothing was changed.</exception>
    public static void BeginAfter(string path, LedgerSetup setup, LedgerBefore known)
    {
        if (File.Exists(path))
            throw new LedgerFault(FaultKind.CannotOpen, "begin", path, "there is a ledger, and it goes on");
        var before = known.Clone();
        foreach (var mark in before.Receipts)
            mark.Last += UnsentMost;
        foreach (var mark in before.ZReports)
            mark.Last += UnsentReports;
        if (before.Receipts.All(mark => mark.Register != EveryProjection.AnyRegister))
            before.Receipts.Add(new ReceiptMark { Register = EveryProjection.AnyRegister, Last = UnsentMost });
        // Aside, so that a power cut leaves none or a whole one.
        string aside = path + ".new";
        foreach (string part in new[] { "", "-wal", "-shm" })
            File.Delete(aside + part);
        byte[] begun = Database.Guard(path, () =>
        {
            using var connection = Database.OpenWriter(aside, Durability.Full);
            LedgerOpening.Migrations.Apply(connection, aside, setup.Time.GetUtcNow().ToUs());
            return LedgerOpening.Begin(connection, setup, new LedgerClock(setup.Time, setup.ClockIsSet), before);
        });
        File.Move(aside, path, overwrite: false);
        new EpochMark(path).Write(begun);
        Disk.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    // As if each had been paired with this ledger: whoever reads its journal alone knows who may call.
    private static void Pair(SqliteConnection connection, LedgerSetup setup, LedgerClock clock, IReadOnlyList<RegisterRow> registers)
    {
        using var transaction = new WriteTransaction(connection);
        transaction.Begin();
        try
        {
            using var ledger = new LedgerTransaction(connection, setup, LedgerHead.Read(connection), clock);
            foreach (var row in registers)
            {
                ledger.Append(new RegisterPaired
                {
                    Register = row.Register,
                    Kind = (V1.RegisterKind)row.Kind,
                    Name = row.Name,
                    Serial = row.Serial,
                    KeySha256 = ByteString.CopyFrom(row.KeySha256),
                    ValidUntilUs = row.UntilUs,
                }, register: 0, employee: "");
            }

            transaction.Commit();
        }
        finally
        {
            transaction.RollBackIfOpen();
        }
    }

    // Each part for itself: what is damaged in one place can be read in another.
    // True where it came to the end of a journal without a fault.
    private static bool ReadOld(
        string path, LedgerBefore before, SortedDictionary<int, long> numbers, SortedDictionary<int, long> reports)
    {
        if (!File.Exists(path))
            return false;
        bool whole = true;
        var cards = new SortedDictionary<string, GiftCardBalance>(StringComparer.Ordinal);
        whole &= Salvage(path, old => before.Epoch = ByteString.CopyFrom(LedgerHead.Read(old).Epoch));
        whole &= Salvage(path, old =>
        {
            byte[]? previous = null;
            foreach (var entry in JournalRows.After(old, 0))
            {
                // What is not as its hash says is damage, and its numbers are not to be believed.
                bool sound = previous is null || EntryHash.Of(previous, entry.Header, entry.Body).AsSpan().SequenceEqual(entry.Hash);
                previous = entry.Hash;
                whole &= sound;
                if (!sound)
                    continue;
                (before.Seq, before.Hash) = (entry.Header.Seq, ByteString.CopyFrom(entry.Hash));
                var fact = FactKinds.Read(entry.Header.Kind, entry.Body);
                if (fact is SaleCompleted sale)
                    Raise(numbers, sale.ReceiptNumber);
                if (fact is TillClosed closed)
                    Raise(reports, entry.Header.Register, closed.ZNumber);
                foreach (var mark in (fact as LedgerBegun)?.Before?.ZReports ?? [])
                    Raise(reports, mark.Register, mark.Last);
                Move(cards, fact);
            }
        });
        TakeOverGiftCards(path, before, whole ? cards.Values : null);
        whole &= Salvage(path, old => RaiseAll(numbers, old, "SELECT register, last FROM receipt_bases"));
        whole &= Salvage(path, old => RaiseAll(numbers, old, "SELECT register, number FROM receipts"));
        Salvage(path, old =>
        {
            // A file of an older program does not say what is stocked.
            bool says = old.Scalar("SELECT 1 FROM pragma_table_info('stock') WHERE name = 'stocked'") is not null;
            var stock = old.Rows($"SELECT sku, on_hand, {(says ? "stocked" : "0")} FROM stock ORDER BY sku", row => new StockMark
            {
                Sku = row.GetString(0),
                OnHandThousandths = row.GetInt64(1),
                Stocked = row.GetInt64(2) == 1,
            });
            before.Stock.AddRange(stock); // all of it or nothing: half a stock list would pass for a whole one
        });
        Salvage(path, old => RedeemedTable.Tell(old, before));
        Salvage(path, old => PaymentTable.Tell(old, before));
        Salvage(path, old => OrderTable.Tell(old, before));
        return whole;
    }

    // What the chain proves, where it can be followed to its end; else what the table says, all of it or nothing.
    private static void TakeOverGiftCards(string path, LedgerBefore before, IEnumerable<GiftCardBalance>? proven)
    {
        if (proven is not null)
            before.GiftCards.AddRange(proven);
        else
            Salvage(path, old => before.GiftCards.AddRange(GiftCardTable.All(old)));
    }

    private static void Move(SortedDictionary<string, GiftCardBalance> cards, IMessage? fact)
    {
        foreach (var card in (fact as LedgerBegun)?.Before?.GiftCards ?? [])
            cards[card.Number] = card;
        // A sale says what it left on each.
        foreach (var card in (fact as SaleCompleted)?.GiftCards ?? [])
            cards[card.Number] = card;
    }

    private static void ReadCounter(string path, SortedDictionary<int, long> numbers) => Salvage(path, counter =>
    {
        foreach (byte[] body in counter.Stream("SELECT body FROM baskets WHERE open = 0", row => row.Bytes(0)))
            Raise(numbers, V1.Basket.Parser.ParseFrom(body).ReceiptNumber);
    });

    private static void RaiseAll(SortedDictionary<int, long> numbers, SqliteConnection old, string sql)
    {
        foreach (var (register, number) in old.Stream(sql, row => (row.GetInt32(0), row.GetInt64(1))))
        {
            if (number - numbers.GetValueOrDefault(register) <= Farthest)
                Raise(numbers, register, number);
        }
    }

    private static void Raise(SortedDictionary<int, long> numbers, string receipt)
    {
        if (ReceiptNumber.TryParse(receipt, out var number))
            Raise(numbers, number.Register, number.Number);
    }

    private static void Raise(SortedDictionary<int, long> numbers, int register, long number) =>
        numbers[register] = Math.Max(numbers.GetValueOrDefault(register), number);

    // A damaged file gives what it gives, and then throws.
    private static bool Salvage(string path, Action<SqliteConnection> read)
    {
        try
        {
            using var old = Database.OpenToCheck(path);
            read(old);
            return true;
        }
        catch (Exception damaged) when (damaged is SqliteException or LedgerFault or InvalidCastException
            or InvalidProtocolBufferException or ArgumentException or InvalidOperationException)
        {
            return false; // what was read before stays
        }
    }
}
