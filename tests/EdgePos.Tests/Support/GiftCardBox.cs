using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.Tests.Store;
using Xunit;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests;

/// <summary>A ledger in which gift cards are sold and pay, in short words. Amounts are cents.</summary>
internal sealed class GiftCardBox : IDisposable
{
    private static readonly Item Card = new("GIFT", "Gift card", Unit.Each, null, new Rate(0))
    {
        Traits = ItemTraits.GiftCard | ItemTraits.OpenPrice,
    };

    private int _ids;

    public GiftCardBox(string path)
    {
        Path = path;
        Writer = Sales.Open(path);
        Reader = new LedgerReader(path);
    }

    public string Path { get; }

    public LedgerWriter Writer { get; private set; }

    public LedgerReader Reader { get; }

    /// <summary>A number of a card.</summary>
    public static string Number(int card) => $"6299{card:0000}";

    /// <summary>What is on a card; null: there is none of that number.</summary>
    public long? Balance(int card) => Reader.FindGiftCard(Number(card))?.Balance.Minor;

    /// <summary>A sale that puts money on a card.</summary>
    public CompleteSale Load(int card, long minor) => Command(basket => Loaded(basket, card, minor).PayCash(Cents(minor)).Value);

    /// <summary>A sale of goods that a card pays, whatever is on it.</summary>
    public CompleteSale Spend(int card, long minor) => Command(basket => Paid(basket.With(At(minor)), card, minor));

    /// <summary>A sale that puts money on one card, and of goods that another pays.</summary>
    public CompleteSale LoadAndSpend(int card, long minor, int payer, long spent) =>
        Command(basket => Paid(Loaded(basket, card, minor).With(At(spent)), payer, spent).PayCash(Cents(minor)).Value);

    /// <summary>Goods that come back without a receipt; what they are worth goes on a card.</summary>
    public CompleteSale Refund(int card, long minor) => Command(basket => Paid(
        basket.Return(At(minor), Scan.Of("3"), null, Why(approvedBy: "boss"), Limits).Value, card, -minor));

    /// <summary>The line of a sale that put money on a card comes back, for cash.</summary>
    public CompleteSale Return(string receipt)
    {
        var sold = Reader.FindSold("S1", receipt)!.First(line => line.Item.Is(ItemTraits.GiftCard));
        return Command(basket => basket.Return(sold, null, Why()).Value.PayCash(Cents(-sold.Paid.Minor)).Value);
    }

    /// <summary>The whole sale is undone.</summary>
    public CompleteSale Undo(string receipt)
    {
        bool good = ReceiptNumber.TryParse(receipt, out var number);
        Assert.True(good, receipt);
        var sale = Reader.FindReceipt(number)!;
        var paid = new PaidSale(Reader.FindSold("S1", receipt)!, [.. sale.Tenders.Select(WireBaskets.OfWire)],
            sale.Change.OfWire(), TookBack: false);
        return Command(basket => VoidRules.Undo(basket, paid, Why()).Value);
    }

    public Task<Result<LedgerAnswer>> DoAsync(CompleteSale sale) => Writer.SubmitAsync(sale);

    /// <summary>A sale that must succeed; gives its receipt.</summary>
    public async Task<V1.Receipt> GoodAsync(CompleteSale sale)
    {
        var answer = await DoAsync(sale);
        Assert.Null(answer.Refusal);
        return WireSales.ReceiptOf(answer.Value);
    }

    public async Task<Refusal> RefusedAsync(RefusalCode code, CompleteSale sale)
    {
        var refusal = (await DoAsync(sale)).Refusal;
        Assert.Equal(code, refusal?.Code);
        return refusal!;
    }

    /// <summary>Closes the ledger, does something with its file, and opens it again.</summary>
    public void Restart(Action? between = null)
    {
        Writer.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        between?.Invoke();
        Writer = Sales.Open(Path);
    }

    public void Dispose() => Writer.Dispose();

    private CompleteSale Command(Func<Basket, Basket> fill)
    {
        int id = ++_ids;
        var (command, basket) = (Sales.IdOf("gift command", id), fill(Empty with { Id = Sales.IdOf("gift basket", id) }));
        Assert.Equal(BasketState.Paid, basket.State);
        return new CompleteSale(1, command, [.. command.ToByteArray(), .. command.ToByteArray()], "", WireSales.SaleOf(basket, command));
    }

    private static Basket Loaded(Basket basket, int card, long minor) =>
        basket.Add(Card, Scan.Of("GIFT"), new Asked(Serial: Number(card), Price: Cents(minor)), "v").Value;

    private static Basket Paid(Basket basket, int card, long minor) => basket.Give(TenderKind.GiftCard, minor, Number(card)).Value;
}
