using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests;

/// <summary>One thing that is done to stock: small numbers, so that the same items meet again and again.</summary>
/// <param name="What">0 to 11, see <see cref="StockUnderModel"/>.</param>
internal readonly record struct StockStep(int What, int Sku, int Pieces);

/// <summary>The stock of a ledger, and the same by plain lists.</summary>
internal sealed class StockUnderModel(StockBox box)
{
    private sealed class Item
    {
        public long OnHand;
        public bool Stocked;
        public (Guid Id, long Counted, long Expected, bool IsCounted)? Count;
    }

    private readonly Dictionary<string, Item> _items = [];
    private readonly List<(Guid Id, string Sku, long Quantity, long ExpiresUs, Guid? Basket)> _held = [];

    public async Task DoAsync(StockStep step)
    {
        var (sku, quantity) = ($"sku{step.Sku}", 1000L * step.Pieces);
        if (!_items.TryGetValue(sku, out var item))
            _items[sku] = item = new Item();
        switch (step.What)
        {
            case 0:
                await BookAsync(box.Receive((sku, quantity)), item, quantity);
                break;
            case 1:
                await BookAsync(box.Adjust(sku, -quantity), item, -quantity);
                break;
            case 2:
                await BookAsync(box.Transfer(StockTransferWay.Out, sku, -quantity), item, -quantity);
                break;
            case 3:
                await SellAsync(box.NewId(), sku, item, quantity);
                break;
            case 4:
                await SellAsync(box.NewId(), sku, item, -quantity);
                break;
            case 5:
                var reserve = box.Reserve(sku, quantity, TimeSpan.FromHours(step.Pieces)) with { NeedsStock = true };
                if (await DoAsync(reserve, item.Stocked && Available(sku, null) < quantity ? RefusalCode.OutOfStock : null))
                    _held.Add((reserve.CommandId, sku, quantity, reserve.ExpiresUs, null));
                break;
            case 6 when _held.Count > 0:
                await ReleaseAsync(step.Pieces % _held.Count, basket: null);
                break;
            case 7 when _held.Count > 0: // picked up
                var basket = box.NewId();
                int picked = step.Pieces % _held.Count;
                string wanted = _held[picked].Sku;
                await ReleaseAsync(picked, basket);
                await SellAsync(basket, wanted, _items[wanted], quantity);
                break;
            case 8:
                box.Clock.Advance(TimeSpan.FromMinutes(20 * step.Pieces));
                break;
            case 9:
                var begin = box.Count(sku);
                if (await DoAsync(begin, item.Count is null ? null : RefusalCode.StockCountOpen))
                    item.Count = (begin.CommandId, 0, 0, false);
                break;
            case 10:
                if (await DoAsync(box.Record(item.Count?.Id ?? box.NewId(), (sku, quantity)), NotBegun(item)))
                    item.Count = (item.Count!.Value.Id, quantity, item.OnHand, true);
                break;
            case 11:
                var end = step.Pieces == 1 ? StockCountEnd.Discard : StockCountEnd.Book;
                if (await DoAsync(box.Finish(item.Count?.Id ?? box.NewId(), end), NotBegun(item)))
                    Finish(item, end);
                break;
            default:
                break;
        }
    }

    /// <summary>The file holds what the lists hold.</summary>
    public void AssertSame()
    {
        foreach (var (sku, item) in _items)
            Assert.Equal((item.OnHand, item.OnHand - Available(sku, null), item.Stocked), box.Level(sku));
    }

    private static RefusalCode? NotBegun(Item item) => item.Count is null ? RefusalCode.StockCountNotFound : null;

    private static void Finish(Item item, StockCountEnd end)
    {
        if (end == StockCountEnd.Book && item.Count is { IsCounted: true } count)
            (item.OnHand, item.Stocked) = (item.OnHand + count.Counted - count.Expected, true);
        item.Count = null;
    }

    private async Task BookAsync(LedgerCommand command, Item item, long quantity)
    {
        await DoAsync(command, null);
        (item.OnHand, item.Stocked) = (item.OnHand + quantity, true);
    }

    private async Task SellAsync(Guid basket, string sku, Item item, long quantity)
    {
        bool isShort = item.Stocked && quantity > 0 && Available(sku, basket) < quantity;
        if (!await DoAsync(box.SellFor(basket, (sku, quantity)), isShort ? RefusalCode.OutOfStock : null))
            return;
        item.OnHand -= quantity;
        _held.RemoveAll(held => held.Basket == basket && held.Sku == sku);
    }

    private async Task ReleaseAsync(int which, Guid? basket)
    {
        var held = _held[which];
        bool isOver = held.ExpiresUs <= box.In(TimeSpan.Zero);
        if (!await DoAsync(box.Release(held.Id, basket), isOver ? RefusalCode.ReservationNotFound : null))
            return;
        if (basket is null)
            _held.RemoveAt(which);
        else
            _held[which] = held with { Basket = basket };
    }

    private long Available(string sku, Guid? basket) => _items[sku].OnHand - _held.Where(held => held.Sku == sku
        && held.ExpiresUs > box.In(TimeSpan.Zero) && (basket is null || held.Basket != basket)).Sum(held => held.Quantity);

    // True where it was carried out.
    private async Task<bool> DoAsync(LedgerCommand command, RefusalCode? refused)
    {
        var answer = await box.DoAsync(command);
        Assert.Equal(refused, answer.Refusal?.Code);
        return refused is null;
    }
}
