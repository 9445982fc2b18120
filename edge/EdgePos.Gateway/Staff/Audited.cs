using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EdgePos.Gateway;

/// <summary>The entries of the journal that an auditor asks for: acts of people, and what was refused to them. Not every sale.</summary>
internal static class Audited
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    private static readonly Dictionary<string, MessageDescriptor> Acts = new MessageDescriptor[]
    {
        StaffSignedIn.Descriptor, StaffSignedOut.Descriptor, SignInRefused.Descriptor, PinChanged.Descriptor, TimeClocked.Descriptor,
        ApprovalGiven.Descriptor, ApprovalRefused.Descriptor, CallRefused.Descriptor,
        TillOpened.Descriptor, CashierChanged.Descriptor, CashMoved.Descriptor, TillClosed.Descriptor, DrawerOpened.Descriptor,
        CustomerErased.Descriptor, CustomersErased.Descriptor, CustomersExpired.Descriptor, CustomerExported.Descriptor,
        RemoteHelpGiven.Descriptor, RegisterPaired.Descriptor, RegisterRevoked.Descriptor,
        PaymentMadeGood.Descriptor,
        StockAdjusted.Descriptor, StockCountFinished.Descriptor,
        SaleCompleted.Descriptor,
    }.ToDictionary(kind => kind.FullName, StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static IReadOnlySet<string> Kinds { get; } = Acts.Values.Select(kind => kind.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>An entry as an act; null: it is none, or none that is wanted.</summary>
    public static AuditedAct? Of(JournalEntry entry, IReadOnlySet<string> wanted)
    {
        if (!Acts.TryGetValue(entry.Header.Kind, out var kind) || !wanted.Contains(kind.Name))
            return null;
        var fact = kind.Parser.ParseFrom(entry.Body);
        string what = fact is SaleCompleted sale ? LeaveOf(sale) : Json.Format(fact);
        return what.Length == 0 ? null : new AuditedAct
        {
            JournalSeq = entry.Header.Seq,
            AtUs = entry.Header.AtUs,
            Register = entry.Header.Register,
            Employee = entry.Header.Employee,
            Kind = kind.Name,
            What = what,
        };
    }

    // A sale is an act where somebody allowed something in it: who, and for which line. Empty: nobody did.
    private static string LeaveOf(SaleCompleted sale)
    {
        var lines = sale.Lines.Where(line => line.PriceApprovedBy.Length > 0 || line.Reduction?.ApprovedBy.Length > 0
            || line.ReturnOf?.ApprovedBy.Length > 0).ToList();
        if (lines.Count == 0 && (sale.Reduction?.ApprovedBy ?? "").Length == 0)
            return "";
        var told = new SaleCompleted { ReceiptNumber = sale.ReceiptNumber, Reduction = sale.Reduction };
        told.Lines.AddRange(lines);
        return Json.Format(told);
    }
}
