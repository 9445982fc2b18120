using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What a command may do to the ledger, within the writer's transaction. Lives on the writer's thread only.</summary>
public sealed class LedgerTransaction : IDisposable
{
    private readonly LedgerClock _clock;
    private readonly EveryProjection _projections;
    private readonly CheckpointTable _checkpoints;
    private readonly HotStatements _statements;
    private readonly HotStatement _insertEntry, _hashAt, _confirm;

    private readonly TimeZoneInfo _zone;
    private readonly Func<int, string> _whoIsAt;

    internal LedgerTransaction(SqliteConnection connection, LedgerSetup setup, JournalHead head, LedgerClock clock)
    {
        (_clock, _zone, _whoIsAt) = (clock, setup.Zone, setup.WhoIsAt);
        (Identity, Head) = (setup.Identity, head);
        _statements = new HotStatements(connection);
        _projections = new EveryProjection(_statements);
        _checkpoints = new CheckpointTable(connection, setup.Key);
        Answers = new AnswerTable(_statements);
        _insertEntry = _statements.Statement("INSERT INTO journal VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        _hashAt = _statements.Statement("SELECT hash FROM journal WHERE seq = $1");
        _confirm = _statements.Statement("UPDATE confirmed SET seq = $1, hash = $2 WHERE seq < $1");
    }

    /// <summary>Whose ledger this is.</summary>
    public BoxIdentity Identity { get; }

    /// <summary>The end of the journal, entries of this transaction included.</summary>
    public JournalHead Head { get; private set; }

    internal SaleProjection Sales => _projections.Sales;

    internal ReturnTable Returns => _projections.Returns;

    internal RedeemedTable Redeemed => _projections.Redeemed;

    internal GiftCardTable GiftCards => _projections.GiftCards;

    /// <summary>What sales added to customers' points.</summary>
    internal PointsTable Points => _projections.Points;

    /// <summary>What a sale means besides receipt and stock.</summary>
    internal void Project(long seq, SaleCompleted sale) => _projections.Apply(seq, sale);

    internal CustomerTable Customers => _projections.Customers;

    internal TillTable Tills => _projections.Tills;

    internal StockTable Stock => _projections.Stock;

    internal ReservationTable Reservations => _projections.Reservations;

    internal StockCountTable Counts => _projections.Counts;

    internal TimeClockTable Hours => _projections.Hours;

    internal PaymentTable Payments => _projections.Payments;

    internal RegisterTable Registers => _projections.Registers;

    internal OrderTable Orders => _projections.Orders;

    internal AnswerTable Answers { get; }

    /// <summary>The time that the next entry gets, microseconds.</summary>
    internal long NowUs => _clock.Now().AtUs;

    /// <summary>The time that the next entry gets, and whether the box's clock is to be trusted.</summary>
    internal (long AtUs, bool IsTrusted) Clock
    {
        get
        {
            var (atUs, quality) = _clock.Now();
            return (atUs, quality == LedgerClock.Trusted);
        }
    }

    /// <summary>The day by the store's clock, and whether that clock is to be trusted.</summary>
    internal (DateOnly Day, bool IsTrusted) Today
    {
        get
        {
            var (atUs, isTrusted) = Clock;
            return (DayOf(atUs), isTrusted);
        }
    }

    /// <summary>The day of a moment, where the store is.</summary>
    internal DateOnly DayOf(long atUs) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddMicroseconds(atUs), _zone).DateTime);

    /// <summary>Appends a fact to the journal and brings the projections along.</summary>
    /// <param name="employee">Who did it; empty: who is at the register; null: nobody is known.</param>
    public EntryHeader Append(IMessage fact, int register, string? employee) =>
        Append(fact.Descriptor.FullName, fact.ToByteArray(), register, employee, header => _projections.Apply(header, fact));

    /// <summary>Appends a fact that is encoded already.</summary>
    /// <param name="project">Brings the projections along.</param>
    internal EntryHeader Append(string kind, byte[] body, int register, string? employee, Action<EntryHeader> project)
    {
        var (atUs, quality) = _clock.Now();
        // Where nobody says who did it, it was who is signed in there, or has the register's till.
        if (employee is { Length: 0 } && register > 0)
            employee = _whoIsAt(register) is { Length: > 0 } signedIn ? signedIn : Tills.CashierOf(register);
        var header = new EntryHeader(Head.Seq + 1, atUs, quality, kind, register, employee ?? "");
        byte[] hash = EntryHash.Of(Head.Hash, header, body);
        _insertEntry.Run(header.Seq, header.AtUs, header.Clock, header.Kind, header.Register, header.Employee, body, hash);
        project(header);
        Head = Head with { Seq = header.Seq, Hash = hash };
        if (header.Seq % CheckpointTable.Every == 0)
            _checkpoints.Sign(Head);
        return header;
    }

    /// <summary>Signs how far the journal goes, where entries have come since that was last done.</summary>
    internal bool Sign() => _checkpoints.Sign(Head);

    internal bool Confirm(long seq, ReadOnlySpan<byte> hash)
    {
        if (_hashAt.First(row => row.Bytes(0), seq) is not { } ours || !hash.SequenceEqual(ours))
            return false;
        _confirm.Run(seq, ours);
        return true;
    }

    /// <summary>Gives its statements back.</summary>
    public void Dispose() => _statements.Dispose();

    // After a rollback to a savepoint the journal ends where it ended before.
    internal void GoBackTo(JournalHead head) => Head = head;
}
