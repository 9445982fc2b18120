using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>Rights and roles on the wire.</summary>
internal static class AccessWords
{
    /// <summary>A right that is said; never the unspecified one.</summary>
    public static Right OfWire(V1.Right right) => (Right)((int)right - 1);

    /// <summary>The same on the wire.</summary>
    public static V1.Right ToWire(Right right) => (V1.Right)((int)right + 1);

    /// <summary>A role as registers are told of it.</summary>
    public static V1.Role ToWire(Role role)
    {
        var told = new V1.Role { Code = role.Code };
        told.Rights.AddRange(role.Rights.Order().Select(ToWire));
        told.Approves.AddRange(role.Approves.Order().Select(Permissions.NameOf));
        if (role.Discount is { } discount)
            told.DiscountPpm = discount.Ppm;
        if (role.RefundMinor is { } refund)
            told.RefundMinor = refund;
        if (role.ReturnWithoutReceiptMinor is { } back)
            told.ReturnWithoutReceiptMinor = back;
        if (role.VoidMinutes is { } minutes)
            told.VoidMinutes = minutes;
        if (role.NoSales is { } times)
            told.NoSales = times;
        return told;
    }
}
