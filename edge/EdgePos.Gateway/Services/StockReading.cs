using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using StockReason = EdgePos.Store.StockReason;
using Unit = EdgePos.Store.Unit;

namespace EdgePos.Gateway;

/// <summary>Reads what is asked of stock.</summary>
internal sealed class StockReading(CatalogueShelf prices, ItemCodes codes, StoreProfile store)
{
    /// <summary>A receipt of goods.</summary>
    public Result<StockReceived> Receipt(ReceiveStockRequest request) =>
        (StockRules.CheckText(request.Supplier, 0, StockRules.LongestReference, "supplier")
            ?? StockRules.CheckText(request.Document, 1, StockRules.LongestReference, "document")) is { } wrong ? wrong
        : Moves(request.Lines, 1).Then<StockReceived>(moves => new StockReceived
        {
            Supplier = request.Supplier.Trim(),
            Document = request.Document.Trim(),
            Moves = { moves },
        });

    /// <summary>A correction.</summary>
    public Result<StockAdjusted> Adjustment(AdjustStockRequest request) =>
        (CheckItem(request.Sku, request.QuantityThousandths, "")
            ?? StockRules.CheckAdjustment((StockReason)(int)request.Reason, request.QuantityThousandths, request.Text)) is { } wrong ? wrong
        : new StockAdjusted
        {
            Reason = request.Reason,
            Text = request.Text.Trim(),
            Moves = { new StockMove { Sku = request.Sku, QuantityThousandths = request.QuantityThousandths } },
        };

    /// <summary>Goods that leave for another store.</summary>
    public Result<StockTransferred> TransferOut(TransferStockOutRequest request) =>
        (StockRules.CheckOtherStore(request.ToStore, store.Identity.Store, "to_store")
            ?? StockRules.CheckText(request.Reference, 0, StockRules.LongestReference, "reference")) is { } wrong ? wrong
        : Transfer(StockTransferWay.Out, request.ToStore, request.Reference, Moves(request.Lines, -1));

    /// <summary>Goods that came from another store.</summary>
    public Result<StockTransferred> TransferIn(TransferStockInRequest request) =>
        (StockRules.CheckOtherStore(request.FromStore, store.Identity.Store, "from_store")
            ?? StockRules.CheckText(request.Reference, 1, StockRules.LongestReference, "reference")) is { } wrong ? wrong
        : Transfer(StockTransferWay.In, request.FromStore, request.Reference, Moves(request.Lines, 1));

    /// <summary>What is to be held; until when is for the ledger's clock to judge.</summary>
    public Refusal? CheckReservation(ReserveStockRequest request) =>
        CheckItem(request.Sku, request.QuantityThousandths, "")
        ?? StockRules.CheckQuantity(request.QuantityThousandths, "quantity_thousandths")
        ?? StockRules.CheckText(request.Reference, 1, StockRules.LongestReference, "reference");

    /// <summary>The items of a count.</summary>
    public Refusal? CheckCount(BeginStockCountRequest request)
    {
        var wrong = StockRules.CheckRows(request.Skus.Count, "skus")
            ?? request.Skus.Select((sku, i) => CheckItem(sku, 0, $"skus[{i}]")).FirstOrDefault(refusal => refusal is not null);
        return wrong ?? CheckNoneTwice(request.Skus, "skus");
    }

    /// <summary>What was counted.</summary>
    public Refusal? CheckCounted(RecordStockCountRequest request)
    {
        var wrong = StockRules.CheckRows(request.Lines.Count, "lines") ?? request.Lines.Select((line, i) =>
            CheckItem(line.Sku, line.QuantityThousandths, $"lines[{i}].")
                ?? StockRules.CheckCounted(line.QuantityThousandths, $"lines[{i}].quantity_thousandths"))
            .FirstOrDefault(refusal => refusal is not null);
        return wrong ?? CheckNoneTwice(request.Lines.Select(line => line.Sku), "lines");
    }

    /// <summary>Codes of items to look at.</summary>
    /// <param name="least">1: there must be some.</param>
    public static Refusal? CheckSkus(IReadOnlyList<string> skus, int least) => skus.Count < least || skus.Count > StockRules.MostLines
        ? new Refusal(RefusalCode.FieldInvalid, "skus", $"skus must have {least} to {StockRules.MostLines} rows")
        : skus.Select((sku, i) => StockRules.CheckSku(sku, $"skus[{i}]")).FirstOrDefault(refusal => refusal is not null);

    private static Result<StockTransferred> Transfer(
        StockTransferWay way, string other, string reference, Result<IReadOnlyList<StockMove>> lines) =>
        lines.Then<StockTransferred>(moves => new StockTransferred
        {
            Way = way,
            OtherStore = other,
            Reference = reference.Trim(),
            Moves = { moves },
        });

    // What is added to stock on hand: below zero where the goods leave.
    private Result<IReadOnlyList<StockMove>> Moves(IReadOnlyList<StockMove> lines, int sign)
    {
        var wrong = StockRules.CheckRows(lines.Count, "lines") ?? lines.Select((line, i) =>
            StockRules.CheckQuantity(line.QuantityThousandths, $"lines[{i}].quantity_thousandths")
                ?? CheckItem(line.Sku, line.QuantityThousandths, $"lines[{i}]."))
            .FirstOrDefault(refusal => refusal is not null);
        return wrong is not null ? wrong
            : lines.Select(line => new StockMove { Sku = line.Sku, QuantityThousandths = sign * line.QuantityThousandths }).ToList();
    }

    // An item need not be in the price book yet. A bar code of one that is there is refused: the books would have it twice.
    private Refusal? CheckItem(string sku, long thousandths, string at)
    {
        string field = at.EndsWith(']') ? at : $"{at}sku";
        if (StockRules.CheckSku(sku, field) is { } wrong)
            return wrong;
        using var book = prices.Borrow();
        if (book is null)
            return null;
        if (book.FindRow(Scan.Of(sku)) is { Refusal: null } row)
        {
            return row.Value.Item.Unit == Unit.Each && thousandths % 1000 != 0
                ? new Refusal(RefusalCode.QuantityNotWhole, $"{at}quantity_thousandths")
                : null;
        }

        return codes.Read(sku).Then(book.FindRow) is { Refusal: null } scanned
            ? new Refusal(RefusalCode.FieldInvalid, field, $"{sku} is a bar code of {scanned.Value.Item.Sku}: that is its code")
            : null;
    }

    private static Refusal? CheckNoneTwice(IEnumerable<string> skus, string field) =>
        skus.GroupBy(sku => sku).FirstOrDefault(same => same.Skip(1).Any()) is { } twice
            ? new Refusal(RefusalCode.FieldInvalid, field, $"{field} must name {twice.Key} only once")
            : null;
}
