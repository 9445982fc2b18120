namespace EdgePos.Fleet;

/// <summary>A store of the fleet: all that is the same on all of its days.</summary>
internal sealed record StoreProfile
{
    // How the stores of a chain differ: a stated assumption. The factors average 1.
    private static readonly (double Upto, double Factor)[] Sizes =
        [(0.45, 0.4 / Average), (0.80, 1 / Average), (0.95, 2 / Average), (1, 4 / Average)];
    private const double Average = (0.45 * 0.4) + (0.35 * 1) + (0.15 * 2) + (0.05 * 4);

    private const double GroceryShare = 0.8;
    private const double SalesOfARegister = 250;
    private const int RegistersMax = 12;

    private StoreProfile(FleetPlan plan, int number)
    {
        var dice = Dice.Of(plan.Seed, Matter.Store, number);
        (Number, Tenant) = (number, plan.Tenant);
        Epoch = dice.Bytes(16);
        BootId = dice.Bytes(16);
        double size = dice.Share();
        IsGrocery = number % 5 != 0;
        SalesADay = (IsGrocery ? RealBaskets.GrocerySalesADay : RealBaskets.InvoicesADay) * Sizes.First(one => size <= one.Upto).Factor;
        Registers = Math.Clamp((int)Math.Ceiling(SalesADay / SalesOfARegister), 1, RegistersMax);
        LaterMs = dice.Between(-30, 30) * 60_000;
    }

    /// <summary>Sales of a store on an average day, over a large fleet.</summary>
    public static double AverageSalesADay =>
        (GroceryShare * RealBaskets.GrocerySalesADay) + ((1 - GroceryShare) * RealBaskets.InvoicesADay);

    /// <summary>From 1.</summary>
    public int Number { get; }

    /// <summary>The chain.</summary>
    public string Tenant { get; }

    /// <summary>Its code.</summary>
    public string Name => $"S{Number:00000}";

    /// <summary>Its one box.</summary>
    public string Box => "box1";

    /// <summary>Of its journal, 16 bytes.</summary>
    public byte[] Epoch { get; }

    /// <summary>Of the run of its box, 16 bytes.</summary>
    public byte[] BootId { get; }

    /// <summary>A grocery, four of five; else a gift shop.</summary>
    public bool IsGrocery { get; }

    /// <summary>Sales on an average day.</summary>
    public double SalesADay { get; }

    /// <summary>Registers, numbered from 1.</summary>
    public int Registers { get; }

    /// <summary>How much later than others it does everything, milliseconds.</summary>
    public int LaterMs { get; }

    /// <summary>The store of a number.</summary>
    public static StoreProfile Of(FleetPlan plan, int number) => new(plan, number);

    /// <summary>Its code and box, for people.</summary>
    public override string ToString() => $"{Name}/{Box}";
}
