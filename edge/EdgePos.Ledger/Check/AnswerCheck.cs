using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// Whether the kept answers are what the journal says, and none is missing among them. Only the oldest are forgotten, so
/// what is left has no gap: neither in the rows, nor in the entries that they answer.
/// </summary>
/// <param name="provable">True where the ledger was begun by a program that keeps a sum with each answer.</param>
internal sealed class AnswerCheck(SqliteConnection books, bool provable, CheckNotes notes)
{
    private readonly SqliteCommand _entry = books.Statement($"SELECT {JournalRows.Columns} FROM journal WHERE seq = $1");
    private readonly SqliteCommand _between = books.Statement($"""
        SELECT seq FROM journal WHERE kind IN ({string.Join(", ", FactKinds.Answered.Select(kind => $"'{kind}'"))})
            AND seq > $1 AND seq < $2 ORDER BY seq LIMIT 20
        """);

    private sealed record Row(long Id, int Register, byte[] Command, KeptAnswer Kept, long AtUs, byte[] Sum);

    /// <summary>Checks all of them.</summary>
    public void Run()
    {
        var rows = books.Stream("SELECT id, register, command_id, request_digest, response, seq, at_us, sum FROM answers ORDER BY id",
            row => new Row(row.GetInt64(0), row.GetInt32(1), row.Bytes(2), new KeptAnswer(row.Bytes(3), row.Bytes(4),
                row.GetInt64(5)), row.GetInt64(6), row.Bytes(7)));
        Row? before = null;
        long last = 0;
        foreach (var row in rows)
        {
            if (before is not null && row.Id != before.Id + 1)
                notes.Found(0, $"the answers {before.Id + 1} to {row.Id - 1} are missing");
            before = row;
            long seq = EntryOf(row);
            if (last > 0 && seq > 0)
                RequireNoneBetween(last, seq);
            last = seq;
        }

        if (last > 0)
            RequireNoneBetween(last, long.MaxValue);
    }

    // The entry that it answers; 0 where it says none that can be believed.
    private long EntryOf(Row row)
    {
        string command = $"the answer to command {row.Command.ToGuid()} of register {row.Register}";
        if ((provable && (row.Sum.Length == 0 || row.Kept.Seq == 0))
            || !AnswerTable.IsWhole(row.Sum, row.Register, row.Command, row.Kept, row.AtUs))
        {
            notes.Found(0, $"{command} is damaged");
            return 0;
        }

        long answered = 0;
        notes.Step(command, () =>
        {
            long seq = row.Kept.Seq > 0 ? row.Kept.Seq : Receipt.Parser.ParseFrom(row.Kept.Response).JournalSeq;
            var entry = _entry.Rows(JournalRows.EntryOf, seq).FirstOrDefault();
            answered = entry?.Header.Seq ?? 0;
            if (entry is null)
                notes.Found(seq, $"was answered ({command}), and is not there: keep the file, and ask head office what it holds");
            else if (!IsAnswer(row, entry))
                notes.Found(seq, $"is not what {command} says");
            else if (row.AtUs < entry.Header.AtUs)
                notes.Found(seq, $"has a later time than {command}");
        });
        return answered;
    }

    // An answer says what the journal says, no more: a program that lets answers say more goes on to know the old ones.
    private static bool IsAnswer(Row row, JournalEntry entry)
    {
        var (command, answer) = AnswerOf(entry.Header, FactKinds.Read(entry.Header.Kind, entry.Body));
        if (answer is null || command != row.Command.ToGuid().ToString() || entry.Header.Register != row.Register)
            return false;
        var kept = answer.Descriptor.Parser.ParseFrom(row.Kept.Response);
        return answer.Equals(kept) || (answer is Receipt receipt && AsBeforeDiscounts(receipt).Equals(kept));
    }

    /// <summary>The command that an entry is of, and its answer; null: a kind that is answered to nobody.</summary>
    internal static (string Command, IMessage? Answer) AnswerOf(EntryHeader header, IMessage? fact) => fact switch
    {
        SaleCompleted sale => (sale.CommandId, (IMessage)WireSales.ReceiptOf(header, sale)),
        CustomerErased erased => (erased.CommandId, Wire.ErasureOf(header, erased)),
        CustomersErased erased => (erased.CommandId, Wire.ErasureOf(header, erased)),
        TillOpened opened => (opened.SessionId, WireTills.OpeningOf(header, opened)),
        CashierChanged changed => (changed.CommandId, WireTills.ChangeOf(header, changed)),
        CashMoved moved => (moved.CommandId, WireTills.MovementOf(header, moved)),
        TillClosed closed => (closed.CommandId, WireTills.ReportOf(header, closed)),
        PaymentRequested requested => (requested.PaymentId, WirePayments.AnswerOf(header, requested)),
        PaymentEnded ended => (ended.CommandId, WirePayments.AnswerOf(header, ended)),
        PaymentMadeGood good => (good.CommandId, WirePayments.AnswerOf(header, good)),
        OrderPrepared prepared => (prepared.CommandId, WireOrders.ChangeOf(header, prepared)),
        OrderHandedOver handed => (handed.CommandId, WireOrders.ChangeOf(header, handed)),
        OrderGivenUp given => (given.CommandId, WireOrders.ChangeOf(header, given)),
        TimeClocked clocked => (clocked.CommandId, WireStaff.ClockedOf(header, clocked)),
        RegisterRevoked revoked => (revoked.CommandId, WireStaff.RevocationOf(header, revoked)),
        { } stock => WireStock.AnswerOf(header, stock),
        null => ("", null),
    };

    // A receipt from before there were discounts said nothing of a price before them.
    private static Receipt AsBeforeDiscounts(Receipt receipt)
    {
        var before = new Receipt(receipt);
        foreach (var line in before.Lines.Where(line => line.Discounts.Count == 0))
            line.Gross = null;
        return before;
    }

    private void RequireNoneBetween(long after, long before)
    {
        foreach (long seq in _between.Rows(row => row.GetInt64(0), after, before))
            notes.Found(seq, "is of a command whose answer is missing");
    }
}
