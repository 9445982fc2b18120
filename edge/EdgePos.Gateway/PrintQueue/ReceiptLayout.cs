using EdgePos.Devices;
using EdgePos.Store;
using EdgePos.V1;
using Tender = EdgePos.V1.Tender;

namespace EdgePos.Gateway;

/// <summary>What a receipt is laid out as.</summary>
internal enum ReceiptForm
{
    /// <summary>The receipt itself. It opens the drawer where cash goes in or out.</summary>
    Original,

    /// <summary>The receipt once more: it says that it is a copy.</summary>
    Copy,

    /// <summary>For a present: what it is and where it may be changed, and no price.</summary>
    Gift,
}

/// <summary>What stands on a receipt. Pure: a receipt in, a document out.</summary>
internal sealed class ReceiptLayout(StoreProfile store, string language)
{
    private static readonly TextStyle Strong = new(Bold: true);
    private static readonly TextStyle Large = new(Bold: true, Wide: true, Tall: true);

    private readonly ReceiptText _text = new(language);

    /// <summary>The document of a receipt.</summary>
    public PrintDocument Of(Receipt receipt, ReceiptForm form)
    {
        var layout = new List<PrintItem>();
        if (form == ReceiptForm.Original && receipt.Tenders.Any(IsCash))
            layout.Add(new OpenDrawer());
        layout.AddRange(Head(receipt, form));
        layout.AddRange(form == ReceiptForm.Gift ? Present(receipt) : Sale(receipt));
        layout.AddRange(Foot(receipt, form));
        return new PrintDocument(layout);
    }

    private static bool IsCash(Tender tender) => tender.KindCase is Tender.KindOneofCase.Cash or Tender.KindOneofCase.ForeignCash;

    private IEnumerable<PrintItem> Sale(Receipt receipt) =>
    [
        .. receipt.Lines.SelectMany(line => Line(receipt, line)),
        new RuleLine(),
        .. Sums(receipt),
        .. receipt.Tenders.SelectMany(tender => Paid(receipt, tender)),
        .. Change(receipt),
        .. Saved(receipt),
        .. Points(receipt),
        .. Taxes(receipt),
    ];

    // What comes back is nobody's present, and a deposit is a price.
    private IEnumerable<PrintItem> Present(Receipt receipt) => receipt.Lines
        .Where(line => line.ReturnOf is null && line.DepositOf == 0)
        .Select(line => new TextLine(ReceiptText.IsOnePiece(line) ? line.Name
            : $"{_text.Quantity(line)}{(line.Unit == V1.Unit.Each ? " x" : "")} {line.Name}"));

    private IEnumerable<PrintItem> Head(Receipt receipt, ReceiptForm form)
    {
        string mark = form switch
        {
            ReceiptForm.Original => "",
            ReceiptForm.Copy => "RECEIPT_COPY",
            ReceiptForm.Gift => "RECEIPT_GIFT",
        };
        yield return new TextLine(store.Name, Align.Centre, Large);
        foreach (string line in store.Header)
            yield return new TextLine(line, Align.Centre);
        yield return new FeedLines(1);
        if (mark.Length > 0)
            yield return new TextLine($"*** {_text.Say(mark)} ***", Align.Centre, Large);
        yield return new ColumnsLine($"{_text.Say("RECEIPT_TITLE")} {receipt.ReceiptNumber}", store.TimeOf(receipt.AtUs));
        if (receipt.OrderNumber.Length > 0)
            yield return new TextLine($"{_text.Say("RECEIPT_ORDER")} {receipt.OrderNumber}");
        // Who gives a present is on the present's paper only if they write it there.
        foreach (var item in form == ReceiptForm.Gift ? [] : Customer(receipt))
            yield return item;
        yield return new RuleLine();
    }

    private IEnumerable<PrintItem> Customer(Receipt receipt)
    {
        if (receipt.ForCustomer is { Reference.Length: > 0 } member)
            yield return new TextLine($"{_text.Say("RECEIPT_CUSTOMER")} {member.Reference}");
        if (receipt.ForCustomer is { Exemption.Length: > 0 } exempt)
            yield return new TextLine($"{_text.Say("RECEIPT_EXEMPT")} {exempt.Exemption}");
        if (receipt.Customer is not { } who)
            yield break;
        yield return new TextLine($"{_text.Say("RECEIPT_CUSTOMER")}:", Align.Left, Strong);
        foreach (string text in who.Address.Prepend(who.Name).Concat([who.Email, who.Phone]).Where(text => text.Length > 0))
            yield return new TextLine(text);
        if (who.TaxNumber.Length > 0)
            yield return new TextLine($"{_text.Say("RECEIPT_TAX_NUMBER")} {who.TaxNumber}");
    }

    private IEnumerable<PrintItem> Line(Receipt receipt, Line line)
    {
        if (line.ReturnOf is { } from)
        {
            yield return new TextLine(
                $"{_text.Say("RECEIPT_RETURN")} {from.ReceiptNumber}{from.ClaimedReceipt}".TrimEnd(), Align.Left, Strong);
        }

        string indent = line.DepositOf > 0 ? "  " : "";
        yield return new ColumnsLine(indent + line.Name, _text.Amount(line.Gross ?? line.Amount));
        if (!ReceiptText.IsOnePiece(line))
            yield return new TextLine($"{indent}  {_text.Quantity(line)} x {_text.Amount(line.UnitPrice)}");
        if (line.ListPrice is { } list && !list.Equals(line.UnitPrice))
            yield return new TextLine($"  {_text.Say("RECEIPT_LIST_PRICE")} {_text.Amount(list)}");
        foreach (var discount in line.Discounts)
            yield return new ColumnsLine("  " + _text.Discount(discount), "-" + _text.Amount(discount.Amount));
        if (((ItemTraits)line.Traits & ItemTraits.GiftCard) != 0)
        {
            yield return new TextLine($"  {_text.GiftCard(line.Serial)}");
            foreach (var left in Left(receipt, line.Serial))
                yield return left;
        }
        else if (line.Serial.Length > 0)
            yield return new TextLine($"  {_text.Say("RECEIPT_SERIAL")} {line.Serial}");
        if (line.Note.Length > 0)
            yield return new TextLine($"  {line.Note}");
    }

