using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>What somebody in the store may do. Roles are data: those that head office tells of take the place of the usual ones.</summary>
/// <param name="Code">e.g. "cashier".</param>
/// <param name="Rights">The calls that it may make.</param>
/// <param name="Approves">What it may allow others.</param>
public sealed record Role(string Code, ImmutableHashSet<Right> Rights, ImmutableHashSet<Permission> Approves)
{
    /// <summary>What may come off without leave; null: as the store has it for everybody.</summary>
    public Rate? Discount { get; init; }

    /// <summary>Minor units that may be refunded in cash without leave; null: as the store has it.</summary>
    public long? RefundMinor { get; init; }

    /// <summary>Minor units that may come back without a receipt without leave; null: as the store has it.</summary>
    public long? ReturnWithoutReceiptMinor { get; init; }

    /// <summary>Minutes after a sale that it may be undone without leave; null: as the store has it.</summary>
    public int? VoidMinutes { get; init; }

    /// <summary>How often in a till's session the drawer may be opened for nothing without leave; null: as often as one likes.</summary>
    public long? NoSales { get; init; }

    /// <summary>The limits of somebody with this role, where the store has others for everybody.</summary>
    public StaffLimits Over(StaffLimits usual) => new(Discount ?? usual.Discount, RefundMinor ?? usual.RefundMinor,
        ReturnWithoutReceiptMinor ?? usual.ReturnWithoutReceiptMinor, VoidMinutes ?? usual.VoidMinutes);

    /// <summary>The roles of a store that head office tells of none.</summary>
    public static IReadOnlyList<Role> Usual { get; } =
    [
        new("cashier",
            [Right.Show, Right.Look, Right.Customers, Right.Orders, Right.Sell, Right.Discount, Right.Return, Right.Till, Right.Cash], [])
        {
            NoSales = 3,
        },
        new("supervisor",
        [
            Right.Show, Right.Look, Right.Customers, Right.Orders, Right.Sell, Right.Discount, Right.Return, Right.VoidSale,
            Right.Till, Right.Cash, Right.Labels, Right.Devices, Right.Payments,
        ], [.. Permissions.All.Where(one => one != Permission.Payment)]) { Discount = new Rate(Rate.Whole / 4) },
        new("manager", [.. Enum.GetValues<Right>()], [.. Permissions.All])
        {
            Discount = new Rate(Rate.Whole),
            RefundMinor = long.MaxValue,
            ReturnWithoutReceiptMinor = long.MaxValue,
            VoidMinutes = int.MaxValue,
        },
        new("technician", [Right.Show, Right.Look, Right.Labels, Right.Devices, Right.Registers], []),
        new("stock-clerk", [Right.Show, Right.Look, Right.Orders, Right.Stock, Right.Labels], []),
    ];
}
