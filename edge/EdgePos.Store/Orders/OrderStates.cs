namespace EdgePos.Store;

/// <summary>What an order is to a store. The numbers are those of the protos.</summary>
public enum OrderState
{
    /// <summary>To be prepared.</summary>
    Open = 1,

    /// <summary>Prepared: it waits for the customer.</summary>
    Prepared = 2,

    /// <summary>The customer has it.</summary>
    HandedOver = 3,

    /// <summary>The store has given it up.</summary>
    GivenUp = 4,

    /// <summary>Head office has cancelled it, or tells of it no longer, before it was handed over.</summary>
    Cancelled = 5,
}

/// <summary>What head office tells of an order.</summary>
public enum OrderTold
{
    /// <summary>Nothing of this one, or nothing any more.</summary>
    Nothing,

    /// <summary>Nothing at all yet: this box has not been told of any order.</summary>
    Unknown,

    /// <summary>That somebody has ordered it.</summary>
    Ordered,

    /// <summary>That it is cancelled.</summary>
    Cancelled,

    /// <summary>That another box of this store has prepared it.</summary>
    Elsewhere,
}

/// <summary>What the store itself has done with an order, by its journal. The numbers are kept in files.</summary>
public enum OrderStep
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Prepared it.</summary>
    Prepared = 2,

    /// <summary>Handed it over.</summary>
    HandedOver = 3,

    /// <summary>Given it up.</summary>
    GivenUp = 4,
}

/// <summary>
/// What an order is, and what may be done with it: by what head office tells, which may be late, and by what the store has done,
/// which it knows. Where both differ, what was done stands.
/// </summary>
public static class OrderStates
{
    /// <summary>What it is; null: there is no such order.</summary>
    public static OrderState? Of(OrderTold told, OrderStep step) => (step, told) switch
    {
        (OrderStep.HandedOver, _) => OrderState.HandedOver,
        (OrderStep.GivenUp, _) => OrderState.GivenUp,
        (OrderStep.Prepared, OrderTold.Ordered or OrderTold.Unknown) => OrderState.Prepared,
        (_, OrderTold.Elsewhere) => OrderState.Prepared,
        (OrderStep.Prepared, OrderTold.Cancelled or OrderTold.Nothing) => OrderState.Cancelled,
        (OrderStep.None, OrderTold.Ordered) => OrderState.Open,
        (OrderStep.None, OrderTold.Cancelled) => OrderState.Cancelled,
        (OrderStep.None, OrderTold.Nothing or OrderTold.Unknown) => null,
    };

    /// <summary>True where somebody has to do something about it: goods of one that was cancelled are to be put back.</summary>
    public static bool IsToDo(OrderTold told, OrderStep step) =>
        Of(told, step) is OrderState.Open or OrderState.Prepared || step == OrderStep.Prepared;

    /// <summary>Whether it may be prepared; null: it may.</summary>
    /// <param name="number">The order.</param>
    /// <param name="register">The register that has prepared it.</param>
    public static Refusal? CheckPrepare(string number, OrderTold told, OrderStep step, int register) => CheckDone(number, step)
        ?? (step == OrderStep.Prepared ? new Refusal(RefusalCode.OrderPreparedAlready, OrderRules.Field, number, $"{register}")
            : CheckTold(number, told));

    /// <summary>Whether it may be handed over; null: it may.</summary>
    public static Refusal? CheckHandOver(string number, OrderTold told, OrderStep step) => CheckDone(number, step)
        ?? (step == OrderStep.Prepared && told == OrderTold.Nothing ? new Refusal(RefusalCode.OrderCancelled, OrderRules.Field, number)
            : step == OrderStep.Prepared && told == OrderTold.Elsewhere ? null // both did, and this one has goods
            : CheckTold(number, told))
        ?? (step == OrderStep.None ? new Refusal(RefusalCode.OrderNotPrepared, OrderRules.Field, number) : null);

    /// <summary>Whether it may be given up; null: it may.</summary>
    public static Refusal? CheckGiveUp(string number, OrderTold told, OrderStep step) => CheckDone(number, step)
        ?? (Of(told, step) is null ? new Refusal(RefusalCode.OrderNotFound, OrderRules.Field, number)
            : told == OrderTold.Unknown || (step == OrderStep.None && told == OrderTold.Elsewhere) ? CheckTold(number, told) : null);

    private static Refusal? CheckDone(string number, OrderStep step) => step switch
    {
        OrderStep.HandedOver => new Refusal(RefusalCode.OrderDone, OrderRules.Field, number, "text:ORDER_HANDED_OVER"),
        OrderStep.GivenUp => new Refusal(RefusalCode.OrderDone, OrderRules.Field, number, "text:ORDER_GIVEN_UP"),
        OrderStep.None or OrderStep.Prepared => null,
    };

    private static Refusal? CheckTold(string number, OrderTold told) => told switch
    {
        OrderTold.Nothing or OrderTold.Unknown => new Refusal(RefusalCode.OrderNotFound, OrderRules.Field, number),
        OrderTold.Cancelled => new Refusal(RefusalCode.OrderCancelled, OrderRules.Field, number),
        OrderTold.Elsewhere => new Refusal(RefusalCode.OrderElsewhere, OrderRules.Field, number),
        OrderTold.Ordered => null,
    };
}
