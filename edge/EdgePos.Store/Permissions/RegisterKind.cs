namespace EdgePos.Store;

/// <summary>What a register is. It bounds what it can ever do, whoever stands at it.</summary>
public enum RegisterKind
{
    /// <summary>A fixed till with a drawer.</summary>
    Till,

    /// <summary>A tablet or a handheld that staff carry.</summary>
    Mobile,

    /// <summary>Self-service: customers stand at it.</summary>
    Kiosk,

    /// <summary>It only shows.</summary>
    Display,

    /// <summary>The office behind the shop: stock, prices, reports, staff.</summary>
    BackOffice,

    /// <summary>A web shop that sells through the box.</summary>
    ECommerce,
}
