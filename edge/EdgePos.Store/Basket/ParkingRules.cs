namespace EdgePos.Store;

/// <summary>Baskets that are put aside and taken up again.</summary>
public static class ParkingRules
{
    /// <summary>Puts a basket aside. What was tendered is taken back first.</summary>
    public static Result<Basket> Suspend(this Basket basket, string note)
    {
        if (basket.Closed() is { } closed)
            return closed;
        if (basket.Paying.Any())
            return new Refusal(RefusalCode.BasketHasTenders, "basket_id");
        return basket.Say(0, note.Length > 0 ? note : basket.Note)
            .Then<Basket>(said => said with { Suspended = true });
    }

    /// <summary>Takes a basket up at a register.</summary>
    public static Result<Basket> Resume(this Basket basket, int register)
    {
        if (basket.ClosedForGood() is { } closed)
            return closed;
        return basket.Suspended
            ? basket with { Suspended = false, Register = register, LastLine = 0, Version = basket.Version + 1 }
            : new Refusal(RefusalCode.BasketNotSuspended, "basket_id");
    }
}
