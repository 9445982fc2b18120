using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EdgePos.Ledger;

/// <summary>The kinds of facts that this program writes and reads.</summary>
public static class FactKinds
{
    private static readonly Dictionary<string, MessageDescriptor> Known = new MessageDescriptor[]
    {
        LedgerBegun.Descriptor, BoxKeyAdded.Descriptor, SaleCompleted.Descriptor, CustomerErased.Descriptor,
        CustomersErased.Descriptor, CustomersExpired.Descriptor, CustomerExported.Descriptor,
        TillOpened.Descriptor, CashierChanged.Descriptor, CashMoved.Descriptor, TillClosed.Descriptor,
        StockReceived.Descriptor, StockAdjusted.Descriptor, StockTransferred.Descriptor, StockReserved.Descriptor,
        StockReleased.Descriptor, StockCountBegun.Descriptor, StockCounted.Descriptor, StockCountFinished.Descriptor,
        PaymentRequested.Descriptor, PaymentEnded.Descriptor, PaymentMadeGood.Descriptor,
        OrderPrepared.Descriptor, OrderHandedOver.Descriptor, OrderGivenUp.Descriptor,
        DrawerOpened.Descriptor, RemoteHelpGiven.Descriptor, RegisterPaired.Descriptor, RegisterRevoked.Descriptor,
        StaffSignedIn.Descriptor, StaffSignedOut.Descriptor, SignInRefused.Descriptor, PinChanged.Descriptor, TimeClocked.Descriptor,
        ApprovalGiven.Descriptor, ApprovalRefused.Descriptor, CallRefused.Descriptor,
    }.ToDictionary(kind => kind.FullName);

    /// <summary>The kinds that a register's command writes, and so is answered for.</summary>
    public static IReadOnlyList<string> Answered { get; } =
    [
        .. Known.Keys.Except([LedgerBegun.Descriptor.FullName, BoxKeyAdded.Descriptor.FullName, DrawerOpened.Descriptor.FullName,
            RemoteHelpGiven.Descriptor.FullName, RegisterPaired.Descriptor.FullName, StaffSignedIn.Descriptor.FullName,
            StaffSignedOut.Descriptor.FullName, SignInRefused.Descriptor.FullName, PinChanged.Descriptor.FullName,
            ApprovalGiven.Descriptor.FullName, ApprovalRefused.Descriptor.FullName, CallRefused.Descriptor.FullName,
            CustomersExpired.Descriptor.FullName, CustomerExported.Descriptor.FullName]),
    ];

    /// <summary>The fact in the body of an entry; null where a newer program wrote it.</summary>
    /// <exception cref="InvalidProtocolBufferException">The body is not what its kind says.</exception>
    public static IMessage? Read(string kind, byte[] body) =>
        Known.TryGetValue(kind, out var descriptor) ? descriptor.Parser.ParseFrom(body) : null;
}
