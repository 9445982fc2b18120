namespace EdgePos.Store;

/// <summary>What a call needs. A role is made of them, and each method of the protos names its own (edgepos/v1/access.proto).</summary>
public enum Right
{
    /// <summary>Nothing: whoever is a register of the store may.</summary>
    Anybody,

    /// <summary>What customers may see too: prices, stock, a basket, a payment, devices.</summary>
    Show,

    /// <summary>What staff see: receipts, all baskets and payments, a till.</summary>
    Look,

    /// <summary>Looking for customers of the chain.</summary>
    Customers,

    /// <summary>Preparing what customers ordered.</summary>
    Orders,

    /// <summary>Selling.</summary>
    Sell,

    /// <summary>Another price, or something off.</summary>
    Discount,

    /// <summary>Taking goods back.</summary>
    Return,

    /// <summary>Undoing a whole sale.</summary>
    VoidSale,

    /// <summary>Opening, counting and closing a till.</summary>
    Till,

    /// <summary>Cash that moves without a sale, and opening the drawer.</summary>
    Cash,

    /// <summary>Booking stock: received, counted, adjusted, transferred.</summary>
    Stock,

    /// <summary>Another price book.</summary>
    PriceBook,

    /// <summary>Shelf labels.</summary>
    Labels,

    /// <summary>Trying devices, and deciding about print jobs.</summary>
    Devices,

    /// <summary>Saying what became of a payment where the terminal cannot.</summary>
    Payments,

    /// <summary>Finding and erasing what is known of customers.</summary>
    Privacy,

    /// <summary>Reports over the store.</summary>
    Reports,

    /// <summary>Pairing registers, and ending what was paired.</summary>
    Registers,

    /// <summary>Staff: their PINs and hours.</summary>
    Staff,

    /// <summary>Reading who did what.</summary>
    Audit,
}
