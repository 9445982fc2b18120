namespace EdgePos.Store;

/// <summary>What a person must allow. The names, in snake case, are what registers see and what roles are made of.</summary>
public enum Permission
{
    /// <summary>More off than staff may give on their own.</summary>
    Discount,

    /// <summary>A price beyond what staff may set on their own.</summary>
    Price,

    /// <summary>Goods past their date.</summary>
    PastDate,

    /// <summary>A larger refund in cash than staff may give on their own.</summary>
    Refund,

    /// <summary>More back without a receipt than staff may take on their own.</summary>
    ReturnWithoutReceipt,

    /// <summary>A sale that is undone later than staff may on their own.</summary>
    Void,

    /// <summary>Saying what became of a card payment where the terminal cannot.</summary>
    Payment,

    /// <summary>Opening the drawer for nothing more often than staff may on their own.</summary>
    NoSale,

    /// <summary>Saying at a self-service register that the buyer is old enough.</summary>
    Age,
}

/// <summary>Permissions by their names, and the refusal that asks for one.</summary>
public static class Permissions
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Permission> All { get; } = Enum.GetValues<Permission>();

    /// <summary>The name that registers see.</summary>
    public static string NameOf(Permission permission) => permission switch
    {
        Permission.Discount => "discount",
        Permission.Price => "price",
        Permission.PastDate => "past_date",
        Permission.Refund => "refund",
        Permission.ReturnWithoutReceipt => "return_without_receipt",
        Permission.Void => "void",
        Permission.Payment => "payment",
        Permission.NoSale => "no_sale",
        Permission.Age => "age",
    };

    /// <summary>The permission of a name; null: there is none.</summary>
    public static Permission? Of(string name) =>
        All.Select(one => (Permission?)one).FirstOrDefault(one => NameOf(one!.Value) == name);

    /// <summary>The refusal that asks for somebody's leave.</summary>
    /// <param name="limit">How far staff may go on their own, as it is shown.</param>
    public static Refusal Needs(Permission permission, string limit) =>
        new(RefusalCode.ApprovalNeeded, "approval", NameOf(permission), limit);
}
