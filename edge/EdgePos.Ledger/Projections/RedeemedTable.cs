using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Coupons and vouchers, each of which the store takes once.</summary>
internal sealed class RedeemedTable(HotStatements statements)
{
    private const int Coupon = 1, Voucher = 2;

    private readonly HotStatement _find = statements.Statement("SELECT seq FROM redeemed WHERE kind = $1 AND code = $2");
    private readonly HotStatement _giveBack = statements.Statement("DELETE FROM redeemed WHERE kind = $1 AND code = $2");
    private readonly HotStatement _add = statements.Statement("INSERT INTO redeemed VALUES ($1, $2, $3)");

    /// <summary>Says which coupon or voucher of a sale was taken before; null: none.</summary>
    public Refusal? Check(SaleCompleted sale)
    {
        foreach (string code in sale.Coupons)
        {
            if (IsTaken(Coupon, code))
                return new Refusal(RefusalCode.CouponUsed, "coupons", code);
        }

        foreach (string number in VoucherFacts.TakenBy(sale))
        {
            if (IsTaken(Voucher, number))
                return new Refusal(RefusalCode.VoucherUsed, "tenders", number);
        }

        return null;
    }

    /// <summary>Takes those of a sale.</summary>
    public void Apply(long seq, SaleCompleted sale)
    {
        foreach (string code in sale.Coupons)
            _add.Run(Coupon, code, seq);
        foreach (string number in VoucherFacts.TakenBy(sale))
            _add.Run(Voucher, number, seq);
        foreach (var tender in sale.Tenders.Where(tender => tender.Kind == "voucher" && tender.Amount.Minor < 0))
            _giveBack.Run(Voucher, tender.Reference); // it may be taken again
    }

    /// <summary>Takes over what another ledger had taken.</summary>
    public void TakeOver(LedgerBefore before, long seq)
    {
        foreach (string code in before.Coupons)
            _add.Run(Coupon, code, seq);
        foreach (string number in before.Vouchers)
            _add.Run(Voucher, number, seq);
    }

    /// <summary>Says all that was taken.</summary>
    public static void Tell(SqliteConnection connection, LedgerBefore before)
    {
        // All of it or nothing; a damaged table may tell a row twice.
        foreach (var (kind, code) in connection.Rows(
            "SELECT kind, code FROM redeemed ORDER BY kind, code", row => (row.GetInt32(0), row.GetString(1))).Distinct())
            (kind == Coupon ? before.Coupons : before.Vouchers).Add(code);
    }

    private bool IsTaken(int kind, string code) => _find.First(row => (long?)row.Number(0), kind, code) is not null;
}
