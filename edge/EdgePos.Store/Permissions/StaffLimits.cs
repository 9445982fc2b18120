namespace EdgePos.Store;

/// <summary>What staff may do on their own; more needs somebody's leave.</summary>
/// <param name="Discount">The largest part that may come off a line or a basket, or off a price by setting another.</param>
/// <param name="RefundMinor">The largest refund in cash, minor units.</param>
/// <param name="ReturnWithoutReceiptMinor">The most that may come back without a receipt, minor units.</param>
/// <param name="VoidMinutes">How long after a sale it may be undone as a whole.</param>
public sealed record StaffLimits(Rate Discount, long RefundMinor, long ReturnWithoutReceiptMinor, int VoidMinutes);
