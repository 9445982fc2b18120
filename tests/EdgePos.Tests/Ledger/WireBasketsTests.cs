using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.Tests.Store;
using Google.Protobuf;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>Baskets as bytes.</summary>
public sealed class WireBasketsTests
{
    [Fact]
    public void The_bytes_of_a_basket_are_those_of_its_message_after_every_change()
    {
        var book = Goods.Book(Goods.Offers("two for less", new NForPrice(2, Goods.Cents(400))));
        Basket basket = Goods.Empty, one = Goods.Empty.With(Goods.Soap), two = one.With(Goods.Soap).Reprice(book, Goods.Noon);
        var said = two.Say(1, "for the blue one").Value;
        var less = said.VoidLine(2).Value.Reprice(book, Goods.Noon);
        var paid = said.Give(TenderKind.Cash, 1_000).Value;

        foreach (var shown in (Basket[])[basket, one, two, said, less, paid, paid.Completed("S1-1-1")])
        {
            Assert.Equal(shown.ToWire().ToByteArray(), shown.Encode());
            Assert.Equal(shown.ToWire().ToByteArray(), EdgePos.V1.Basket.Parser.ParseFrom(shown.Encode()).OfWire().Encode());
        }

        var again = EdgePos.V1.Basket.Parser.ParseFrom(two.Encode(replayed: true));
        Assert.True(again.Replayed);
        again.Replayed = false;
        Assert.Equal(two.ToWire(), again);
    }
}
