using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>What scanners and a store's own labels send, sold over gRPC.</summary>
public sealed class BarcodesTests : IDisposable
{
    private const string Fnc1 = "\u001d";
    private const string Ham = "2112345000008"; // as the price book has what the scale prices

    private static readonly int Later = TimeProvider.System.GetUtcNow().Year + 5;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_shop_sells_what_its_scales_and_suppliers_label_also_after_a_crash()
    {
        await using var daemon = await StartAsync("--Barcodes:Labels=21IIIIIVPPPPC|22IIIIIWWWWWC", "--Barcodes:LoyaltyCards=299");
        var till = new Till(daemon);
        string ham = "211234592875", cheese = "220002001250";
        string basket = (await till.Open()).BasketId;
        await till.Add(basket, ham + EdgePos.Store.Gtin.CheckDigit(ham)); // 28.75
        await till.Add(basket, cheese + EdgePos.Store.Gtin.CheckDigit(cheese)); // 1.250 kg at 14.99
        await till.Add(basket, "]C10105449000000996" + "10LOT7" + Fnc1 + "21PIECE1");
        var full = await till.Add(basket, $"https://id.gs1.org/01/05449000000996/21/PIECE2?17={Later % 100}1231");
        Assert.Equal([(1_917L, 2_875L), (1_250, 1_874), (1_000, 199), (1_000, 199)],
            full.Lines.Select(line => (line.QuantityThousandths, line.Amount.Minor)));
        Assert.Equal([("", ""), ("", ""), ("LOT7", "PIECE1"), ("", "PIECE2")], full.Lines.Select(line => (line.Batch, line.Serial)));
        Assert.Equal(($"{Later}-12-31", true), (full.Lines[3].SellBy, full.Lines.All(line => line.QuantityFixed)));

        await Till.Refused(StatusCode.InvalidArgument, "QUANTITY_FIXED", () => till.Change(basket, 2, 500), "line");
        await Till.Refused(
            StatusCode.FailedPrecondition, "SERIAL_TWICE", () => till.Add(basket, "(01)05449000000996(21)PIECE1"), "scanned");
        await Till.Refused(StatusCode.InvalidArgument, "NOT_AN_ITEM", () => till.Add(basket, "2990000000002"), "scanned");
        await Till.Refused(StatusCode.InvalidArgument, "CHECK_DIGIT_WRONG", () => till.Add(basket, "2112345828756"), "scanned");

        await daemon.KillAsync();
        await daemon.StartAsync();
        Assert.Equal(full.Lines, (await till.Get(basket)).Lines);
        await till.Cash(basket, full.Total.Minor);
        var receipt = (await till.Complete(basket)).Receipt;
        Assert.Equal(full.Lines, receipt.Lines);
        Assert.Equal(receipt, await till.Receipt(receipt.ReceiptNumber));
    }

    [Fact]
    public async Task A_price_list_is_looked_up_with_every_kind_of_code()
    {
        await using var daemon = await StartAsync();
        var found = await daemon.PriceBook.LookUpAsync(new LookUpRequest
        {
            Codes = { $"(01)05449000000996(15){Later % 100}1231", "5449000000996", "COLA", "(01)05449000000996(15)200101", "]C1" },
        }, Daemon.As(1));
        Assert.Equal(["COLA", "COLA", "COLA"], found.Found.Select(row => row.Item.Sku));
    }

    [Theory]
    [InlineData("--Barcodes:Labels=21IIIIIVPPPPC|garbage", "garbage")]
    [InlineData("--Barcodes:GiftCardItem=CARD", "Barcodes:GiftCards")]
    [InlineData("--Barcodes:Badges=99|98", "99", "--Barcodes:Coupons=99")]
    public async Task A_setting_that_makes_no_sense_is_told_and_nothing_starts(
        string setting, string named, string other = "--Barcodes:Coupons=")
    {
        await using var daemon = new Daemon(_folder.Path, [.. Daemon.Alone, setting, other]);
        Assert.Equal(78, await daemon.RunToEndAsync());
        Assert.Contains(named, daemon.Output, StringComparison.Ordinal);
    }

    private async Task<Daemon> StartAsync(params string[] settings)
    {
        var daemon = new Daemon(_folder.Path, [.. Daemon.Alone, .. settings]);
        await daemon.StartAsync();
        await new Till(daemon).ImportUsual();
        await new Till(daemon).Import(true, Till.Item("HAM", "Ham", 1_500, Ham, Unit.Kilogram),
            Till.Item("20", "Gouda", 1_499, unit: Unit.Kilogram));
        return daemon;
    }
}
