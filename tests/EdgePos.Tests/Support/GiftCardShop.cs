using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A shop that sells gift cards: at 25 euros, and for whatever is typed.</summary>
public sealed class GiftCardShop : IAsyncLifetime
{
    /// <summary>How its cards begin.</summary>
    public const string Begins = "6299";

    private readonly TempFolder _folder = new();

    public GiftCardShop() => Daemon = new Daemon(_folder.File("data"), Settings);

    /// <summary>Its settings.</summary>
    internal static string[] Settings { get; } =
        [.. Daemon.Alone, $"--Barcodes:GiftCards={Begins}", "--Barcodes:GiftCardItem=CARD", "--Selling:Approvers=anna:4711"];

    internal Daemon Daemon { get; }

    /// <summary>What it sells.</summary>
    internal static Item[] Items =>
    [
        Till.Item("SOAP", "Soap", 250), Till.Item("BREAD", "Bread", 320),
        Card("CARD25", item => item.Price = ShopDaemon.Eur(2_500)), Card("CARD", item => item.OpenPrice = true),
    ];

    /// <summary>A gift card as an item.</summary>
    internal static Item Card(string sku, Action<Item> more)
    {
        var item = new Item { Sku = sku, Name = "Gift card", Unit = Unit.Each, GiftCard = true };
        more(item);
        return item;
    }

    public async ValueTask InitializeAsync()
    {
        await Daemon.StartAsync();
        await new Till(Daemon).Import(false, Items);
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>A register that sells gift cards and is paid with them.</summary>
internal sealed class GiftCardTill(Daemon daemon, int register = 1)
{
    private static int _cards;

    public Till Till { get; } = new(daemon, register);

    /// <summary>A number that no card has yet.</summary>
    public static string NewNumber() => $"{GiftCardShop.Begins}{Interlocked.Increment(ref _cards):00000000}";

    /// <summary>What is on a card.</summary>
    public async Task<long> Balance(string number) =>
        (await daemon.Checkout.GetGiftCardAsync(new GetGiftCardRequest { Number = number }, Daemon.As(register))).Card.Balance.Minor;

    /// <summary>A basket with some goods.</summary>
    public async Task<string> Goods(params string[] skus)
    {
        string id = (await Till.Open()).BasketId;
        foreach (string sku in skus)
            await Till.Add(id, sku);
        return id;
    }

    /// <summary>Puts money on a card within a basket.</summary>
    public Task<Basket> Load(string basket, string number, long? minor = null, string scanned = "CARD", string? command = null) =>
        Till.Do((checkout, headers) => checkout.AddItemAsync(new AddItemRequest
        {
            BasketId = basket,
            CommandId = command ?? Till.NewId(),
            Scanned = scanned,
            Serial = number,
            UnitPrice = minor is { } price ? ShopDaemon.Eur(price) : null,
        }, headers));

    /// <summary>Sells a card for cash; gives the receipt.</summary>
    public async Task<Receipt> Issue(string number, long minor)
    {
        string id = (await Till.Open()).BasketId;
        await Load(id, number, minor);
        await Till.Cash(id, minor);
        return (await Till.Complete(id)).Receipt;
    }

    /// <summary>Pays with a card: so much, or all that it can.</summary>
    public Task<Basket> Pay(string basket, string number, long? minor = null) =>
        Till.Pay(new AddTenderRequest { GiftCard = new GiftCard { Number = number } }, basket, minor);

    public Task<Basket> Remove(string basket, int tender) => Till.Do((checkout, headers) => checkout.RemoveTenderAsync(
        new RemoveTenderRequest { BasketId = basket, CommandId = Till.NewId(), Tender = tender }, headers));

    /// <summary>Undoes a whole sale.</summary>
    public async Task<CompleteResponse> Undo(string receipt, string? command = null) => await daemon.Checkout.VoidSaleAsync(
        new VoidSaleRequest { CommandId = command ?? Till.NewId(), ReceiptNumber = receipt, Reason = "wrong" }, Daemon.As(register));
}
