using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What each sale of this store added to a customer's points: head office adds up what all stores did.</summary>
internal sealed class PointsTable(HotStatements statements)
{
    private const string Since = "SELECT coalesce(sum(points), 0) FROM customer_points WHERE customer = $1 AND seq > $2";

    private readonly HotStatement _since = statements.Statement(Since);
    private readonly HotStatement _add = statements.Statement("INSERT INTO customer_points VALUES ($1, $2, $3)");

    /// <summary>
    /// The customer's points after a sale, null where nothing is known of them; refused where the sale spends more than there are.
    /// </summary>
    /// <param name="counted">What head office told; null: nothing.</param>
    public Result<long?> After(SaleCompleted sale, CountedPoints? counted)
    {
        string customer = sale.ForCustomer?.Reference ?? "";
        long before = counted is null ? 0 : checked(counted.Points + _since.First(row => row.Number(0), customer, counted.UpToSeq));
        if (sale.PointsSpent > Math.Max(0, before))
            return LoyaltyRules.Short(before, offer: null, "tenders");
        return counted is null ? (long?)null : checked(before + sale.PointsEarned - sale.PointsSpent);
    }

    /// <summary>Books what a sale earned and spent.</summary>
    public void Apply(long seq, SaleCompleted sale)
    {
        long change = checked(sale.PointsEarned - sale.PointsSpent);
        if (change != 0)
            _add.Run(seq, sale.ForCustomer?.Reference ?? "", change);
    }

    /// <summary>What sales after an entry added to a customer's points.</summary>
    public static long SinceOf(SqliteConnection connection, string customer, long seq) =>
        connection.Rows(Since, row => row.GetInt64(0), customer, seq).Single();
}
