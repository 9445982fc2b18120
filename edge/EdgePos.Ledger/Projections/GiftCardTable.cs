using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Data.Sqlite;
using GiftCard = EdgePos.Store.GiftCard;
using Money = EdgePos.Store.Money;

namespace EdgePos.Ledger;

/// <summary>What is on the store's own gift cards: all that sales put there, less all that they took.</summary>
internal sealed class GiftCardTable(HotStatements statements)
{
    private const string One = "SELECT balance, currency FROM gift_cards WHERE number = $1";

    private readonly HotStatement _find = statements.Statement(One);

    // What is put in is the balance afterwards: a CHECK sees a row before ON CONFLICT does.
    private readonly HotStatement _put = statements.Statement("""
        INSERT INTO gift_cards VALUES ($1, $2, $3, $4)
        ON CONFLICT DO UPDATE SET balance = excluded.balance, currency = excluded.currency, seq = excluded.seq
        """);

    /// <summary>What is left on each card of a sale after it; refused where a card would fall below zero.</summary>
    public Result<IReadOnlyList<GiftCardBalance>> After(SaleCompleted sale)
    {
        var after = new List<GiftCardBalance>();
        foreach (var (number, minor) in GiftCardFacts.MovesOf(sale))
        {
            var currency = Currency.Of(sale.Total.Currency);
            var balance = BalanceOf(number) ?? Money.Zero(currency);
            if (balance.Currency != currency)
                return new Refusal(RefusalCode.CurrencyMismatch, "tenders", $"{balance.Currency}", $"{currency}");
            var left = balance with { Minor = balance.Minor + minor };
            if (left.Minor < 0)
                return TooLow(sale, number, balance);
            if (left.Minor > GiftCardRules.MaxBalanceMinor)
                return new Refusal(RefusalCode.GiftCardFull, "", GiftCardNumber.Mask(number));
            after.Add(new GiftCardBalance { Number = number, Balance = left.ToWire() });
        }

        return after;
    }

    /// <summary>Books what a sale put on cards and took off them.</summary>
    public void Apply(long seq, SaleCompleted sale)
    {
        foreach (var (number, minor) in GiftCardFacts.MovesOf(sale))
            _put.Run(number, checked((BalanceOf(number)?.Minor ?? 0) + minor), sale.Total.Currency, seq);
    }

    /// <summary>Takes over what another ledger had.</summary>
    public void TakeOver(GiftCardBalance card, long seq) => _put.Run(card.Number, card.Balance.Minor, card.Balance.Currency, seq);

    /// <summary>A card; null: there is none of that number.</summary>
    public static GiftCard? FindCard(SqliteConnection connection, string number) => connection.Rows(
        One, row => new GiftCard(number, new Money(row.GetInt64(0), Currency.Of(row.GetString(1)))), number).FirstOrDefault();

    /// <summary>All of them, by number.</summary>
    public static List<GiftCardBalance> All(SqliteConnection connection) =>
        connection.Rows("SELECT number, balance, currency FROM gift_cards ORDER BY number", row => new GiftCardBalance
        {
            Number = row.GetString(0),
            Balance = new Money(row.GetInt64(1), Currency.Of(row.GetString(2))).ToWire(),
        });

    private Money? BalanceOf(string number) =>
        _find.First(row => (Money?)new Money(row.Number(0), Currency.Of(row.Text(1))), number);

    // A line that comes back cannot be paid otherwise; a tender can.
    private static Refusal TooLow(SaleCompleted sale, string number, Money balance)
    {
        if (sale.Lines.Any(line => line.GiftCard && line.Serial == number && line.Amount.Minor < 0))
            return GiftCardRules.Spent(number, balance);
        return GiftCardRules.TooLow(number, balance, balance, "tenders");
    }
}
