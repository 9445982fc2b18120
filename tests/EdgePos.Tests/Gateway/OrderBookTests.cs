using EdgePos.Gateway;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>What head office tells of orders is taken whole or refused with a reason.</summary>
public sealed class OrderBookTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, CustomerOrder[]> Wrong() => new()
    {
        { "row 1: this is no number of an order", [ToldOrders.Of("W 1")] },
        { "row 1: it has no lines, or more than 200", [With(order => order.Lines.Clear())] },
        { "row 1: it has no lines, or more than 200", [With(order => order.Lines.Add(Enumerable.Repeat(order.Lines[0], 200)))] },
        { "row 1: its lines are not numbered from 1", [With(order => order.Lines[0].Line = 2)] },
        { "row 1: line 1 has no code of an item", [With(order => order.Lines[0].Sku = " ")] },
        { "row 1: nobody orders so much, line 1", [With(order => order.Lines[0].QuantityThousandths = 0)] },
        { "row 1: nobody orders so much, line 1", [With(order => order.Lines[0].QuantityThousandths = long.MaxValue)] },
        { "row 1: line 1 has no price", [With(order => order.Lines[0].UnitPrice = null)] },
        { "row 1: line 1 has no price", [With(order => order.Lines[0].UnitPrice.Minor = -1)] },
        { "row 1: line 1 has no price", [With(order => order.Lines[0].UnitPrice.Currency = "eur")] },
        { "row 1: the number of its customer is too long", [With(order => order.CustomerNumber = new('1', 41))] },
        { "row 1: the name of its customer is too long", [With(order => order.CustomerName = "a\nb")] },
        { "row 1: its note is too long", [With(order => order.Note = new('n', 201))] },
        { "row 1: it is collected at no time", [With(order => order.UntilUs = -1)] },
        { "row 2: it is not in order", [ToldOrders.Of("W-2"), ToldOrders.Of("W-1")] },
        { "row 2: it is not in order", [ToldOrders.Of("W-1"), ToldOrders.Of("W-1")] },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_row_that_is_wrong_is_named(string why, CustomerOrder[] orders) =>
        Assert.Equal(why, new OrderBook(() => null).Prepare(new(), Content(orders)));

    [Fact]
    public void A_row_of_a_newer_program_is_refused() =>
        Assert.Throws<InvalidDataException>(() => new OrderBook(() => null).Prepare(new(), Content([null])));

    [Fact]
    public void Each_of_many_is_found()
    {
        var orders = Enumerable.Range(1, 1_000).Select(n => ToldOrders.Of($"W-{n:0000}")).ToList();
        string file = Content(orders);
        var book = new OrderBook(() => (new Manifest(), file));
        Assert.Null(book.MakeCurrent(new(), file));
        Assert.All(orders, order => Assert.Equal(order, book.Find(order.Number)));
        Assert.Equal(orders, book.All());
        Assert.Null(book.Find("W-1001"));
        Assert.Empty(new OrderBook(() => null).All());
    }

    private static CustomerOrder With(Action<CustomerOrder> change)
    {
        var order = ToldOrders.Of("W-1");
        change(order);
        return order;
    }

    private string Content(IEnumerable<CustomerOrder?> orders)
    {
        string path = _folder.File(Path.GetRandomFileName());
        File.WriteAllBytes(path, SentDataset.ContentOf([.. orders.Select(order => new OrdersRow { Order = order }.ToByteArray())]));
        return path;
    }
}
