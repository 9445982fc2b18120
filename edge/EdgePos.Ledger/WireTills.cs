using System.Globalization;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using CashMovementKind = EdgePos.Store.CashMovementKind;
using Money = EdgePos.Store.Money;

namespace EdgePos.Ledger;

/// <summary>What happens at a till as messages, and back.</summary>
public static class WireTills
{
    /// <summary>A business date as a message has it: 2026-11-24.</summary>
    public static string ToWire(this DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>What a command was answered that opened a till.</summary>
    public static TillOpening OpeningOf(EntryHeader header, TillOpened opened) => new()
    {
        SessionId = opened.SessionId,
        Register = header.Register,
        BusinessDate = opened.BusinessDate,
        Float = opened.Float,
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
        Employee = header.Employee,
    };

    /// <summary>What a command was answered that gave a till to another employee.</summary>
    public static CashierChange ChangeOf(EntryHeader header, CashierChanged changed) => new()
    {
        SessionId = changed.SessionId,
        Register = header.Register,
        Employee = header.Employee,
        Before = changed.Before,
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };

    /// <summary>What a command was answered that moved cash.</summary>
    public static CashMovement MovementOf(EntryHeader header, CashMoved moved) => new()
    {
        SessionId = moved.SessionId,
        Register = header.Register,
        Kind = moved.Kind,
        Amount = moved.Amount,
        Reason = moved.Reason,
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };

    /// <summary>What a command was answered that closed a till.</summary>
    public static ZReport ReportOf(EntryHeader header, TillClosed closed) => new()
    {
        ZNumber = closed.ZNumber,
        SessionId = closed.SessionId,
        Register = header.Register,
        BusinessDate = closed.BusinessDate,
        OpenedAtUs = closed.OpenedAtUs,
        ClosedAtUs = header.AtUs,
        Totals = closed.Totals,
        Counted = { closed.Counted },
        CountedTotal = closed.CountedTotal,
        Difference = closed.Difference,
        Reason = closed.Reason,
        LeftOpen = { closed.LeftOpen },
        JournalSeq = header.Seq,
    };

    /// <summary>What has gone through a till.</summary>
    /// <param name="store">Code of the store: receipt numbers begin with it.</param>
    public static TillTotals ToWire(this TillTally tally, string store)
    {
        var totals = new TillTotals
        {
            Float = tally.Session.Float.ToWire(),
            Sales = tally.Sales,
            SalesTotal = tally.SalesTotal.ToWire(),
            Cash = tally.Cash.ToWire(),
            PaidIn = tally.PaidIn.ToWire(),
            PaidOut = tally.PaidOut.ToWire(),
            SafeDrops = tally.SafeDrops.ToWire(),
            NoSales = tally.NoSales,
            Expected = tally.Expected.ToWire(),
            Rounding = tally.Rounding.ToWire(),
            ReturnedLines = tally.ReturnedLines,
            Returned = tally.Returned.ToWire(),
            GiftCardsSold = tally.GiftCardsSold.ToWire(),
        };
        totals.Tenders.AddRange(tally.Tenders.Select(kind => new TenderTotal
        {
            Kind = kind.Key,
            Count = kind.Value.Count,
            Amount = (tally.Rounding with { Minor = kind.Value.Minor }).ToWire(),
        }));
        totals.Cashiers.AddRange(tally.Cashiers.Select(cashier => new CashierTotal
        {
            Employee = cashier.Key,
            Sales = cashier.Value.Sales,
            SalesTotal = (tally.SalesTotal with { Minor = cashier.Value.Minor }).ToWire(),
        }));
        if (tally.Sales > 0)
        {
            totals.FirstReceipt = new ReceiptNumber(store, tally.Session.Register, tally.FirstReceipt).ToString();
            totals.LastReceipt = new ReceiptNumber(store, tally.Session.Register, tally.LastReceipt).ToString();
        }

        totals.Taxes.AddRange(tally.Taxes.Values.Select(Wire.ToWire));
        return totals;
    }

    internal static TillTally With(this TillTally tally, EntryHeader header, SaleCompleted sale)
    {
        bool good = ReceiptNumber.TryParse(sale.ReceiptNumber, out var number);
        Invariant.Check(good, $"entry {header.Seq} has the receipt number '{sale.ReceiptNumber}'");
        var back = sale.Lines.Where(line => line.QuantityThousandths < 0).ToList();
        return tally.WithSale(new TalliedSale(number.Number, sale.Total.OfWire(), sale.Change.Minor)
        {
            Cashier = header.Employee,
            Tenders = [.. sale.Tenders.Select(tender => (tender.Kind, tender.Amount.Minor))],
            Taxes = [.. sale.Taxes.Select(Wire.OfWire)],
            RoundingMinor = sale.Rounding?.Minor ?? 0,
            ReturnedLines = back.Count,
            ReturnedMinor = back.Sum(line => line.Amount.Minor),
            GiftCardsMinor = sale.Lines.Where(line => line.GiftCard).Sum(line => line.Amount.Minor),
        });
    }

    internal static TillTally With(this TillTally tally, EntryHeader header, CashMoved moved) => tally.WithMovement(header.Seq,
        (CashMovementKind)(int)moved.Kind, moved.Amount is { } amount ? amount.OfWire() : Money.Zero(tally.Session.Float.Currency));
}