    private IEnumerable<PrintItem> Sums(Receipt receipt)
    {
        if (receipt.PricesExcludeTax)
        {
            yield return new ColumnsLine(_text.Say("RECEIPT_SUBTOTAL"), Amount(receipt, receipt.Taxes.Sum(row => row.Net.Minor)));
            foreach (var row in receipt.Taxes.Where(row => row.Tax.Minor != 0))
                yield return new ColumnsLine(_text.TaxOnTop(row), _text.Amount(row.Tax));
        }
        else if (receipt.ForCustomer is { Exemption.Length: > 0 })
        {
            // The lines are at the shelf's prices, and the tax within them is not charged.
            long lines = receipt.Lines.Sum(line => line.Amount.Minor);
            yield return new ColumnsLine(_text.Say("RECEIPT_SUBTOTAL"), Amount(receipt, lines));
            yield return new ColumnsLine(_text.Say("RECEIPT_TAX_NOT_CHARGED"), Amount(receipt, receipt.Total.Minor - lines));
        }

        yield return new ColumnsLine(_text.Say("RECEIPT_TOTAL"), $"{receipt.Total.Currency} {_text.Amount(receipt.Total)}", Large);
        if (receipt.Rounding is { } rounding && rounding.Minor != 0)
            yield return new ColumnsLine(_text.Say("RECEIPT_ROUNDING"), _text.Amount(rounding));
    }

    private IEnumerable<PrintItem> Paid(Receipt receipt, Tender tender)
    {
        yield return new ColumnsLine(_text.Tender(tender), _text.Amount(tender.Amount));
        foreach (string line in tender.Slip)
            yield return new TextLine($"  {line}");
        foreach (var left in tender.GiftCard is { } card ? Left(receipt, card.Number) : [])
            yield return left;
    }

    // What is left on a gift card; a receipt from elsewhere may not say.
    private IEnumerable<PrintItem> Left(Receipt receipt, string number) => receipt.GiftCards.Where(card => card.Number == number)
        .Select(card => new TextLine($"  {_text.Say("RECEIPT_GIFT_CARD_LEFT")} {_text.Amount(card.Balance)}"));

    private IEnumerable<PrintItem> Change(Receipt receipt)
    {
        if (receipt.Change.Minor > 0)
            yield return new ColumnsLine(_text.Say("RECEIPT_CHANGE"), _text.Amount(receipt.Change), Strong);
    }

    private IEnumerable<PrintItem> Saved(Receipt receipt)
    {
        string items = _text.Items(receipt);
        long saved = receipt.Lines.Sum(line => line.Discounts.Sum(discount => discount.Amount.Minor));
        if (items.Length > 0 || saved > 0)
            yield return new FeedLines(1);
        if (items.Length > 0)
            yield return new TextLine(items);
        if (saved > 0)
            yield return new ColumnsLine(_text.Say("RECEIPT_SAVED"), Amount(receipt, saved));
    }

    private IEnumerable<PrintItem> Points(Receipt receipt)
    {
        if (receipt.PointsEarned != 0)
            yield return new ColumnsLine(_text.Say("RECEIPT_POINTS_EARNED"), ReceiptText.Number(receipt.PointsEarned));
        if (receipt is { HasPointsAfter: true } and not { PointsEarned: 0, PointsSpent: 0 })
            yield return new ColumnsLine(_text.Say("RECEIPT_POINTS_AFTER"), ReceiptText.Number(receipt.PointsAfter));
    }

    private IEnumerable<PrintItem> Taxes(Receipt receipt)
    {
        if (receipt.Taxes.Count == 0)
            yield break;
        string tax = _text.Say(receipt.PricesExcludeTax ? "RECEIPT_TAX_ON_TOP" : "RECEIPT_TAX");
        yield return new FeedLines(1);
        yield return new TableLine(tax + " %", [_text.Say("RECEIPT_NET"), tax, _text.Say("RECEIPT_GROSS")]);
        foreach (var row in receipt.Taxes)
            yield return new TableLine(_text.Tax(row), [_text.Amount(row.Net), _text.Amount(row.Tax), _text.Amount(row.Gross)]);
    }

    private IEnumerable<PrintItem> Foot(Receipt receipt, ReceiptForm form)
    {
        yield return new FeedLines(1);
        if (receipt.Note.Length > 0 && form != ReceiptForm.Gift)
        {
            yield return new TextLine(receipt.Note, Align.Centre);
            yield return new FeedLines(1);
        }

        foreach (string line in store.Footer)
            yield return new TextLine(line, Align.Centre);
        yield return new TextLine(_text.Say("RECEIPT_THANKS"), Align.Centre);
        yield return new FeedLines(1);
        yield return new BarCode(receipt.ReceiptNumber); // what a return scans
        yield return new CutPaper();
    }

    private string Amount(Receipt receipt, long minor) => _text.Amount(new V1.Money(receipt.Total) { Minor = minor });
}
